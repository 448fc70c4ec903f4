"""The description in plain words, for `<title>` and `<desc>`: what a screen reader says."""

import collections

from ._data import Data
from ._nouns import MINOR, NOUNS, noun
from ._said import is_band, is_short, sentence
from ._spoken import brief, capital, cut, listed, number, plural

#: The most characters of `<desc>`, and of `<title>`.
MOST, MOST_TITLE = 600, 120
#: How many artists of one kind are told one by one.
SEVERAL = 6
#: What the axes of a polar chart are called.
_POLAR = {"x": "angle", "y": "radius"}


def title(tree):
    """A short name for the figure."""
    found = tree["figure"]["title"]
    charts = _charts(tree)
    if not found and len(charts) == 1:
        found = charts[0].get("title")
    if not found:
        found = _name(charts[0]) if len(charts) == 1 else "%d charts" % len(charts) if charts else "Empty figure"
    return brief(found, MOST_TITLE)


def words(tree):
    """The figure in sentences, at most `MOST` characters: as many of its charts as there is room for."""
    charts = _charts(tree)
    for chart in charts:
        _stack(chart["artists"])
    if not charts:
        texts = tree["figure"].get("texts")
        return cut("A figure without charts. Texts: %s." % listed(texts) if texts else "An empty figure.", MOST)
    heading = tree["figure"]["title"]
    found = "“%s”: %d charts. " % (brief(heading), len(charts)) if heading and len(charts) > 1 else ""
    if not heading and len(charts) > 1:
        found = "%d charts. " % len(charts)
    rest = _legends(tree["figure"]) + _scales_of_colour(tree) if len(charts) == 1 else ""
    places = {id(chart): place for place, chart in enumerate(charts, 1)}
    room = MOST - len(rest) if len(charts) == 1 else max(140, (MOST - len(found)) // len(charts))
    for place, chart in enumerate(charts):
        left = len(charts) - place
        more = " And %d more." % left if left > 1 else ""
        under = chart.get("twin_of")
        under = None if under is None else places.get(id(tree["axes"][under]))
        last = room if left > 1 else MOST - len(found) - len(rest)
        said = _chart(chart, last, heading if len(charts) == 1 else "", under)
        if place and len(found) + len(said) + len(more) + 15 > MOST:
            return cut(found.strip() + " And %d more." % left, MOST)
        found += said + " "
    return cut((found + rest).strip(), MOST)


def _stack(artists):
    """Marks the areas that stand on others."""
    areas = [artist for artist in artists if artist["kind"] == "fill" and "y2" in artist]
    for area in areas:
        base = area["y"].values
        others = [other["y2"].values for other in areas if other is not area]
        area["_stacked"] = not (base == base[:1]).all() and any(
            other.shape == base.shape and (other == base).all() for other in others
        )


def _charts(tree):
    """The Axes that are told: no colour bars, no second scale of another one, and none that is empty while others
    are not, as libraries leave them."""
    found = [
        axes
        for axes in tree["axes"]
        if "secondary_of" not in axes and not any(artist["kind"] == "colorbar" for artist in axes["artists"])
    ]
    full = [axes for axes in found if axes["artists"]]
    under = {axes["twin_of"] for axes in full if "twin_of" in axes}
    shown = [
        axes for place, axes in enumerate(tree["axes"]) if axes in full or not (place in under or _is_idle(axes, full))
    ]
    return [axes for axes in shown if any(axes is one for one in found)]


def _is_idle(axes, full):
    """Whether an Axes without artists only holds a place."""
    axis = [axes.get(name) for name in ("x", "y")]
    hidden = any(one is None or one.get("visible") is False for one in axis)
    return bool(full) and not axes["artists"] and hidden and not axes.get("title")


def _main(axes):
    """The kind of most of what is drawn."""
    artists = [artist for artist in axes["artists"] if artist["kind"] in NOUNS and artist["kind"] not in MINOR]
    # What accompanies something else: each of these names a chart that has nothing else.
    for accompanies in (
        lambda artist: artist["kind"] == "table",
        lambda artist: NOUNS[artist["kind"]][0] == "Chart",
        is_short,
        is_band,
    ):
        artists = [artist for artist in artists if not accompanies(artist)] or artists
    counts = collections.Counter(artist["kind"] for artist in artists)
    # The first of those that are the most.
    return max(counts, key=counts.get) if counts else None


def _name(axes):
    kind = _main(axes)
    if kind is None:
        return "Chart" if axes["artists"] else "Empty chart"
    if _is_network(axes):
        return "Network"
    return ("Polar " + NOUNS[kind][0].lower()) if axes.get("projection") == "polar" else NOUNS[kind][0]


def _is_network(axes):
    """Whether all lines or arrows go between points of one set."""
    kinds = collections.Counter(artist["kind"] for artist in axes["artists"])
    if kinds["scatter"] != 1 or not (kinds["lines"] or kinds["arrow"]) or kinds["line"]:
        return False
    ends = [
        (x, y)
        for artist in axes["artists"]
        if artist["kind"] in ("lines", "arrow") and isinstance(artist.get("x"), Data)
        for x, y in zip(artist["x"].values.tolist(), artist["y"].values.tolist())
    ]
    [points] = [artist for artist in axes["artists"] if artist["kind"] == "scatter"]
    return set(ends) <= set(zip(points["x"].values.tolist(), points["y"].values.tolist()))


def _chart(axes, room, heading, under):
    """One chart in sentences, the last ones left out where there is no room."""
    named = axes.get("title") or axes.get("title_left") or axes.get("title_right") or heading
    said = _name(axes) + (" titled “%s”" % brief(named) if named else "")
    if under is not None:
        said += ", drawn over chart %d" % under
    sentences = [said + "."]
    if _main(axes) not in ("pie", "table"):
        sentences.append(_scales(axes))
    sentences.extend(_artists(axes))
    legend = axes.get("legend")
    told = {artist.get("label") for artist in axes["artists"]}
    if legend and any(legend["labels"]):
        titled = " “%s”" % brief(legend["title"]) if legend.get("title") else ""
        # Labels that the sentences have said are not said again.
        if titled or not set(legend["labels"]) <= told:
            sentences.append("Legend%s: %s." % (titled, listed(legend["labels"])))
    found = ""
    for one in filter(None, sentences):
        if found and len(found) + len(one) + 1 > room:
            break
        found += " " + one if found else one
    return cut(found, max(room, 40))


def _scales(axes):
    parts = []
    for name in ("x", "y", "z"):
        axis = axes.get(name)
        if axis is None or axis.get("visible") is False:
            continue
        said = _POLAR.get(name, name) if axes.get("projection") == "polar" else "%s axis" % name
        if axis["label"]:
            said += " “%s”" % brief(axis["label"])
        elif axes.get("projection") != "polar":
            said += " without a label"
        if axis["scale"] not in ("linear", "function"):
            said += ", %s scale" % axis["scale"]
        labels = [label for label in axis["ticks"]["labels"] if label]
        if axis.get("_named") and labels:
            said += ": " + listed(labels)
        else:
            limits = axis["limits"].json() if isinstance(axis["limits"], Data) else axis["limits"]
            said += " from %s to %s" % tuple(number(value) for value in limits)
        parts.append(said)
    return capital("; ".join(parts)) + "." if parts else ""


def _legends(figure):
    """The legends beside all charts."""
    said = ""
    for legend in figure.get("legends") or ():
        titled = " “%s”" % brief(legend["title"]) if legend.get("title") else ""
        said += "Legend%s: %s. " % (titled, listed(legend["labels"]))
    return cut(said, 200)


def _scales_of_colour(tree):
    """What the colour bars of a chart stand for."""
    bars = [artist for axes in tree["axes"] for artist in axes["artists"] if artist["kind"] == "colorbar"]
    said = ""
    for bar in bars[:2]:
        named = " “%s”" % brief(bar["label"]) if bar.get("label") else ""
        said += "Colour scale%s from %s to %s. " % (named, *map(number, map(_plain, bar["limits"])))
    return said


def _plain(value):
    return value.item() if hasattr(value, "item") else value


def _artists(axes):
    """A sentence for each artist, or for those of one kind, if they are many."""
    groups = {}
    for artist in axes["artists"]:
        groups.setdefault((artist["kind"], is_short(artist), is_band(artist)), []).append(artist)
    main = _main(axes)
    for key in sorted(groups, key=lambda key: (key[0] in MINOR, key[0] != main, key[1:])):
        kind, group = key[0], groups[key]
        if kind in ("text", "annotation"):
            texts = [artist["text"] for artist in group if artist.get("text")]
            if texts and not _are_values(texts, axes):
                yield "%s: %s." % (capital(kind + ("s" if len(texts) > 1 else "")), listed(texts))
        elif len(group) > SEVERAL or (len(group) > 2 and kind in ("arrow", "polygon", "rectangle", "circle")):
            labels = list(dict.fromkeys(artist["label"] for artist in group if artist.get("label")))
            many = "%d %s" % (len(group), noun(kind, 2)) if kind in NOUNS else plural(kind, len(group))
            yield "%s%s." % (many, ": " + listed(labels) if labels else "")
        else:
            for artist in group:
                yield capital(sentence(artist)) + "."


def _are_values(texts, axes):
    """Whether texts are the numbers of bars or of a field, written into them."""
    if not any(artist["kind"] in ("bar", "barh", "mesh", "image", "pie") for artist in axes["artists"]):
        return False
    return all(text.strip().strip("%$\u20ac\u2212-").replace(".", "").replace(",", "").isdigit() for text in texts)
