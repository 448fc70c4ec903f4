"""Where items of a canvas are: boxes around them, distances and overlaps, as in Tk."""

import math
import sys

_sibling = sys.modules["cg_plot_capture._start"].sibling
_items = _sibling("_pictures._turtle_items")
_path = _sibling("_pictures._turtle_path")

_BOXES = ("rectangle", "oval")
#: Kinds that are nothing but their boxes.
_SOLID = ("text", "image", "bitmap", "window")


def bounds(item):
    """The bounding box in whole pixels, as `Canvas.bbox` returns it; None if nothing is there."""
    coords = item.coords
    if item.is_hidden() or not _items.is_drawable(coords) or max(map(abs, coords)) > 2**31:
        return None
    if item.kind in _SOLID:
        box = item.bounds()
        return tuple(map(_rounded, box)) if box[2] > box[0] or item.kind == "window" else None
    if item.kind in _BOXES:
        margin = int(item.width + 1) // 2 if item.outline else 0
        left, top, right, bottom = coords[:4]
        right, bottom = max(right, left + 1), max(bottom, top + 1)
        sides = _rounded(left) - margin, _rounded(top) - margin, _rounded(right) + margin, _rounded(bottom) + margin
        return tuple(map(int, sides))
    margin = 1
    if item.kind == "line":
        margin += int(max(item.width, 1) + 0.5)
    elif item.outline:
        margin += int((max(item.width, 1) + (1.5 if item.kind == "polygon" else 1)) / 2)
    points = _path.points(item) if item.kind == "arc" else list(zip(coords[::2], coords[1::2]))
    sides = [[int(value + 0.5) for value in values] for values in zip(*points)]
    (left, right), (top, bottom) = ((min(values) - margin, max(values) + margin) for values in sides)
    return left, top, right, bottom


def _rounded(value):
    """As in C: halves are rounded away from zero."""
    return int(value + 0.5) if value >= 0 else int(value - 0.5)


def _outline(item):
    if item.kind in ("line", "polygon") and not item.get("smooth", ""):
        return list(zip(item.coords[::2], item.coords[1::2]))
    return _path.points(item)


def _is_filled(item):
    """Whether the inside belongs to the item. That of a polygon always does."""
    if item.kind in _BOXES or item.kind == "arc":
        return bool(item.fill) or not item.outline
    return item.kind != "line"


def _half_width(item):
    has_pen = item.kind == "line" or item.outline
    return max(item.width, 1) / 2 if has_pen else 0


def _edges(item):
    """The edges of its outline."""
    points = _outline(item)
    if item.kind != "line" and not (item.kind == "arc" and item.get("style") == "arc"):
        points = points + points[:1]
    return list(zip(points, points[1:])) or [(points[0], points[0])]


def distance(item, x, y):
    """The distance from a point to the item."""
    if item.kind in _SOLID:
        left, top, right, bottom = item.bounds()
        return math.hypot(max(left - x, 0, x - right), max(top - y, 0, y - bottom))
    edges = _edges(item)
    if _is_filled(item) and _contains(edges, x, y):
        return 0
    nearest = min(_to_segment(x, y, *begin, *end) for begin, end in edges)
    return max(nearest - _half_width(item), 0)


def overlaps(item, area, whole):
    """Whether the item overlaps the area (left, top, right, bottom), or lies inside it (`whole`)."""
    if item.is_hidden() or not _items.is_drawable(item.coords):
        return False
    left, top, right, bottom = area
    if item.kind in _SOLID:
        box = item.bounds()
        meets = box[0] < right and box[2] > left and box[1] < bottom and box[3] > top
        inside = left <= box[0] and top <= box[1] and right >= box[2] and bottom >= box[3]
        return meets and (inside or not whole)
    wide, edges = _half_width(item), _edges(item)
    if whole:
        points = [end for edge in edges for end in edge]
        return all(left <= x - wide and x + wide <= right and top <= y - wide and y + wide <= bottom for x, y in points)
    middle = (left + right) / 2, (top + bottom) / 2
    if _is_filled(item) and _contains(edges, *middle):
        return True
    return any(_meets(edge, area, wide) for edge in edges)


def _contains(edges, x, y):
    """Whether the point is inside the outline."""
    inside = False
    for (x0, y0), (x1, y1) in edges:
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
            inside = not inside
    return inside


def _to_segment(x, y, x0, y0, x1, y1):
    dx, dy = x1 - x0, y1 - y0
    length = dx * dx + dy * dy
    share = min(max(((x - x0) * dx + (y - y0) * dy) / length, 0), 1) if length else 0
    return math.hypot(x - x0 - share * dx, y - y0 - share * dy)


def _meets(edge, area, wide):
    """Whether a segment of that half width meets the area."""
    (x0, y0), (x1, y1) = edge
    left, top, right, bottom = area[0] - wide, area[1] - wide, area[2] + wide, area[3] + wide
    # Liang and Barsky's clipping.
    first, last = 0, 1
    for change, low, high in ((x1 - x0, left - x0, right - x0), (y1 - y0, top - y0, bottom - y0)):
        if change == 0:
            if not low < 0 < high:
                return False
            continue
        begin, end = sorted((low / change, high / change))
        first, last = max(first, begin), min(last, end)
    return first <= last
