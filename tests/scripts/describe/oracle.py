"""Runs gallery scripts with a recorder of the calls that draw, and compares each with the kind that is described.

    python oracle.py <folder of cg_plot_capture> <report.jsonl> script...

The recorder knows what was called, and nothing of how it is recognised. Each script runs in a forked child. Where
e2b-charts is installed, it is asked about the same figures.
"""

import io
import json
import os
import re
import signal
import sys
import traceback

import matplotlib

matplotlib.use("agg")

import numpy
from matplotlib import pyplot
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from mpl_toolkits.mplot3d.axes3d import Axes3D

import reader

try:
    import e2b_charts.main as e2b
except ImportError:
    e2b = None

SECONDS = 120

#: The kinds that each method may draw; of some, one depends on the arguments (`expected`).
KINDS = {
    "acorr": {"vlines", "hline", "scatter", "line"},
    "xcorr": {"vlines", "hline", "scatter", "line"},
    "angle_spectrum": {"line"},
    "annotate": {"annotation"},
    "arrow": {"arrow"},
    "axhline": {"hline"},
    "axhspan": {"span"},
    "axline": {"axline"},
    "axvline": {"vline"},
    "axvspan": {"span"},
    "bar": {"bar"},
    "bar3d": {"bar3d"},
    "bar_label": {"annotation"},
    "barbs": {"barbs"},
    "barh": {"barh"},
    "boxplot": {"box"},
    "broken_barh": {"broken_barh"},
    "bxp": {"box"},
    "clabel": {"text"},
    "cohere": {"line"},
    "contour": {"contour"},
    "contourf": {"contourf"},
    "csd": {"line"},
    "ecdf": {"step"},
    "errorbar": {"errorbar"},
    "eventplot": {"event"},
    "fill": {"polygon"},
    "fill_between": {"fill"},
    "fill_betweenx": {"fill"},
    "grouped_bar": {"bar", "barh"},
    "hexbin": {"hexbin"},
    "hist": {"hist"},
    "hist2d": {"mesh"},
    "hlines": {"hlines"},
    "imshow": {"image"},
    "loglog": {"line"},
    "magnitude_spectrum": {"line"},
    "matshow": {"image"},
    "pcolor": {"mesh"},
    "pcolorfast": {"image", "mesh"},
    "pcolormesh": {"mesh"},
    "phase_spectrum": {"line"},
    "pie": {"pie"},
    "plot": {"line"},
    "plot_surface": {"surface"},
    "plot_trisurf": {"surface"},
    "plot_wireframe": {"wireframe"},
    "psd": {"line"},
    "quiver": {"quiver"},
    "quiverkey": {"quiverkey"},
    "scatter": {"scatter"},
    "semilogx": {"line"},
    "semilogy": {"line"},
    "specgram": {"image"},
    "spy": {"image", "scatter"},
    "stackplot": {"fill"},
    "stairs": {"stairs"},
    "stem": {"stem"},
    "step": {"step"},
    "streamplot": {"stream"},
    "table": {"table"},
    "text": {"text"},
    "text2D": {"text"},
    "tricontour": {"contour"},
    "tricontourf": {"contourf"},
    "tripcolor": {"mesh"},
    "triplot": {"line"},
    "violin": {"violin"},
    "violinplot": {"violin"},
    "vlines": {"vlines"},
    "voxels": {"voxels"},
}
#: The same in three dimensions.
SOLID = {
    "bar": {"bar3d"},
    "fill_between": {"polygon3d", "surface"},
    "plot": {"line3d"},
    "quiver": {"quiver3d"},
    "scatter": {"scatter3d"},
    "plot3D": {"line3d"},
}
#: What the argument for a format makes a plot of points alone.
POINTS = re.compile(r"^[bgrcmykw]?(C\d)?[.,ov^<>1-8spP*hH+xXDd|_][bgrcmykw]?(C\d)?$")

calls, depth, results, report = [], 0, [], {}


def expected(axes, method, arguments, options):
    """The kinds that the call draws, by what was said in it."""
    if isinstance(axes, Axes3D) and method in SOLID:
        kinds = SOLID[method]
    else:
        kinds = KINDS[method]
    lines = ("plot", "plot3D", "loglog", "semilogx", "semilogy")
    if method in lines:
        formats = [argument for argument in arguments if isinstance(argument, str)]
        style = options.get("linestyle", options.get("ls"))
        style = style.lower() if isinstance(style, str) else style
        solid = isinstance(axes, Axes3D)
        points, curve = ("scatter3d", "line3d") if solid else ("scatter", "line")
        found = {
            points if POINTS.match(one) else curve for one in formats if one not in (options.get("data") or ())
        } or {curve}
        if style in ("", "none", " "):
            found = {points}
        elif style is not None:
            found = {curve}
        if str(options.get("drawstyle", options.get("ds", "default"))).startswith("steps"):
            found = {"step"}
        # A cycle of styles may have said so.
        if matplotlib.rcParams["lines.linestyle"] in ("None", "none", ""):
            found.add(points)
        return found
    if method in ("triplot",):
        return {"line", "scatter"}
    return kinds


