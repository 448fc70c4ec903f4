"""The description in plain words, for `<title>` and `<desc>`: what a screen reader says.

A trend is told only where it holds from the first value to the last one.
"""

import collections
import re

import numpy as np

from ._data import Data

#: The most characters of `<desc>`.
MOST = 600
#: And of `<title>`, and of a text of the program's within a sentence.
MOST_TITLE, MOST_TEXT = 120, 60

#: What a chart is called in which most is of that kind, and one and several of those.
NOUNS = {
    "line": ("Line chart", "line", "lines"),
    "step": ("Step chart", "stepped line", "stepped lines"),
    "scatter": ("Scatter plot", "set of points", "sets of points"),
    "bar": ("Bar chart", "series of bars", "series of bars"),
    "barh": ("Horizontal bar chart", "series of bars", "series of bars"),
    "hist": ("Histogram", "histogram", "histograms"),
    "stem": ("Stem plot", "series of stems", "series of stems"),
    "errorbar": ("Chart with error bars", "series with error bars", "series with error bars"),
    "fill": ("Area chart", "filled area", "filled areas"),
    "pie": ("Pie chart", "pie", "pies"),
    "box": ("Box plot", "box plot", "box plots"),
    "violin": ("Violin plot", "violin plot", "violin plots"),
    "image": ("Image", "image", "images"),
    "mesh": ("Heat map", "colour mesh", "colour meshes"),
    "contour": ("Contour plot", "set of contour lines", "sets of contour lines"),
    "contourf": ("Filled contour plot", "set of filled contours", "sets of filled contours"),
    "hexbin": ("Hexagonal bin plot", "set of hexagonal bins", "sets of hexagonal bins"),
    "quiver": ("Arrow field", "field of arrows", "fields of arrows"),
    "barbs": ("Wind barb plot", "field of wind barbs", "fields of wind barbs"),
    "stream": ("Stream plot", "set of stream lines", "sets of stream lines"),
    "event": ("Event plot", "row of events", "rows of events"),
    "stairs": ("Step chart", "stepped outline", "stepped outlines"),
    "surface": ("Surface plot", "surface", "surfaces"),
    "wireframe": ("Wire frame plot", "wire frame", "wire frames"),
    "scatter3d": ("3D scatter plot", "set of points", "sets of points"),
    "line3d": ("3D line chart", "line", "lines"),
    "bar3d": ("3D bar chart", "series of bars", "series of bars"),
    "quiver3d": ("3D arrow field", "field of arrows", "fields of arrows"),
    "voxels": ("Voxel plot", "solid", "solids"),
    "polygon3d": ("3D chart", "polygon", "polygons"),
    "table": ("Table", "table", "tables"),
    "colorbar": ("Colour bar", "colour bar", "colour bars"),
    "hline": ("Chart", "horizontal line", "horizontal lines"),
    "vline": ("Chart", "vertical line", "vertical lines"),
    "hlines": ("Chart", "set of horizontal lines", "sets of horizontal lines"),
    "vlines": ("Chart", "set of vertical lines", "sets of vertical lines"),
    "span": ("Chart", "shaded span", "shaded spans"),
}
#: What is told last, and never names a chart.
_MINOR = ("text", "annotation", "legend", "quiverkey", "arrow", "hline", "vline", "span")


def title(tree):
    """A short name for the figure."""
    found = tree["figure"]["title"]
    charts = _charts(tree)
    if not found and len(charts) == 1:
        found = charts[0].get("title")
    if not found:
        found = _name(charts[0]) if len(charts) == 1 else "%d charts" % len(charts) if charts else "Empty figure"
    return _cut("".join(letter if letter.isprintable() else " " for letter in " ".join(found.split())), MOST_TITLE)


