"""Replaces two methods of `turtle.TurtleScreenBase` that turtles call at each step of an animation. On our canvas
they only store the points, so that 100 000 steps take a third of the time."""

import functools
import sys

_sibling = sys.modules["cg_plot_capture._start"].sibling
_canvas = _sibling("_pictures._turtle_canvas")
_items = _sibling("_pictures._turtle_items")


def install(turtle):
    """Replaces the two methods."""
    base = turtle.TurtleScreenBase
    for name, function in (("_drawpoly", _drawpoly), ("_drawline", _drawline)):
        setattr(base, name, _with_fallback(getattr(base, name), function))


def _with_fallback(original, function):
    """Wraps `function` so that the original draws on any other canvas, and if the item does not exist."""

    @functools.wraps(original)
    def draw(self, number, *args, **kw):
        canvas = getattr(self.cv, "_canvas", None)
        if type(canvas) is not _canvas.Canvas or canvas._dead or number not in canvas.items:
            return original(self, number, *args, **kw)
        if number in canvas.overflown:
            return original(self, number, *args, **kw)
        try:
            return function(self, canvas, number, *args, **kw)
        except OverflowError:
            # No number can hold one of its points. The original raises again at each call.
            canvas.overflown.add(number)
            raise

    return draw


def _drawpoly(self, canvas, number, coordlist, fill=None, outline=None, width=None, top=False):
    item = _place(self, canvas, number, coordlist, width)
    if fill is not None and fill is not item.fill:
        item.fill = _items.checked_color(fill)
    if outline is not None and outline is not item.outline:
        item.outline = _items.checked_color(outline)
    if top:
        canvas.items.move_to_end(number)


def _drawline(self, canvas, number, coordlist=None, fill=None, width=None, top=False):
    item = _place(self, canvas, number, coordlist, width)
    if fill is not None and fill is not item.fill:
        item.fill = _items.checked_color(fill)
    if top:
        canvas.items.move_to_end(number)


def _place(self, canvas, number, coordlist, width):
    item = canvas.items[number]
    if coordlist is not None:
        # If the newest point is invalid, it raises here as in the original.
        x, y = coordlist[-1]
        x * self.xscale, -y * self.yscale
        item.put(tuple(coordlist), self.xscale, self.yscale)
    if width is not None and width != item.width:
        item.set({"width": width})
    return item
