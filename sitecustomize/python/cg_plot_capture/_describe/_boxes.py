"""Box plots: what Matplotlib draws as lines and patches of their own, put together again."""

import itertools

import numpy as np
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch

from . import _colors


class Box:
    """One box with its whiskers; `members` are the artists that it is drawn with."""

    def __init__(self, vertical, position, members):
        self.vertical = vertical
        self.position = position
        self.members = members
        self.statistics = {}
        self.fliers = np.zeros(0)


def find(artists):
    """The boxes among artists in the order in which they were added, those of one call together, unless their colours
    tell several series."""
    for group in itertools.chain(_groups(artists), [find_collections(artists)]):
        yield from _colors.series(group, lambda box: _color(box.members[0])) if group else ()


def find_collections(artists):
    """The boxes that plotnine draws, each as the lines of both whiskers, a rectangle and the line of the median."""
    found = []
    for place in range(len(artists) - 2):
        whiskers, outline, middle = artists[place : place + 3]
        if type(whiskers) is not LineCollection or type(middle) is not LineCollection:
            continue
        box = _of_collections(whiskers, outline, middle)
        if box is not None:
            found.append(box)
            before = artists[place - 1] if place else None
            if isinstance(before, PathCollection) and len(before.get_offsets()):
                points = np.asarray(before.get_offsets())[:, :: 1 if box.vertical else -1]
                if (points[:, 0] == box.position).all():
                    box.fliers = points[:, 1]
                    box.members.append(before)
    return found


def _of_collections(whiskers, outline, middle):
    lines = [path.vertices for path in whiskers.get_paths()]
    if not isinstance(outline, PolyCollection) or [len(line) for line in lines] != [2, 2]:
        return None
    corners, medians = ([path.vertices for path in one.get_paths()] for one in (outline, middle))
    if len(corners) != 1 or len(corners[0]) not in (5, 6) or [len(line) for line in medians] != [2]:
        return None
    upper, lower = lines
    vertical = upper[0][0] == upper[1][0] == lower[0][0] == lower[1][0]
    order = slice(None) if vertical else slice(None, None, -1)
    upper, lower, median, corners = upper[:, order], lower[:, order], medians[0][:, order], corners[0][:, order]
    q1, q3 = corners[:, 1].min(), corners[:, 1].max()
    if (upper[0][1], lower[0][1]) != (q3, q1) or median[0][1] != median[1][1] or len(set(corners[:, 0])) != 2:
        return None
    box = Box(vertical, upper[0][0], [outline, whiskers, middle])
    box.statistics = {"q1": q1, "q3": q3, "low": lower[1][1], "high": upper[1][1], "median": median[0][1]}
    return box


def _groups(artists):
    """The boxes that Matplotlib draws."""
    place, group = 0, []
    while place < len(artists):
        box = _read(artists, place)
        if box is None:
            place += 1
        elif group and _belongs(group, box, artists, place):
            group.append(box)
            place += len(box.members)
        else:
            if group:
                yield group
            group = [box]
            place += len(box.members)
    if group:
        yield group


def _belongs(group, box, artists, place):
    last = group[-1]
    return last.vertical == box.vertical and artists[place - 1] is last.members[-1]


def _read(artists, place):
    """The box that begins there; None where none does."""
    outline = _outline(artists[place])
    if outline is None:
        return None
    lower, upper = (_ends(artists, place + step) for step in (1, 2))
    if lower is None or upper is None:
        return None
    vertical = lower[0][0] == lower[1][0] == upper[0][0] == upper[1][0]
    # Coordinate 0 is across the values, 1 along them.
    order = slice(None) if vertical else slice(None, None, -1)
    outline, lower, upper = outline[:, order], lower[:, order], upper[:, order]
    # A notch may go beyond the box.
    q1, q3 = outline[0][1], outline[5 if len(outline) > 6 else 2][1]
    if (lower[0][0], upper[0][0]) != (lower[1][0], upper[1][0]) or (lower[0][1], upper[0][1]) != (q1, q3):
        return None
    box = Box(vertical, lower[0][0], list(artists[place : place + 3]))
    found = {"q1": q1, "q3": q3, "low": lower[1][1], "high": upper[1][1]}
    place += 3
    caps = [_level(artists, place + step, order) for step in (0, 1)]
    if caps == [found["low"], found["high"]] and _level(artists, place + 2, order) is not None:
        box.members += artists[place : place + 2]
        place += 2
    found["median"] = _level(artists, place, order)
    if found["median"] is None or not q1 <= found["median"] <= q3:
        return None
    box.members.append(artists[place])
    _read_marks(box, found, artists, place + 1, order)
    box.statistics = found
    return box


def _read_marks(box, found, artists, place, order):
    """The mean and the fliers, where they are drawn."""
    level = _level(artists, place, order)
    if level is not None and _outline(artists[place]) is None and artists[place].get_linestyle() != "None":
        found["mean"] = level
        box.members.append(artists[place])
        place += 1
    marks = []
    for artist in artists[place : place + 2]:
        if not isinstance(artist, Line2D) or artist.get_linestyle() != "None":
            break
        points = artist.get_xydata()[:, order]
        if len(points) and (points[:, 0] != box.position).any():
            break
        marks.append(points[:, 1])
        box.members.append(artist)
    if len(marks) == 2 or (len(marks) == 1 and len(marks[0]) == 1 and found["low"] <= marks[0][0] <= found["high"]):
        found["mean"] = marks.pop(0)[0]
    if marks:
        box.fliers = marks[0]


def _outline(artist):
    """The corners of a box, with or without notches; None for any other artist."""
    if isinstance(artist, PathPatch):
        corners = artist.get_path().vertices
    elif isinstance(artist, Line2D):
        corners = artist.get_xydata()
    else:
        return None
    if len(corners) not in (5, 6, 11, 12) or (corners[0] != corners[-1]).any():
        return None
    return corners


def _ends(artists, place):
    """The two points of a line that has no more; None for any other artist."""
    artist = artists[place] if place < len(artists) else None
    if not isinstance(artist, Line2D):
        return None
    points = artist.get_xydata()
    return points if points.shape == (2, 2) else None


def _level(artists, place, order):
    """The value at which a short line lies across the values; None for any other artist."""
    points = _ends(artists, place)
    if points is None:
        return None
    points = points[:, order]
    return points[0][1] if points[0][1] == points[1][1] and points[0][0] != points[1][0] else None


def boxplot(axes, boxes):
    """All boxes of one call, by their statistics."""
    across, along = (axes.x, axes.y) if boxes[0].vertical else (axes.y, axes.x)
    found = {"kind": "box", "label": None, "orientation": "vertical" if boxes[0].vertical else "horizontal"}
    found["color"] = _colors.many([_color(box.members[0]) or (0, 0, 0, 0) for box in boxes])
    found.update(across.named("positions", np.array([box.position for box in boxes], dtype=float)))
    found["boxes"] = [
        {
            **{name: along.data(np.array([value])).json()[0] for name, value in sorted(box.statistics.items())},
            "fliers": along.data(box.fliers),
        }
        for box in boxes
    ]
    return found


def _color(artist):
    return _colors.of(artist)
