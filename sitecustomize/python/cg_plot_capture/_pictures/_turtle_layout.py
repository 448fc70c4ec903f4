"""Computes the positions and sizes of the canvases in a window."""

import sys

_widgets = sys.modules["cg_plot_capture._start"].sibling("_pictures._turtle_widgets")


def fills(widget):
    """Whether the widget fills its window, as the canvas inside `turtle.ScrolledCanvas` does."""
    return widget.placed is not None and "in_" in widget.placed[1]


def size(window, widget):
    """The widget's width and height in whole pixels."""
    if widget is window:
        return window.size()
    if not hasattr(widget, "items"):
        return window.size()
    if not fills(widget):
        inset = 2 * widget._inset()
        return tuple(int(widget._pixels(name, default)) + inset for name, default in (("width", 378), ("height", 265)))
    bars = any(isinstance(other, _widgets.Scrollbar) and other.placed for other in window.widgets)
    taken = 2 + (_widgets.SCROLLBAR if bars else 0)
    return tuple(max(length - taken, 1) for length in window.size())


def places(window):
    """The canvases with the positions of their upper left corners."""
    x = y = 0
    columns, rows = {}, {}
    found = []
    gridded = [canvas for canvas in window.canvases() if canvas.placed[0] == "grid" and not fills(canvas)]
    for canvas in gridded:
        width, height = size(window, canvas)
        column, row = _cell(canvas)
        columns[column] = max(columns.get(column, 0), width)
        rows[row] = max(rows.get(row, 0), height)
    for canvas in window.canvases():
        how, options = canvas.placed
        width, height = size(window, canvas)
        if fills(canvas):
            found.append((canvas, 1, 1))
        elif how == "grid":
            column, row = _cell(canvas)
            left = sum(length for at, length in columns.items() if at < column)
            top = sum(length for at, length in rows.items() if at < row)
            found.append((canvas, left, top))
        elif how == "place":
            found.append((canvas, int(float(options.get("x", 0))), int(float(options.get("y", 0)))))
        else:
            found.append((canvas, x, y))
            if options.get("side") in ("left", "right"):
                x += width
            else:
                y += height
    return found


def _cell(canvas):
    return int(canvas.placed[1].get("column", 0)), int(canvas.placed[1].get("row", 0))


def natural_size(window):
    """The size of a window for which the program set none: all canvases fit in it."""
    canvases = window.canvases()
    if any(map(fills, canvases)):
        inside = [
            (int(canvas._pixels("width", 378)), int(canvas._pixels("height", 265)), 2 * canvas._inset() + 2)
            for canvas in canvases
        ]
        return tuple(max(box[axis] + box[2] for box in inside) for axis in (0, 1))
    boxes = [(x + size(window, canvas)[0], y + size(window, canvas)[1]) for canvas, x, y in places(window)]
    return tuple(max([box[axis] for box in boxes], default=200) for axis in (0, 1))
