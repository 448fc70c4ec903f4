"""Collections: scatters, and areas of which there are many."""

import numpy as np
from matplotlib.collections import PolyCollection

from . import _colors, _data, _lazy
from ._lines import label


def scatter(axes, artist):
    """Points, with what their colours and sizes stand for."""
    offsets = artist.get_offsets()
    if len(offsets) == 0 and len(artist.get_paths()) == 0:
        return {"kind": "scatter", "label": label(artist), "x": axes.x.data([]), "y": axes.y.data([])}
    found = {"kind": "scatter", **_common(artist)}
    found.update(x=axes.x.data(offsets[:, 0]), y=axes.y.data(offsets[:, 1]))
    found["sizes"] = _sizes(artist)
    if found["x"].kind == "number" and len(offsets) <= _data.MOST and axes.x.names():
        beside = set(axes.x.near(offsets[:, 0]) or ())
        found["_at"] = beside.pop() if len(beside) == 1 else None
    return found


def _sizes(artist):
    sizes = np.asarray(getattr(artist, "get_sizes", lambda: [])())
    return _data.read(sizes) if len(sizes) > 1 and (sizes != sizes[0]).any() else None


def paths(axes, artist):
    """A scatter, or the areas between contours, which are a collection for each level before Matplotlib 3.8."""
    if artist.get_offset_transform() is axes.axes.transData or len(artist.get_offsets()) > 1:
        return scatter(axes, artist)
    return areas(axes, artist)


def polygons(axes, artist):
    """Polygons of one collection: an area between curves, bars, a mesh, hexagons, or any."""
    fills = _lazy.module("_fills")
    if fills.curves(artist) is not None:
        return fills.fill(axes, artist)
    corners = [np.asarray(path.vertices) for path in artist.get_paths()]
    if len(corners) == 1 and len(corners[0]) in (6, 7, 8) and artist.get_array() is not None:
        return hexagons(axes, artist)
    if artist.get_array() is not None and np.size(artist.get_array()) == len(corners):
        return {"kind": "mesh", **_common(artist), **_corners(axes, corners)}
    boxes = _boxes(corners)
    return areas(axes, artist) if boxes is None else rectangles(axes, artist, boxes)


def hexagons(axes, artist):
    """A histogram of hexagons: the middle of each, and what was counted there."""
    offsets = artist.get_offsets()
    if len(offsets) != len(artist.get_array()):
        # On a scale of its own there is a hexagon for each.
        return {"kind": "hexbin", **_common(artist)}
    return {"kind": "hexbin", **_common(artist), "x": axes.x.data(offsets[:, 0]), "y": axes.y.data(offsets[:, 1])}


def rectangles(axes, artist, boxes):
    """Rectangles: bars, if they have one base; stripes of a row (`broken_barh`), if they have one height too."""
    x, y, x2, y2 = boxes
    found = _common(artist)
    if isinstance(artist, PolyCollection) and len(x) and (y == y[0]).all() and (y2 == y2[0]).all() and (len(x) > 1 or y[0] != 0):
        return {
            "kind": "broken_barh",
            **found,
            "y": axes.y.data(y[:1]),
            "names": axes.y.near((y[:1] + y2[:1]) / 2),
            "height": y2[0] - y[0],
            "x": axes.x.data(x),
            "x2": axes.x.data(x2),
        }
    for upright in (True, False):
        start, end, base, top = (x, x2, y, y2) if upright else (y, y2, x, x2)
        along, up = (axes.x, axes.y) if upright else (axes.y, axes.x)
        if not _stand(start, end, base, top):
            continue
        if _lazy.function("_bars.is_histogram")(start, end - start, top - base):
            found.update(kind="hist", orientation="vertical" if upright else "horizontal")
            return {**found, "bins": along.data(np.append(start, end[-1])), "values": up.data(top - base)}
        found.update(kind="bar" if upright else "barh", width=_lazy.function("_bars.same")(end - start))
        found["base"] = up.data(base) if base.any() else None
        ends = {"x": along.places((start + end) / 2), "y": up.data(np.where(base == 0, top, top - base))}
        return {**found, "x": ends["x" if upright else "y"], "y": ends["y" if upright else "x"]}
    return {
        "kind": "rectangles",
        **found,
        "x": axes.x.data(x),
        "y": axes.y.data(y),
        "x2": axes.x.data(x2),
        "y2": axes.y.data(y2),
    }


def _stand(start, end, base, top):
    """Whether rectangles stand on zero, or each on top of another one."""
    tops = set(zip(start.tolist(), end.tolist(), top.tolist()))
    return all(
        0 in (low, high) or (left, right, low) in tops
        for left, right, low, high in zip(start.tolist(), end.tolist(), base.tolist(), top.tolist())
    )


def areas(axes, artist):
    """Any areas by their corners."""
    corners = [np.asarray(path.vertices) for path in artist.get_paths()]
    return {"kind": "polygons", **_common(artist), **_corners(axes, corners)}


def _corners(axes, corners):
    corners = [points for points in corners if len(points)]
    every = np.concatenate(corners) if corners else np.zeros((0, 2))
    found = {"x": axes.x.data(every[:, 0]), "y": axes.y.data(every[:, 1])}
    found["sizes"] = _data.read([len(points) for points in corners])
    return found


def _boxes(corners):
    """The sides of rectangles that stand upright; None where any is another shape."""
    found = []
    for points in corners:
        if len(points) == 5 and (points[0] == points[-1]).all():
            points = points[:4]
        if len(points) != 4:
            return None
        low, high = points.min(axis=0), points.max(axis=0)
        if not np.isin(points[:, 0], (low[0], high[0])).all() or not np.isin(points[:, 1], (low[1], high[1])).all():
            return None
        if (points[0] == points[2]).any() or (points[1] == points[3]).any():
            return None
        found.append((*low, *high))
    return np.array(found).T if found else None


def other(axes, artist):
    """A collection that has no class of its own here: its points, if it has any, else its corners."""
    if len(artist.get_offsets()) > 1 and len(artist.get_paths()) <= 1:
        return scatter(axes, artist)
    boxes = _boxes([np.asarray(path.vertices) for path in artist.get_paths()])
    return areas(axes, artist) if boxes is None else rectangles(axes, artist, boxes)


def _common(artist):
    """What a collection of any kind has."""
    found = {"label": label(artist), "color": _colors.of_collection(artist)}
    if artist.get_array() is not None:
        found.update(values=_data.read(artist.get_array()), colormap=_colors.map_of(artist))
    return found