def words(tree):
    """The figure in sentences, at most `MOST` characters: as many of its charts as there is room for."""
    charts = _charts(tree)
    if not charts:
        texts = tree["figure"].get("texts")
        return _cut("A figure without charts. Texts: %s." % _list(texts) if texts else "An empty figure.", MOST)
    heading = tree["figure"]["title"]
    found = "“%s”: %d charts. " % (_brief(heading), len(charts)) if heading and len(charts) > 1 else ""
    if not heading and len(charts) > 1:
        found = "%d charts. " % len(charts)
    room = MOST if len(charts) == 1 else max(140, (MOST - len(found)) // len(charts))
    for place, chart in enumerate(charts):
        left = len(charts) - place
        rest = " And %d more." % left if left > 1 else ""
        said = _chart(chart, room if left > 1 else MOST - len(found), heading if len(charts) == 1 else "")
        if place and len(found) + len(said) + len(rest) + 15 > MOST:
            return _cut(found.strip() + " And %d more." % left, MOST)
        found += said + " "
    return _cut(found.strip(), MOST)


def _charts(tree):
    """The Axes that are no colour bars and not the second scale of another one."""
    return [
        axes
        for axes in tree["axes"]
        if "secondary_of" not in axes and not any(artist["kind"] == "colorbar" for artist in axes["artists"])
    ]


def _main(axes):
    kinds = [artist["kind"] for artist in axes["artists"] if artist["kind"] in NOUNS and artist["kind"] not in _MINOR]
    kinds = [kind for kind in kinds if kind != "table"] or kinds
    # The first of those that are the most.
    return max(counts, key=counts.get) if (counts := collections.Counter(kinds)) else None


def _name(axes):
    kind = _main(axes)
    if kind is None:
        return "Chart" if axes["artists"] else "Empty chart"
    return ("Polar " + NOUNS[kind][0].lower()) if axes.get("projection") == "polar" else NOUNS[kind][0]


def _chart(axes, room, heading):
    """One chart in sentences, the last ones left out where there is no room."""
    named = axes.get("title") or axes.get("title_left") or axes.get("title_right") or heading
    said = _name(axes) + (" titled “%s”" % _brief(named) if named else "")
    if "twin_of" in axes:
        said += ", drawn over chart %d" % (axes["twin_of"] + 1)
    sentences = [said + "."]
    if _main(axes) not in ("pie", "table"):
        sentences.append(_scales(axes))
    sentences.extend(_artists(axes))
    legend = axes.get("legend")
    if legend and any(legend["labels"]):
        sentences.append("Legend: %s." % _list(legend["labels"]))
    found = ""
    for sentence in filter(None, sentences):
        if found and len(found) + len(sentence) + 1 > room:
            break
        found += " " + sentence if found else sentence
    return _cut(found, max(room, 40))


def _scales(axes):
    parts = []
    for name in ("x", "y", "z"):
        axis = axes.get(name)
        if axis is None or axis.get("visible") is False:
            continue
        said = "%s axis" % name + (" “%s”" % _brief(axis["label"]) if axis["label"] else " without a label")
        if axis["scale"] != "linear":
            said += ", %s scale" % axis["scale"]
        labels = [label for label in axis["ticks"]["labels"] if label]
        if labels and not any(_is_numeric(label) for label in labels) and not _is_dates(axis["limits"]):
            said += ": " + _list(labels)
        else:
            limits = axis["limits"].json() if isinstance(axis["limits"], Data) else axis["limits"]
            said += " from %s to %s" % tuple(_number(value) for value in limits)
        parts.append(said)
    return _capital("; ".join(parts)) + "." if parts else ""


def _is_dates(limits):
    return isinstance(limits, Data) and limits.kind == "date"


def _is_numeric(label):
    return any(character.isdigit() for character in label)


def _artists(axes):
    """A sentence for each artist, or for those of one kind, if they are many."""
    groups = {}
    for artist in axes["artists"]:
        groups.setdefault(artist["kind"], []).append(artist)
    main = _main(axes)
    order = sorted(groups, key=lambda kind: (kind in _MINOR, kind != main))
    for kind in order:
        group = groups[kind]
        singular, plural = NOUNS.get(kind, (None, kind, kind + "s"))[1:]
        if kind in ("text", "annotation"):
            texts = [artist["text"] for artist in group if artist.get("text")]
            if texts:
                yield "%s: %s." % (_capital(plural if len(texts) > 1 else singular), _list(texts))
        elif len(group) > 6:
            yield "%d %s." % (len(group), plural)
        else:
            for artist in group:
                label = artist.get("label")
                said = "%s%s" % (singular, " “%s”" % _brief(label) if label else "")
                yield _capital(said + _detail(artist)) + "."


def _detail(artist):
    """What is certain of one artist."""
    kind = artist["kind"]
    if kind == "pie":
        shares = [100 * share for share in artist["values"].values.tolist()]
        labels = artist.get("labels") or [""] * len(shares)
        return ": " + ", ".join(
            ("%s %s%%" % (_brief(label), _number(round(share, 1)))).strip()
            for label, share in list(zip(labels, shares))[:12]
        )
    if kind == "hist":
        bins = artist["bins"].extent()
        return " of %d bins%s" % (len(artist["values"]), " from %s to %s" % tuple(map(_number, bins)) if bins else "")
    if kind == "box":
        medians = [box["median"] for box in artist["boxes"]]
        return " of %d, median %s" % (len(medians), _list([_number(median) for median in medians], 6))
    if kind == "violin":
        return " of %d" % len(artist["violins"])
    if kind == "table":
        return " of %d rows and %d columns" % (artist["rows"], artist["columns"])
    if kind in ("image", "mesh"):
        shape = artist.get("shape")
        said = " of %s" % " by ".join(map(str, shape[:2])) if shape else ""
        values = artist.get("values")
        extent = values.extent() if values is not None and len(shape or (0, 0)) == 2 else None
        return said + (", values from %s to %s" % tuple(map(_number, extent)) if extent else "")
    if kind == "hline":
        return " at " + _number(artist["y"].json()[0])
    if kind == "vline":
        return " at " + _number(artist["x"].json()[0])
    if kind == "barh":
        return _bars(artist["y"], artist["x"])
    if kind == "bar":
        return _bars(artist["x"], artist["y"])
    if kind in ("line", "step", "scatter", "errorbar", "stem") and isinstance(artist.get("y"), Data):
        return _curve(kind, artist)
    return ""


def _bars(names, lengths):
    if names.kind == "text" and len(names) <= 8:
        pairs = zip(names.json(), lengths.json())
        return ": " + ", ".join("%s %s" % (_brief(name), _number(value)) for name, value in pairs)
    extent = lengths.extent()
    return " of %d%s" % (len(names), ", from %s to %s" % tuple(map(_number, extent)) if extent else "")


def _curve(kind, artist):
    """How many points, and how the values go."""
    y, x = artist["y"], artist["x"]
    said = " of %d points" % len(y) if len(y) != 1 else " of 1 point"
    if len(y) == 1 and kind == "scatter" and len(x) == 1:
        return " at (%s, %s)" % (_number(x.json()[0]), _number(y.json()[0]))
    trend = _trend(x, y) if kind in ("line", "step") else None
    if trend is not None:
        return "%s, %s from %s to %s" % (said, trend, *map(_number, y.take([0, -1]).json()))
    extent = y.extent()
    if extent is None:
        return said
    return (
        "%s, y %s" % (said, _number(extent[0]))
        if extent[0] == extent[1]
        else "%s, y from %s to %s" % (said, *map(_number, extent))
    )


def _trend(x, y):
    """Rising or falling, if that is so from each point to the next as x grows."""
    if len(y) < 3 or len(x) != len(y) or y.kind != "number" or y.missing is not None or x.missing is not None:
        return None
    if not np.isfinite(y.values.astype(float)).all():
        return None
    if x.kind != "text":
        steps = np.diff(x.values)
        if not (steps > steps[0] * 0).all():
            return None
    steps = np.diff(y.values)
    if (steps > 0).all():
        return "rising"
    if (steps < 0).all():
        return "falling"
    return "constant," if (steps == 0).all() else None


def _number(value):
    """A number as one says it."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return "%d" % value if isinstance(value, int) else "%.4g" % value


def _list(texts, most=8):
    said = [_brief(text) for text in texts[:most] if text]
    return ", ".join(said) + (" and %d more" % (len(texts) - most) if len(texts) > most else "")


def _brief(text):
    """A text of the program's on one line, without what nobody can say."""
    # What tick labels have around their numbers.
    text = re.sub(r"\$\\mathdefault\{([^{}$]*)\}\$", r"\1", str(text))
    return _cut(" ".join("".join(letter if letter.isprintable() else " " for letter in text).split()), MOST_TEXT)


def _cut(text, most):
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _capital(text):
    """A sentence begins with a capital, unless it begins with the name of an axis."""
    return text if text[1:2] == " " else text[:1].upper() + text[1:]
