"""What Matplotlib keeps in containers: bars, histograms, error bars, stems.

A histogram's bars are a bar chart's to Matplotlib. They touch each other, or they are those of several histograms side
by side in bins that touch.
"""

import numpy as np

from . import _colors, _data, _private, _ranges
from ._lines import label, style

#: The part of a bin that `hist` fills with the bars of several histograms.
_FILLED = 0.8


def bars(axes, subject):
    """A bar chart, upright or lying, with its error bars, which may be lines of their own."""
    container, ranges = subject
    box = Boxes(container)
    along, up = (axes.x, axes.y) if box.upright else (axes.y, axes.x)
    names = ("x", "y") if box.upright else ("y", "x")
    found = {"kind": "bar" if box.upright else "barh", **_common(container)}
    found.update(along.named(names[0], box.starts + box.widths / 2))
    found[names[1]] = up.data(_lengths(container, box))
    found["width"] = same(box.widths)
    if np.any(box.bottoms):
        found["base"] = up.data(box.bottoms)
    if getattr(container, "errorbar", None) is not None:
        found = {**_ends(axes, container.errorbar), **found}
    elif ranges:
        found.update(_ranges.ends(axes, ranges))
    return found


def histogram(axes, subject):
    """A histogram by its bins."""
    container, edges = subject
    box = Boxes(container)
    along, up = (axes.x, axes.y) if box.upright else (axes.y, axes.x)
    found = {"kind": "hist", **_common(container)}
    found["orientation"] = "vertical" if box.upright else "horizontal"
    found["bins"] = along.data(edges)
    found["values"] = up.data(_lengths(container, box))
    if np.any(box.bottoms):
        found["base"] = up.data(box.bottoms)
    return found


class Boxes:
    """The rectangles of bars: where each starts, how wide it is, and from where it goes how far."""

    def __init__(self, container):
        patches = container.patches
        x = np.array([patch.get_x() for patch in patches], dtype=float)
        y = np.array([patch.get_y() for patch in patches], dtype=float)
        width = np.array([patch.get_width() for patch in patches], dtype=float)
        height = np.array([patch.get_height() for patch in patches], dtype=float)
        self.upright = getattr(container, "orientation", None) != "horizontal"
        self.starts, self.widths, self.bottoms, self.heights = (
            (x, width, y, height) if self.upright else (y, height, x, width)
        )


def _common(container):
    """What bars of any kind have."""
    first = next(iter(container.patches), None)
    named = label(container)
    if named is None and first is not None:
        named = label(first)
    return {"label": named, "color": _colors.of_patches(container.patches)}


def _lengths(container, box):
    """What was counted or measured."""
    given = getattr(container, "datavalues", None)
    if isinstance(given, np.ma.MaskedArray) and given.shape == box.heights.shape:
        return np.ma.MaskedArray(box.heights, mask=np.ma.getmaskarray(given))
    return box.heights


def same(widths):
    """One width, if it is that of all but for what rounding makes of it."""
    if len(widths) and (np.abs(widths - widths[0]) <= 1e-9 * np.abs(widths[0])).all():
        return widths[0].item()
    return _data.read(widths)


def histograms(containers, axes):
    """The containers that are histograms, with the edges of their bins."""
    found = {}
    boxes = {id(container): Boxes(container) for container in containers}
    for container in containers:
        edges = None if axes.axes.name == "polar" else touching(boxes[id(container)])
        if (
            edges is not None
            and not _is_unit(boxes[id(container)])
            and not _is_named(container, boxes[id(container)], axes)
        ):
            found[id(container)] = edges
    left = [container for container in containers if id(container) not in found]
    for group in _groups(left, boxes):
        edges = _side_by_side([boxes[id(container)] for container in group])
        if edges is not None and not _is_named(group[0], boxes[id(group[0])], axes, edges):
            found.update((id(container), edges) for container in group)
    for container in left:
        if id(container) not in found:
            edges = _narrowed(boxes[id(container)])
            if edges is not None and not _is_named(container, boxes[id(container)], axes):
                found[id(container)] = edges
    return found


def touching(box):
    """The edges of bars that touch; None where they do not."""
    return np.append(box.starts, box.starts[-1] + box.widths[-1]) if _touch(box.starts, box.widths) else None


def _touch(starts, widths):
    if len(starts) < 2 or not np.isfinite(widths).all() or (widths <= 0).any():
        return False
    return _are_near((starts + widths)[:-1], starts[1:], widths[1:])


def is_histogram(starts, widths, heights):
    """Whether rectangles are a histogram's bars."""
    return _touch(starts, widths) and _are_counts(heights, widths)


def _are_counts(heights, widths):
    """Whether heights are those of a histogram: counts, or a density."""
    whole = np.equal(heights, np.round(heights)).all()
    return bool(whole) or abs(np.sum(heights * widths) - 1) < 1e-6


def _is_unit(box):
    """Whether bars touch only because each is as wide as 1, and no histogram's."""
    return bool((box.widths == 1).all()) and not _are_counts(box.heights, box.widths)


