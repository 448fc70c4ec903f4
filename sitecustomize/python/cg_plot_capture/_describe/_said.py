"""One artist in words: what it is called, and what is certain of it.

A trend is told only where it holds from the first value to the last one.
"""

import numpy as np

from ._data import Data
from ._nouns import noun
from ._spoken import brief, listed, number, plural

#: How many values or names are told one by one.
MOST = 8
#: What the styles of lines are called.
_STYLES = {"dashed": "dashed", "dotted": "dotted", "dashdot": "dash-dotted"}


def sentence(artist):
    """One artist in a sentence."""
    label = artist.get("label")
    named = " “%s”" % brief(label) if label else ""
    detail = DETAILS.get(artist["kind"], _nothing)(artist)
    if detail.startswith("="):  # Its own words, with a place for the label.
        return detail[1:].replace("{label}", named)
    style = artist.get("style")
    return (_STYLES[style] + " " if style else "") + noun(artist["kind"]) + named + detail


def is_short(artist):
    """Whether it is a line of two points, as many are in what libraries draw."""
    return artist["kind"] == "line" and isinstance(artist.get("x"), Data) and len(artist["x"]) < 3


def is_band(artist):
    """Whether it is an area around something: neither of its sides is straight."""
    if artist["kind"] != "fill" or artist.get("_stacked"):
        return False
    sides = (artist["y"], artist["y2"]) if "y2" in artist else (artist["x"], artist["x2"])
    return not any(side.kind != "number" or _is_one(side.values) for side in sides)


def _nothing(artist):
    return ""


def _is_one(values):
    return len(values) > 0 and bool((values == values[0]).all())


def _range(name, data):
    """From where to where values go; nothing if there are none."""
    extent = data.extent() if isinstance(data, Data) else None
    if extent is None:
        return ""
    if extent[0] == extent[1]:
        return ", %s %s" % (name, number(extent[0]))
    return ", %s from %s to %s" % (name, number(extent[0]), number(extent[1]))


def _count(data, what="points"):
    return " of %s" % plural(what[:-1], len(data))


def _curve(artist):
    """A line by its points, and how its values go."""
    if "z" in artist:
        return _count(artist["x"]) + "".join(_range(name, artist[name]) for name in "xyz")
    x, y = artist.get("x"), artist.get("y")
    if not isinstance(x, Data) or not isinstance(y, Data):
        return ""
    if len(y) == 1 == len(x):
        return " at (%s, %s)" % (number(x.json()[0]), number(y.json()[0]))
    if len(y) == 2 == len(x) and artist["kind"] == "line":
        ends = tuple(number(value) for pair in zip(x.json(), y.json()) for value in pair)
        return " from (%s, %s) to (%s, %s)" % ends
    trend = _trend(x, y)
    if trend == "constant":
        return _count(y) + ", constant at %s" % number(y.json()[0])
    if trend is not None:
        return _count(y) + ", %s from %s to %s" % (trend, *map(number, y.take([0, -1]).json()))
    return _count(y) + _extremes(x, y)


def _extremes(x, y):
    """The least and the greatest value and where they are; where there are several, the first one."""
    extent = y.extent()
    if extent is None or y.kind != "number" or y.missing is not None or len(x) != len(y) or x.missing is not None:
        return _range("y", y)
    values = np.where(np.isfinite(y.values.astype(float)), y.values.astype(float), np.nan)
    places = x.take([int(np.nanargmin(values)), int(np.nanargmax(values))]).json()
    if extent[0] == extent[1]:
        return _range("y", y)
    said = (number(extent[0]), number(places[0]), number(extent[1]), number(places[1]))
    return ", y from %s at x %s to %s at x %s" % said


def _trend(x, y):
    """What is so from each point to the next as x grows."""
    if len(y) < 3 or len(x) != len(y) or y.kind != "number" or y.missing is not None or x.missing is not None:
        return None
    if not np.isfinite(y.values.astype(float)).all():
        return None
    if x.kind != "text":
        steps = np.diff(x.values)
        if not (steps >= np.zeros((), steps.dtype)).all():
            return None
    steps = np.diff(y.values.astype(float))
    if (steps == 0).all():
        return "constant"
    if (steps >= 0).all():
        return "rising" if (steps > 0).all() else "never falling,"
    if (steps <= 0).all():
        return "falling" if (steps < 0).all() else "never rising,"
    return None


