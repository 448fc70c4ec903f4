"""Error bars that a library draws as lines of their own, as seaborn does: one through each bar, or one through each
point of a line."""

import numpy as np
from matplotlib.lines import Line2D

from . import _colors, _lines
from ._lines import label

#: The points of a range with caps: both ends of a cap, a gap, the range, a gap, the other cap.
_WITH_CAPS = 8


class Range:
    """A range along one axis; `upright` if that is y."""

    def __init__(self, line, upright, place, low, high):
        self.line = line
        self.upright = upright
        self.place = place
        self.low = low
        self.high = high


def read(artist):
    """The range that a line is; None for any other artist."""
    if type(artist) is not Line2D or label(artist) is not None or artist.get_linestyle() == "None":
        return None
    points = artist.get_xydata()
    if len(points) == _WITH_CAPS and np.isnan(points[[2, 5]]).any(axis=1).all():
        points = points[3:5]
    if len(points) != 2:
        return None
    for column in (0, 1):
        (place, low), (other, high) = points[:, :: 1 - 2 * column]
        if place == other and not low >= high:
            return Range(artist, column == 0, place, low, high)
    return None


def of_bars(box, ranges):
    """The ranges through bars, one for each; None where there are none."""
    middles = box.starts + box.widths / 2
    found = []
    for middle, width in zip(middles.tolist(), np.abs(box.widths).tolist()):
        near = [one for one in ranges if one.upright == box.upright and abs(one.place - middle) <= 1e-6 * width]
        if len(near) != 1:
            return None
        found.append(near[0])
    return found or None


def of_lines(artists):
    """Lines of which each point has a range that was added after it, with these ranges."""
    ranges = [read(artist) for artist in artists]
    for index, artist in enumerate(artists):
        if type(artist) is not Line2D or index + 1 == len(artists) or ranges[index + 1] is None:
            continue
        points = artist.get_xydata()
        own = ranges[index + 1 : index + 1 + len(points)]
        if 1 < len(own) == len(points) and None not in own and _belong(artist, points, own):
            yield artist, own


def _belong(line, points, ranges):
    upright = ranges[0].upright
    column = 0 if upright else 1
    color = _colors.text(line.get_color())
    return all(
        one.upright == upright
        and one.place == point[column]
        and not (one.low > point[1 - column] or one.high < point[1 - column])
        and _colors.text(one.line.get_color()) == color
        for one, point in zip(ranges, points)
    )


def ends(axes, ranges):
    """The ends of ranges, as the description has them."""
    low, high = (np.array([getattr(one, end) for one in ranges], dtype=float) for end in ("low", "high"))
    return between(axes, "y" if ranges[0].upright else "x", low, high)


def between(axes, name, low, high):
    """Ranges along an axis; none if nobody sees any, as those of single values, which are NaN."""
    if not np.isfinite([low, high]).any():
        return {}
    along = getattr(axes, name)
    return {name + "_low": along.data(low), name + "_high": along.data(high)}


def points(axes, subject):
    """Points with the ranges through them."""
    line, ranges = subject
    found = ends(axes, ranges)
    return {**_lines.line(axes, line), **({"kind": "errorbar", **found} if found else {})}