def _is_named(container, box, axes, edges=None):
    """Whether each bar has a name, as those of a histogram have not."""
    along = axes.x if box.upright else axes.y
    middles = box.starts + box.widths / 2 if edges is None else (edges[:-1] + edges[1:]) / 2
    return along.places(middles).kind == "text"


def _groups(containers, boxes):
    """Containers that stand side by side: as many bars of the same widths."""
    group = []
    for container in containers:
        box = boxes[id(container)]
        if group:
            last = boxes[id(group[-1])]
            alike = last.upright == box.upright and last.widths.shape == box.widths.shape
            if not (alike and _are_near(last.widths, box.widths, box.widths)) or not _are_near(
                last.starts + last.widths, box.starts, box.widths
            ):
                yield group
                group = []
        group.append(container)
    if group:
        yield group


def _side_by_side(group):
    """The bins of several histograms that `hist` drew at once; None for a bar chart. Bars that stand at whole numbers
    are those of categories."""
    first = group[0]
    if len(group) < 2 or len(first.starts) < 2:
        return None
    bins = first.widths * len(group) / _FILLED
    edges = first.starts - bins * (1 - _FILLED) / 2
    if (np.abs(edges[:-1] + bins[:-1] - edges[1:]) > 1e-6 * bins[1:]).any():
        return None
    middles = edges + bins / 2
    if _are_whole(middles, bins):
        return None
    return np.append(edges, edges[-1] + bins[-1])


def _are_near(one, other, widths):
    """Whether places are the same, by the widths of the bars there."""
    return bool((np.abs(one - other) <= 1e-6 * np.abs(widths)).all())


def _are_whole(middles, widths):
    """Whether bars stand at whole numbers, as those of categories do."""
    return _are_near(middles, np.round(middles), np.minimum(np.abs(widths), 1))


def _narrowed(box):
    """The bins of a histogram whose bars are narrower than they are (`rwidth`); None for a bar chart, whose bars
    stand at whole numbers or are as wide as `bar` makes them."""
    middles = box.starts + box.widths / 2
    if len(middles) < 3 or (box.widths <= 0).any() or not np.isfinite(box.widths).all():
        return None
    steps = np.diff(middles)
    if (
        _are_whole(middles, box.widths)
        or not _are_counts(box.heights, np.full(len(middles), steps[0]))
        or not np.allclose(steps, steps[0], rtol=1e-6)
    ):
        return None
    if abs(steps[0] - 1) < 1e-9 and not _are_whole(middles - 0.5, box.widths):
        return None  # `arange(n) + 0.3`: a bin as wide as 1 begins at a whole number.
    part = box.widths[0] / steps[0]
    if not 0 < part < 1 or abs(part - round(part, 2)) > 1e-6 or abs(box.widths[0] - 0.8) < 1e-9:
        return None
    return np.append(middles - steps[0] / 2, middles[-1] + steps[0] / 2)


def errorbar(axes, container):
    """Points with their ranges."""
    data_line = container.lines[0]
    found = {"kind": "errorbar", "label": label(container)}
    if data_line is not None:
        found.update(color=_colors.text(data_line.get_color()), style=style(data_line))
        found.update(_points(axes, data_line))
    found.update(_ends(axes, container))
    return found


def _points(axes, line):
    """The points of a line, in the plane or in space."""
    if hasattr(line, "get_data_3d"):
        return {name: getattr(axes, name).data(values) for name, values in zip("xyz", line.get_data_3d())}
    return {"x": axes.x.data(line.get_xdata(orig=True)), "y": axes.y.data(line.get_ydata(orig=True))}


def _ends(axes, container):
    """The ends of the ranges, and where they stand if no line says so."""
    found = {}
    directions = [name for name, there in (("x", container.has_xerr), ("y", container.has_yerr)) if there]
    for place, collection in enumerate(container.lines[2]):
        ends = np.array(_segments(collection), dtype=float)
        if ends.size == 0:
            continue
        if ends.shape[-1] == 3:  # In space, the container does not say which.
            column = int(np.ptp(ends, axis=1).max(axis=0).argmax())
        else:
            column = "xyz".index(directions[place])
        name = "xyz"[column]
        found.update(_ranges.between(axes, name, ends[:, 0, column], ends[:, 1, column]))
        if container.lines[0] is None:
            for across in range(ends.shape[-1]):
                if across != column:
                    found.setdefault("xyz"[across], getattr(axes, "xyz"[across]).data(ends[:, 0, across]))
    return found


def _segments(collection):
    """The lines of two points in a collection."""
    if type(collection).__name__ == "Line3DCollection":
        lines = [np.asarray(line, dtype=float) for line in _private.segments(collection)]
    else:
        lines = [path.vertices for path in collection.get_paths()]
    return [line for line in lines if len(line) == 2]


def stem(axes, container):
    """Points on stems."""
    heads = container.markerline
    return {
        "kind": "stem",
        "label": label(container),
        "color": _colors.text(heads.get_color()),
        **_points(axes, heads),
    }