def _points(artist):
    x, y = artist.get("x"), artist.get("y")
    if not isinstance(x, Data) or not isinstance(y, Data):
        return ""
    if len(y) == 1:
        return "=point{label} at (%s, %s)" % (number(x.json()[0]), number(y.json()[0]))
    at = artist.get("_at") or (x.json()[0] if x.kind == "text" and len(set(x.json())) == 1 else None)
    where = _range("x", x) if at is None else " at %s" % brief(at)
    sizes = ", of different sizes" if artist.get("sizes") is not None else ""
    colors = _range("colours for values", artist.get("values"))
    return "=%d points{label}%s%s%s%s" % (len(y), where, _range("y", y), colors, sizes)


def _bars(artist):
    along, lengths = (artist["x"], artist["y"]) if artist["kind"] == "bar" else (artist["y"], artist["x"])
    errors = " with error bars" if any(name.endswith("_low") for name in artist) else ""
    names = artist.get("names") or (along.json() if along.kind in ("text", "date") else None)
    numbers = along.json() if along.kind == "number" and len(along) <= MOST else None
    if (names or numbers) and len(lengths) <= MOST:
        pairs = zip(map(number, names or numbers), lengths.json())
        said = ", ".join("%s at %s" % (number(value), brief(name)) for name, value in pairs)
        return "=bars{label}%s: %s" % (errors, said)
    extent = lengths.extent()
    places = ""
    if names and extent and lengths.missing is None:
        least, greatest = (brief(names[int(at)]) for at in (lengths.values.argmin(), lengths.values.argmax()))
        places = ", from %s at %s to %s at %s" % (number(extent[0]), least, number(extent[1]), greatest)
    return "=%s{label}%s%s" % (plural("bar", len(lengths)), errors, places or _range("lengths", lengths))


def _histogram(artist):
    bins, values = artist["bins"], artist["values"]
    extent = bins.extent()
    said = " of %s" % plural("bin", len(values)) + (" from %s to %s" % tuple(map(number, extent)) if extent else "")
    if len(values) + 1 == len(bins) and len(values) and values.missing is None and values.extent():
        highest = int(np.nanargmax(values.values.astype(float)))
        where = bins.take([highest, highest + 1]).json()
        said += ", highest %s from %s to %s" % (number(values.json(len(values))[highest]), *map(number, where))
    return said


def _area(artist):
    along = "y" if "y2" in artist else "x"
    one, other = artist[along], artist[along + "2"]
    if one.kind != "number" or other.kind != "number":
        return ""
    if is_band(artist):
        extents = [side.extent() for side in (one, other)]
        if None in extents:
            return ""
        low, high = min(extent[0] for extent in extents), max(extent[1] for extent in extents)
        return "=band{label} between two curves, %s from %s to %s" % (along, number(low), number(high))
    if artist.get("_stacked"):
        return "=area{label} on top of another one, its edge%s" % _range(along, other).replace(", %s" % along, "", 1)
    base, curve = (one, other) if _is_one(one.values) else (other, one)
    if _is_one(curve.values):
        return " between %s %s and %s" % (along, *(number(side.values[0].item()) for side in (base, curve)))
    return " between %s %s and a curve%s" % (along, number(base.values[0].item()), _range(along, curve))


def _pie(artist):
    shares = [100 * share for share in artist["values"].values.tolist()]
    labels = artist.get("labels") or [""] * len(shares)
    said = [("%s %s%%" % (brief(label), number(round(share, 1)))).strip() for label, share in zip(labels, shares)]
    return ": " + listed(said, 12)


def _named(artist, key):
    """The names of boxes or violins, or their positions."""
    return artist.get("names") or artist["positions"].json()


def _boxes(artist):
    said = []
    for name, box in zip(_named(artist, "boxes"), artist["boxes"]):
        one = (brief(number(name)), number(box["median"]), number(box["low"]), number(box["high"]))
        outliers = len(box["fliers"])
        said.append("%s median %s, whiskers %s to %s" % one + (", %s" % plural("outlier", outliers) if outliers else ""))
    return ": " + "; ".join(said[:MOST]) + (" and %d more" % (len(said) - MOST) if len(said) > MOST else "")


