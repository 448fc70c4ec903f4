"""Writes the descriptions of all pairs and of the figures for rules, and what must be said, into a folder.

python describe_pairs.py <folder of cg_plot_capture> <folder> [sample]: the sample of descriptions too
"""

import json
import pathlib
import sys
from datetime import date, datetime, timedelta, timezone

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "describe"))

import matplotlib

matplotlib.use("agg")

import numpy as np
from matplotlib import pyplot

import pairs
import reader
import sample

NAMES = {
    "np": np,
    "date": date,
    "datetime": datetime,
    "timedelta": timedelta,
    "timezone": timezone,
    "LYING": {"orientation": "horizontal"} if matplotlib.__version_info__ >= (3, 10) else {"vert": False},
}


def main():
    describe, folder = reader.load(sys.argv[1]), pathlib.Path(sys.argv[2])

    described = {}

    def write(name, program):
        if program not in described:
            fig, ax = pyplot.subplots()
            exec(program, {**NAMES, "fig": fig, "ax": ax})
            fig.draw_without_rendering()
            described[program] = describe.read(fig, 1).file()
            pyplot.close(fig)
        (folder / (name + ".json")).write_bytes(described[program])

    for number, (name, reference, figure, options, said) in enumerate(pairs.PAIRS):
        write("%d.reference" % number, reference)
        write("%d.figure" % number, figure)
    for name, program in pairs.FIGURES.items():
        write(name, program)
    for name, (whole, artists, axes) in pairs.CUT.items():
        description = json.loads((folder / (whole + ".json")).read_text())
        description["axes"][0]["more_artists"] = artists
        description.update({"more_axes": axes} if axes else {})
        (folder / (name + ".json")).write_text(json.dumps(description))
    for number, (_, program, _) in enumerate(sample.FIGURES if "sample" in sys.argv else ()):
        write("sample-%d" % number, program)
    fields = ("name", "reference", "figure", "options", "said")
    (folder / "pairs").write_text(json.dumps([dict(zip(fields, one)) for one in pairs.PAIRS]))


if __name__ == "__main__":
    main()
