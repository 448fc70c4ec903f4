"""Lines: curves, steps, markers alone, and those that go through the whole Axes."""

import matplotlib
import numpy as np

from . import _colors, _data, _private


def label(artist):
    """The label that the program gave; None where it gave none."""
    text = artist.get_label()
    return None if text is None or str(text).startswith("_") or text == "" else str(text)


def line(axes, artist):
    """A curve, in steps or not, or points."""
    # Markers alone stand where they are.
    whole = kind(artist) == "line"
    horizontal = whole and artist.get_transform() is axes.axes.get_yaxis_transform(which="grid")
    vertical = whole and artist.get_transform() is axes.axes.get_xaxis_transform(which="grid")
    found = {"kind": kind(artist), "label": label(artist), "color": color(artist), "style": style(artist)}
    x, y = artist.get_xdata(orig=True), artist.get_ydata(orig=True)
    if horizontal and _is_one(y):
        found.update(kind="hline", y=axes.y.data(np.atleast_1d(y)[:1]))
    elif vertical and _is_one(x):
        found.update(kind="vline", x=axes.x.data(np.atleast_1d(x)[:1]))
    else:
        found.update(points(axes, artist, x, y))
        if artist.get_transform() is not artist.axes.transData:
            found["coordinates"] = coordinates(axes.axes, artist.get_transform())
    if found["kind"] == "step":
        found["where"] = _WHERE.get(artist.get_drawstyle())
    return found


def _is_one(values):
    """Whether values are all the same."""
    values = np.atleast_1d(values)
    return len(values) > 0 and all(value == values[0] for value in values[1:3]) and len(values) < 3


def points(axes, artist, x, y):
    """The values of both axes, by what the program gave, unless only Matplotlib knows how they belong together."""
    x, y = np.asanyarray(x), np.asanyarray(y)
    if x.size != y.size:
        xy = artist.get_xydata()
        x, y = xy[:, 0], xy[:, 1]
    return {"x": axes.x.data(x), "y": axes.y.data(y)}


def kind(artist):
    """What a person would call the line."""
    if artist.get_linestyle() in ("None", " ", "") or artist.get_linewidth() == 0:
        return "line" if artist.get_marker() in ("None", None, " ", "") else "scatter"
    return "step" if artist.get_drawstyle() != "default" else "line"


def color(artist):
    """The colour of a line, or of its markers, where it has only these."""
    if kind(artist) == "scatter":
        return _colors.text(artist.get_markerfacecolor()) or _colors.text(artist.get_markeredgecolor())
    return _colors.text(artist.get_color())


def style(artist):
    """The style of a line; None for a solid one, and for none."""
    return _STYLES.get(artist.get_linestyle())


def _styles(artist):
    """That of several lines at once, if it is one. A collection knows no style but the lengths of its dashes."""
    found = {_dashes(lengths) for _, lengths in artist.get_linestyle()}
    return found.pop() if len(found) == 1 else None


def _dashes(lengths):
    if lengths is None or len(lengths) == 0:
        return None
    for name in ("dotted", "dashdot"):
        pattern = np.asarray(matplotlib.rcParams["lines.%s_pattern" % name])
        if len(lengths) == len(pattern) and np.allclose(np.divide(lengths, lengths[0]), pattern / pattern[0]):
            return name
    return "dashed"


def infinite(axes, artist):
    """A line that goes on for ever, by a point and its slope."""
    point, slope, second = _private.slope(artist)
    if slope is None:
        (x, y), (x2, y2) = point, second
        slope = "Infinity" if x2 == x else (y2 - y) / (x2 - x)
    return {
        "kind": "axline",
        "label": label(artist),
        "color": _colors.text(artist.get_color()),
        "style": style(artist),
        "x": axes.x.data([point[0]]),
        "y": axes.y.data([point[1]]),
        "slope": slope,
    }


def segments(axes, artist):
    """A collection of lines: horizontal ones, vertical ones, or any."""
    lines = [np.asarray(path.vertices) for path in artist.get_paths()]
    lines = [line for line in lines if len(line)]
    found = {"kind": "lines", "label": label(artist), "color": _colors.of_collection(artist)}
    found["style"] = _styles(artist)
    if artist.get_array() is not None:
        found.update(values=_data.read(artist.get_array()), colormap=_colors.map_of(artist))
    if artist.get_transform() is not axes.axes.transData:
        found["coordinates"] = coordinates(axes.axes, artist.get_transform())
    if not lines:
        return {**found, "x": axes.x.data([]), "y": axes.y.data([])}
    if all(len(line) == 2 for line in lines):
        ends = np.array(lines)
        if (ends[:, 0, 1] == ends[:, 1, 1]).all() and not (ends[:, 0, 0] == ends[:, 1, 0]).all():
            x, x2 = axes.x.data(ends[:, 0, 0]), axes.x.data(ends[:, 1, 0])
            return {**found, "kind": "hlines", "y": axes.y.data(ends[:, 0, 1]), "x": x, "x2": x2}
        if (ends[:, 0, 0] == ends[:, 1, 0]).all():
            y, y2 = axes.y.data(ends[:, 0, 1]), axes.y.data(ends[:, 1, 1])
            return {**found, "kind": "vlines", "x": axes.x.data(ends[:, 0, 0]), "y": y, "y2": y2}
    every = np.concatenate(lines)
    found.update(x=axes.x.data(every[:, 0]), y=axes.y.data(every[:, 1]))
    return {**found, "sizes": _data.read([len(line) for line in lines])}


def events(axes, artist):
    """Moments of an event plot."""
    along = axes.x if artist.is_horizontal() else axes.y
    return {
        "kind": "event",
        "label": label(artist),
        "color": _colors.many(artist.get_colors()),
        "orientation": "horizontal" if artist.is_horizontal() else "vertical",
        "values": along.data(np.asarray(artist.get_positions())),
        "offset": artist.get_lineoffset(),
    }


def coordinates(axes, transform):
    """In which coordinates an artist stands. Transforms that are equal need not be the same one: with limits from 0
    to 1, those of the data are equal to those of the Axes."""
    if transform is axes.transAxes:
        return "axes"
    if transform is axes.figure.transFigure:
        return "figure"
    if is_blended(axes, transform):
        return "blended"
    return "data" if transform is axes.transData or transform.contains_branch(axes.transData) else "other"


def is_blended(axes, transform):
    """Whether something stands in the data's coordinates along one axis and in those of the Axes along the other."""
    return any(transform is one(which="grid") for one in (axes.get_xaxis_transform, axes.get_yaxis_transform))


_STYLES = {"--": "dashed", ":": "dotted", "-.": "dashdot"}
_WHERE = {"steps": "pre", "steps-pre": "pre", "steps-mid": "mid", "steps-post": "post"}