def _violins(artist):
    said = []
    for name, violin in zip(_named(artist, "violins"), artist["violins"]):
        ends = (brief(number(name)), *(number(violin[end]) for end in ("low", "high", "widest")))
        said.append("%s %s to %s, widest at %s" % ends)
    return ": " + "; ".join(said[:MOST]) + (" and %d more" % (len(said) - MOST) if len(said) > MOST else "")


def _field(artist):
    shape, values = artist.get("shape"), artist.get("values")
    said = " of %s and %s" % (plural("row", shape[0]), plural("column", shape[1])) if shape and len(shape) > 1 else ""
    if shape and len(shape) > 2:
        return said + " of pixels in colour"
    return said + _range("values", values)


def _contours(artist):
    levels = artist.get("levels")
    what = "filled contours" if artist["kind"] == "contourf" else "contour lines"
    return "=%s{label}" % what + ("" if levels is None else " at %s" % plural("level", len(levels)) + _range("values", levels))


#: What there are many of in one artist.
_MANY = {
    "hexbin": "hexagonal bin",
    "quiver": "arrow",
    "quiver3d": "arrow",
    "barbs": "wind barb",
    "bar3d": "bar",
    "lines": "line",
    "lines3d": "line",
    "polygons": "area",
    "rectangles": "rectangle",
}


def _counted(artist):
    """Something of which there are many, by how many there are and where."""
    kind = artist["kind"]
    data = artist.get("sizes") if kind in ("lines", "polygons", "lines3d") else artist.get("x")
    if not isinstance(data, Data):
        return ""
    said = "=%s{label}" % plural(_MANY[kind], len(data)) + _range("values", artist.get("values"))
    return said + (_range("heights", artist.get("dz")) if kind == "bar3d" else _range("z", artist.get("z")))


def _space(artist):
    """Points, lines or faces in space."""
    count = _count(artist["x"]) if artist["kind"] == "line3d" else ""
    if artist["kind"] == "scatter3d":
        count = "=%s{label}" % plural("point", len(artist["x"]))
    return count + "".join(_range(name, artist.get(name)) for name in "xyz")


def _lines(artist):
    place, name = (artist["y"], "y") if artist["kind"] == "hlines" else (artist["x"], "x")
    if len(place) == 1:
        return "=%s line{label} at %s %s" % ("horizontal" if name == "y" else "vertical", name, number(place.json()[0]))
    other = "x" if name == "y" else "y"
    blended = _range("to " + other, artist.get(other + "2")) if "coordinates" not in artist else ""
    what = "horizontal line" if name == "y" else "vertical line"
    return "=%s{label}%s%s" % (plural(what, len(place)), _range(name, place), blended)


def _intervals(artist):
    pairs = zip(artist["x"].json(), artist["x2"].json())
    said = ["%s to %s" % tuple(map(number, pair)) for pair in pairs]
    names = artist.get("names")
    return "%s: %s" % (" at %s" % brief(names[0]) if names else "", listed(said, MOST))


def _span(artist):
    name = "x" if "x" in artist else "y"
    return " from %s %s to %s" % (name, *map(number, artist[name].json()))


def _events(artist):
    return " of %d%s" % (len(artist["values"]), _range("values", artist["values"]))


DETAILS = {
    "line": _curve,
    "step": _curve,
    "stem": _curve,
    "errorbar": _curve,
    "scatter": _points,
    "bar": _bars,
    "barh": _bars,
    "hist": _histogram,
    "stairs": _histogram,
    "fill": _area,
    "pie": _pie,
    "box": _boxes,
    "violin": _violins,
    "image": _field,
    "mesh": _field,
    "contour": _contours,
    "contourf": _contours,
    "hexbin": _counted,
    "quiver": _counted,
    "barbs": _counted,
    "quiver3d": _counted,
    "bar3d": _counted,
    "lines": _counted,
    "polygons": _counted,
    "rectangles": _counted,
    "hlines": _lines,
    "vlines": _lines,
    "broken_barh": _intervals,
    "event": _events,
    "span": _span,
    "line3d": _space,
    "scatter3d": _space,
    "surface": _space,
    "wireframe": _space,
    "hline": lambda artist: " at y %s" % number(artist["y"].json()[0]),
    "vline": lambda artist: " at x %s" % number(artist["x"].json()[0]),
    "table": lambda artist: " of %s and %s" % (plural("row", artist["rows"]), plural("column", artist["columns"])),
}
