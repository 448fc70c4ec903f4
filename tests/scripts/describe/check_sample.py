"""Compares the sample's descriptions with what must stand in them, and holds each to the schema.

python check_sample.py <folder of cg_plot_capture> <schema>
"""

import io
import json
import math
import random
import sys
from datetime import date, datetime, timedelta, timezone

import matplotlib

matplotlib.use("agg")

import numpy as np
from matplotlib import pyplot

import reader
import sample

try:
    import jsonschema
except ImportError:
    jsonschema = None

#: How a box lies in this version.
LYING = {"orientation": "horizontal"} if matplotlib.__version_info__ >= (3, 10) else {"vert": False}


def found(description, path):
    """The value at a path; those of the first Axes may leave out where they are."""
    names = path.split(".")
    if names[0] not in ("axes", "figure", "words"):
        names = ["axes", "0", *names]
    value = description
    for name in names:
        if name == "kinds":
            return [artist["kind"] for artist in value["artists"]]
        if isinstance(value, list):
            value = value[int(name)] if int(name) < len(value) else None
        else:
            value = value.get(name)
        if value is None:
            return None
    return value


def alike(one, other):
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    return one == other


def main():
    describe = reader.load(sys.argv[1])
    with open(sys.argv[2], encoding="utf-8") as file:
        schema = json.load(file)
    faults = []
    for name, program, expected in sample.FIGURES:
        fig, ax = pyplot.subplots()
        names = {
            "np": np,
            "plt": pyplot,
            "fig": fig,
            "ax": ax,
            "date": date,
            "datetime": datetime,
            "timedelta": timedelta,
            "timezone": timezone,
            "LYING": LYING,
        }
        exec(program, names)
        fig.savefig(io.BytesIO(), format="svg")
        first, before = drawn(fig), drawn(fig)
        fig.savefig(io.BytesIO(), format="svg")
        unchanged = state(fig)
        description = describe.read(fig, 1)
        if state(fig) != unchanged:
            faults.append("%s: the figure's state has changed" % name)
        content = json.loads(description.text)
        # Else it would be longer within an SVG.
        if not set("<>&").isdisjoint(description.text):
            faults.append("%s: XML escapes what is in it" % name)
        for path, value in expected.items():
            if path.endswith("levels") and matplotlib.__version_info__ < (3, 8):
                continue  # The collections of then do not know them.
            if not alike(found(content, path), value):
                faults.append("%s: %s is %r, not %r" % (name, path, found(content, path), value))
        if not 0 < len(description.words) <= 600 or not description.title:
            faults.append("%s: words" % name)
        # Before 3.10, each drawing of a polar Axes differs.
        if first == before and drawn(fig) != before:
            faults.append("%s: the figure has changed" % name)
        if jsonschema is not None:
            for error in jsonschema.Draft202012Validator(schema).iter_errors(content):
                faults.append("%s: %s: %s" % (name, error.json_path, error.message[:200]))
        pyplot.close(fig)
    print("%d figures, %d kinds" % (len(sample.FIGURES), len(kinds())), *faults, sep="\n")
    sys.exit(bool(faults))


def state(fig):
    """What a description must leave as it is: the artists and whether they are to be drawn, the ticks, the settings,
    and the random numbers."""
    artists = [(id(artist), artist.stale) for artist in fig.findobj()]
    axes = [axis for one in fig.axes for axis in (one.xaxis, one.yaxis)]
    ticks = [(len(vars(axis).get("majorTicks", ())), len(vars(axis).get("minorTicks", ()))) for axis in axes]
    loose = dict(matplotlib.rcParams), random.getstate(), np.random.get_state()[1].tolist()
    return artists, ticks, repr(loose), sorted(vars(fig))


def drawn(fig):
    """The figure as SVG."""
    buffer = io.BytesIO()
    with matplotlib.rc_context({"svg.hashsalt": "0"}):
        fig.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()


def kinds():
    found = set()
    for _, _, expected in sample.FIGURES:
        for path, value in expected.items():
            if path.endswith("kinds"):
                found.update(value)
            if path.endswith("kind"):
                found.add(value)
    return found


if __name__ == "__main__":
    main()
