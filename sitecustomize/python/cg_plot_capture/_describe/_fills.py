"""Areas between two curves, and violins, which are such areas on both sides of a position."""

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.lines import Line2D

from . import _colors, _data
from ._lines import label


def fill(axes, artist):
    """An area between two curves, by both."""
    t, first, second, sideways = curves(artist)
    along, across = (axes.y, axes.x) if sideways else (axes.x, axes.y)
    names = ("y", "x", "x2") if sideways else ("x", "y", "y2")
    return {
        "kind": "fill",
        "label": label(artist),
        "color": _colors.of_collection(artist),
        names[0]: along.data(t),
        names[1]: across.data(first),
        names[2]: across.data(second),
    }


def curves(artist):
    """The places along the area, its two sides there, and whether it goes upwards (`fill_betweenx`). None where
    it is none.

    The vertices are a point at the start, one side, a point at the end, the other side backwards, and the first
    point again.
    """
    if not isinstance(artist, PolyCollection) or artist.get_array() is not None:
        return None
    direction = getattr(artist, "t_direction", None)  # 3.10
    parts = []
    for path in artist.get_paths():
        points = np.asarray(path.vertices)
        count, odd = divmod(len(points) - 3, 2)
        if odd or count < 1:
            return None
        one, other = points[1 : count + 1], points[count + 2 : -1][::-1]
        parts.append((one, other))
    if not parts or (len(parts[0][0]) < 2 and direction is None):
        return None
    for column in ((direction == "y") * 1,) if direction is not None else (0, 1):
        if all((one[:, column] == other[:, column]).all() for one, other in parts):
            one, other = (np.concatenate(sides) for sides in zip(*parts))
            return one[:, column], one[:, 1 - column], other[:, 1 - column], column == 1
    return None


class Violin:
    """One violin: where it stands, and how wide it is at which value."""

    def __init__(self, artist, position, values, widths, vertical, side):
        self.artist = artist
        self.position = position
        self.values = values
        self.widths = widths
        self.vertical = vertical
        #: "low" or "high" if it has one side; else None.
        self.side = side


def find_violins(artists):
    """The violins among artists in the order in which they were added, in groups, each with the lines that
    `violinplot` draws with it. Between those of seaborn are lines of what is in them."""
    found = []
    for artist in artists:
        violin = _violin(artist)
        if violin is not None:
            if not found or found[-1].ended or found[-1].violins[-1].vertical != violin.vertical:
                found.append(_Group())
            found[-1].violins.append(violin)
        elif found and type(artist) is LineCollection and _marks(artist, found[-1].violins):
            found[-1].lines.append(artist)
            found[-1].ended = True
        elif found and not isinstance(artist, Line2D):
            found[-1].ended = True
    for group in found:
        series = _colors.series(group.violins, lambda violin: _colors.of(violin.artist)) if group.are() else ()
        for violins in series:
            # The lines belong to all of them.
            lines, group.lines = group.lines, []
            yield violins, [violin.artist for violin in violins] + lines


class _Group:
    """Violins that one call has drawn."""

    def __init__(self):
        self.violins = []
        self.lines = []
        self.ended = False

    def are(self):
        """Whether they are violins. An area on both sides of a horizontal line may be anything, and so may one on one
        side of any, unless the other side is there too."""
        halves = [violin for violin in self.violins if violin.side]
        sides = {(round(violin.position, 9), violin.side) for violin in halves}
        other = {"low": "high", "high": "low"}
        paired = all((round(violin.position, 9), other[violin.side]) in sides for violin in halves)
        return bool(self.lines) or (self.violins[0].vertical and paired)


def _violin(artist):
    found = _sides(artist)
    if found is None or len(found[0]) < 5 or len(artist.get_paths()) != 1:
        return None
    t, first, second, vertical = found
    size = np.abs(second - first).max()
    if not size > 0 or (np.diff(t) < 0).any() or (np.abs(second - first) == size).all():
        return None
    for middle in ((first + second) / 2, first, second):
        if (np.abs(middle - middle[0]) <= 1e-9 * max(size, abs(middle[0]))).all():
            other = second if middle is first else first
            side = None if middle is not first and middle is not second else "high" if other.sum() > middle.sum() else "low"
            return Violin(artist, middle[0], t, np.abs(second - first), vertical, side)
    return None


def _sides(artist):
    """The curves of an area, also of one that is a polygon of as many points up as down, as plotnine draws it."""
    found = curves(artist)
    if found is not None or not isinstance(artist, PolyCollection) or artist.get_array() is not None:
        return found
    paths = artist.get_paths()
    points = np.asarray(paths[0].vertices) if len(paths) == 1 else ()
    # One or two points at the end only close it.
    half = (len(points) - 1) // 2
    if half < 5:
        return None
    one, other = points[:half], points[half : 2 * half][::-1]
    for column in (0, 1):
        if (one[:, column] == other[:, column]).all():
            return one[:, column], one[:, 1 - column], other[:, 1 - column], column == 1
    return None


def _marks(collection, group):
    """Whether these lines mark something of each violin."""
    column = 0 if group[0].vertical else 1
    lines = [path.vertices[:, column] for path in collection.get_paths() if len(path.vertices) == 2]
    positions = [violin.position for violin in group]
    return bool(lines) and all(
        any(line.min() - 1e-9 <= position <= line.max() + 1e-9 for position in positions) for line in lines
    )


def violins(axes, group):
    """All violins of one call: the values that each goes over, and the one at which it is widest."""
    across, along = (axes.x, axes.y) if group[0].vertical else (axes.y, axes.x)
    found = {"kind": "violin", "label": label(group[0].artist)}
    found["orientation"] = "vertical" if group[0].vertical else "horizontal"
    found["color"] = _colors.many([np.atleast_2d(violin.artist.get_facecolor())[0] for violin in group])
    found.update(across.named("positions", np.array([violin.position for violin in group], dtype=float)))
    found["violins"] = [
        {
            "low": along.data(violin.values[:1]).json()[0],
            "high": along.data(violin.values[-1:]).json()[0],
            "widest": along.data(violin.values[[violin.widths.argmax()]]).json()[0],
            "values": along.data(violin.values),
            "widths": _data.read(violin.widths),
            "side": violin.side,
        }
        for violin in group
    ]
    return found
