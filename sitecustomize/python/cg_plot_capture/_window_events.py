"""Runs what the first draw of a window starts: animations, and functions that a program connected with
draws.

Animations are put on their first frame. A function that the program connected with `draw_event` is called
for one draw by Agg, unless a pause has drawn the figure already. It is not called while we draw an SVG,
because most of them fail on that canvas. Without such functions there is no extra draw, because a second
draw changes some figures.
"""

import traceback
import weakref

from . import _error_boundary, _matplotlib_private

#: The figures that are being drawn: a program may show one during a draw.
_drawing = []
#: The animations that have reached their first frame.
_animated = weakref.WeakSet()


def resize(figure):
    """Sends the resize event that a window sends when it appears. Programs place their labels by it."""
    if _matplotlib_private.listens(figure, "resize_event"):
        attempt(_matplotlib_private.fire_resize_event, figure)


def animate(figure):
    """Starts the animations of a figure that wait for its first draw, as a window does, and draws their
    first frame."""
    for owner in _matplotlib_private.owners(figure, "close_event"):
        if _matplotlib_private.is_animation(owner) and owner not in _animated:
            _animated.add(owner)
            attempt(_matplotlib_private.first_frame, owner)


def draw(figure):
    """Draws as a window does, if the program has connected functions with draws."""
    waiting = _matplotlib_private.owners(figure, "draw_event")
    if not all(map(_matplotlib_private.is_animation, waiting)) and figure not in _drawing:
        _drawing.append(figure)
        # The layout is restored. If there is none, the program itself moves the axes.
        layout = _matplotlib_private.Layout(figure) if figure.get_layout_engine() else None
        try:
            attempt(figure.canvas.draw)
        finally:
            if layout:
                layout.restore()
            _drawing.remove(figure)


def attempt(function, *arguments):
    """Calls a function that runs functions of the program. If they raise, the error is printed, as in a
    window. Returns whether they raised nothing."""
    try:
        function(*arguments)
    except Exception as error:
        _error_boundary.pass_signalled(error)
        traceback.print_exc()
        return False
    return True