def flat(value, found):
    """The artists in what a method answered."""
    if isinstance(value, Artist):
        found.append(value)
    elif isinstance(value, dict):
        for one in value.values():
            flat(one, found)
    elif isinstance(value, (list, tuple)):
        for one in value:
            flat(one, found)
    elif isinstance(value, numpy.ndarray):
        if value.dtype == object:
            for one in value.ravel():
                flat(one, found)
    elif value is not None:
        for name in ("lines", "arrows", "wedges", "bar_containers", "collections"):
            flat(getattr(value, name, None), found)
    return found


def record(cls, method):
    real = getattr(cls, method, None)
    if real is None or method not in vars(cls):
        return

    def recorded(self, *arguments, **options):
        global depth
        module = sys._getframe(1).f_globals.get("__name__", "")
        while_drawing = depth > 0 or (
            module.startswith(("matplotlib.", "mpl_toolkits.")) and module != "matplotlib.pyplot"
        )
        depth += 1
        before = len(self.lines) if not while_drawing else 0
        try:
            answer = real(self, *arguments, **options)
        finally:
            depth -= 1
        if not while_drawing:
            artists = flat(answer, [])
            if not artists:
                artists = list(self.lines[before:])  # `psd` and the like.
            calls.append((self, method, expected(self, method, arguments, options), artists))
        return answer

    recorded.__wrapped__ = real
    recorded.__name__ = real.__name__
    recorded.__qualname__ = real.__qualname__
    recorded.__doc__ = real.__doc__
    setattr(cls, method, recorded)


def look(figure, describe):
    """Compares the figure as it is now."""
    try:
        figure.savefig(io.BytesIO(), format="svg")
    except Exception:
        return
    try:
        description = describe.read(figure, figure.number if hasattr(figure, "number") else None)
        json.loads(description.text)
        assert len(description.text) <= 256 * 1024, "too long"
        assert len(description.words) <= 600 and description.words, "words"
        report.setdefault("words", []).append(description.words)
        report.setdefault("artists", []).extend(
            artist["kind"] if "error" not in artist else "error: %s %s" % (artist["class"], artist["error"])
            for axes in description.content["axes"]
            for artist in axes["artists"]
        )
    except Exception:
        report.setdefault("exceptions", []).append(traceback.format_exc())
        return
    from cg_plot_capture._describe import _axes

    for axes, _ in _axes.all_of(figure):
        view = _axes.Axes(axes)
        parts = [(part, part.described(view)["kind"]) for part in view.parts()]
        present = {id(artist) for artist in _axes.artists(axes)}
        for owner, method, kinds, artists in calls:
            drawn = [artist for artist in artists if id(artist) in present]
            if owner is not axes or not drawn:
                continue
            ids = set(map(id, drawn))
            got = {kind for part, kind in parts if ids & set(map(id, part.members))}
            # Numbers written by a pie or a table are theirs.
            right = bool(got & kinds) and not (got - kinds - {"text"} if method == "pie" else got - kinds)
            results.append({"method": method, "expected": sorted(kinds), "got": sorted(got), "right": right})
    ask_e2b(figure)


def ask_e2b(figure):
    """What e2b-charts knows of it."""
    if e2b is None:
        return
    charts = len(figure.axes)
    try:
        found = e2b.chart_figure_to_dict(figure)
        elements = found.get("elements", [found]) if found else []
        known = sum(
            str(getattr(one.get("type"), "value", one.get("type"))) not in ("unknown", "None") for one in elements
        )
        report.setdefault("e2b", []).append({"charts": charts, "known": known})
    except Exception as error:
        report.setdefault("e2b", []).append({"charts": charts, "known": 0, "crash": repr(error)[:200]})


def run(script, describe):
    """One script, as a person would run it who closes each window."""
    for cls in (Axes, Axes3D, *Axes.__mro__[1:2]):
        for method in sorted({*KINDS, *SOLID}):
            record(cls, method)

    def show(*arguments, **options):
        for number in pyplot.get_fignums():
            look(pyplot.figure(number), describe)
        pyplot.close("all")
        calls.clear()

    pyplot.show = show
    os.chdir(os.path.dirname(script))
    sys.argv = [script]
    sys.path.insert(0, os.path.dirname(script))
    names = {"__name__": "__main__", "__file__": script}
    try:
        with open(script, encoding="utf-8") as file:
            code = compile(file.read(), script, "exec")
        exec(code, names)
        show()
    except BaseException as error:
        report["ended"] = "%s: %s" % (type(error).__name__, str(error)[:200])
        try:
            show()
        except BaseException:
            pass


def main():
    describe = reader.load(sys.argv[1])
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        for script in map(os.path.abspath, sys.argv[3:]):
            pipe_read, pipe_write = os.pipe()
            child = os.fork()
            if child == 0:
                os.close(pipe_read)
                signal.alarm(SECONDS)
                null = os.open(os.devnull, os.O_RDWR)
                for descriptor in (0, 1, 2):
                    os.dup2(null, descriptor)
                run(script, describe)
                with os.fdopen(pipe_write, "w") as answer:
                    json.dump({**report, "calls": results}, answer)
                os._exit(0)
            os.close(pipe_write)
            with os.fdopen(pipe_read) as answer:
                text = answer.read()
            _, status = os.waitpid(child, 0)
            found = json.loads(text) if text else {"ended": "status %d" % status, "calls": []}
            out.write(json.dumps({"script": script, **found}) + "\n")
            out.flush()


if __name__ == "__main__":
    main()
