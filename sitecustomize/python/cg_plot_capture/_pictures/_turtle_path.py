"""The points of items, and short SVG paths of them."""

import math


class Path:
    """A path in tenths of a pixel. Points are relative to the one before, because that needs few digits.

    With `coarse`, points are multiples of that many pixels, and a line is not drawn twice.
    """

    def __init__(self, coarse=0):
        self._parts = []
        self._at = self._start = None
        self._coarse = coarse * 10
        self._drawn = set()

    def add(self, points, goes_on=False):
        """Adds a run of points. With `goes_on`, it continues the run before if it begins at that run's end."""
        tenths = [(_tenths(x), _tenths(y)) for x, y in points]
        if not tenths:
            return
        if self._coarse:
            self._add_coarse([tuple(round(value / self._coarse) * self._coarse for value in point) for point in tenths])
            return
        first, at = tenths[0], self._at
        if not (goes_on and first == at):
            self._parts.append("M%s%s" % (_plain(first[0]), _numbers[first[1]]))
            self._start = at = first
            self._parts.append("l")
        written = False
        for point in tenths[1:]:
            if point != at:
                self._parts.append(_numbers[point[0] - at[0]] + _numbers[point[1] - at[1]])
                at, written = point, True
        if not written and first == at:
            # A line of length zero is a dot.
            self._parts.append(" 0 0")
        self._at = at

    def _add_coarse(self, points):
        first = points[0]
        for begin, end in zip(points, points[1:] or points):
            line = (begin, end) if begin < end else (end, begin)
            if line in self._drawn or begin == end and len(points) > 2:
                continue
            self._drawn.add(line)
            if begin != self._at:
                self._parts.append("M%s%sl" % (_plain(begin[0]), _numbers[begin[1]]))
            self._parts.append(_numbers[end[0] - begin[0]] + _numbers[end[1] - begin[1]])
            self._at = end
        self._start = first

    def is_empty(self):
        return not self._parts

    def close(self):
        self._parts.append("z")
        self._at = self._start

    def text(self):
        return "".join(self._parts).replace("l ", "l").replace("M ", "M")


class Numbers(dict):
    """The texts of numbers in tenths, each with its separator from the number before."""

    def __missing__(self, tenths):
        text = _plain(tenths)
        text = text if text.startswith("-") else " " + text
        if len(self) < 50000:
            self[tenths] = text
        return text


_numbers = Numbers()


def _limited(value):
    # So that numbers stay short: nothing is visible so far away.
    return min(max(value, -1e6), 1e6)


def _tenths(value):
    return round(_limited(value) * 10)


def _plain(tenths):
    whole, part = divmod(abs(tenths), 10)
    text = ("%d" % whole if whole or not part else "") + (".%d" % part if part else "")
    return "-" + text if tenths < 0 else text


def whole(points):
    """The points at whole pixels."""
    return [(round(_limited(x)), round(_limited(y))) for x, y in points]


def number(value):
    """A number, rounded to tenths."""
    return _plain(_tenths(value))


def points(item):
    """The points of an item's outline."""
    coords = item.coords
    pairs = list(zip(coords[::2], coords[1::2]))
    if item.kind == "rectangle":
        (left, top), (right, bottom) = pairs[:2]
        return [(left, top), (right, top), (right, bottom), (left, bottom)]
    if item.kind == "oval":
        return _arc(pairs, 0, 360)
    if item.kind == "arc":
        start, extent = float(item.get("start", 0)), float(item.get("extent", 90))
        style = item.get("style", "pieslice")
        middle = [tuple(sum(values) / 2 for values in zip(*pairs[:2]))] if style == "pieslice" else []
        return middle + _arc(pairs, start, extent)
    smooth = item.get("smooth", "")
    if smooth and str(smooth).lower() not in ("0", "false", "no", "off") and len(pairs) > 2:
        return _smooth(pairs, item.kind == "polygon" or pairs[0] == pairs[-1])
    return pairs


def _arc(corners, start, extent):
    """Points of an ellipse in a box, so many that it looks round."""
    (left, top), (right, bottom) = corners[:2]
    x, y, across, down = (left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2
    steps = max(8, min(360, int(4 + abs(extent) / 360 * 2 * max(abs(across), abs(down)) ** 0.5 * 6)))
    angles = [math.radians(start + extent * step / steps) for step in range(steps + 1)]
    return [(x + across * math.cos(angle), y - down * math.sin(angle)) for angle in angles]


def _smooth(pairs, closed):
    """The points of Tk's `-smooth`: quadratic splines, twelve points each."""
    if closed and pairs[0] == pairs[-1]:
        pairs = pairs[:-1]
    middles = [tuple((a + b) / 2 for a, b in zip(*ends)) for ends in zip(pairs, pairs[1:] + pairs[:1])]
    if closed:
        spans = list(zip(middles[-1:] + middles[:-1], pairs, middles))
    else:
        ends = [pairs[0], *middles[1:-2], pairs[-1]]
        spans = list(zip(ends, pairs[1:-1], ends[1:]))
    curve = [spans[0][0]] if spans else pairs
    for begin, control, end in spans:
        for step in range(1, 13):
            t = step / 12
            weights = (1 - t) ** 2, 2 * t * (1 - t), t * t
            curve.append(tuple(sum(map(_times, weights, values)) for values in zip(begin, control, end)))
    return curve


def _times(a, b):
    return a * b


def heads(item):
    """The arrowheads of a line, four points each."""
    pairs = points(item)
    shape = item.get("arrowshape", (8, 10, 3))
    shape = shape.split() if isinstance(shape, str) else shape
    inner, outer, wide = (float(length) for length in shape)
    found = []
    where = item.get("arrow")
    for name, ends in (("first", pairs[1::-1]), ("last", pairs[-2:])):
        if where in (name, "both") and len(ends) == 2 and ends[0] != ends[1]:
            (x0, y0), (x, y) = ends
            length = math.hypot(x - x0, y - y0)
            dx, dy = (x - x0) / length, (y - y0) / length
            side = wide + item.width / 2
            found.append(
                [
                    (x, y),
                    (x - dx * outer - dy * side, y - dy * outer + dx * side),
                    (x - dx * inner, y - dy * inner),
                    (x - dx * outer + dy * side, y - dy * outer - dx * side),
                ]
            )
    return found
