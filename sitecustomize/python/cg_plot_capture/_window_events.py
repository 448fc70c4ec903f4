"""What a window's first draw sets going: animations, and whatever else a program does at a draw.

Animations are put on their first frame. What the program connected with `draw_event` is called for one draw by
Agg, if no pause has drawn the figure already. It is not called while we draw an SVG, because most of it fails on
that canvas. Without such callbacks there is no extra draw, because a second draw changes some figures.
"""

import traceback
import weakref

from . import _error_boundary, _matplotlib_private

#: The figures whose draw is going on: a program may show one from within.
_drawing = []
#: The animations that are on their first frame, or beyond.
_animated = weakref.WeakSet()


def resize(figure):
    """A window that appears has a size of its own, of which programs want to hear that place their
    labels by it."""
    if _matplotlib_private.listens(figure, "resize_event"):
        attempt(_matplotlib_private.fire_resize_event, figure)


def animate(figure):
    """Starts the animations of a figure that wait for its first draw, as a window does, and draws
    their first frame."""
    for owner in _matplotlib_private.owners(figure, "close_event"):
        if _matplotlib_private.is_animation(owner) and owner not in _animated:
            _animated.add(owner)
            attempt(_matplotlib_private.first_frame, owner)


def draw(figure):
    """Draws as a window does, if the program itself waits for draws."""
    waiting = _matplotlib_private.owners(figure, "draw_event")
    if not all(map(_matplotlib_private.is_animation, waiting)) and figure not in _drawing:
        _drawing.append(figure)
        # What a layout moves is put back. Where there is none, it is the program that moves the axes.
        layout = _matplotlib_private.Layout(figure) if figure.get_layout_engine() else None
        try:
            attempt(figure.canvas.draw)
        finally:
            if layout:
                layout.restore()
            _drawing.remove(figure)


def attempt(function, *arguments):
    """Calls what ends in the program's own functions. What they raise is printed in a window too, and
    no more. Answers whether they have raised nothing."""
    try:
        function(*arguments)
    except Exception as error:
        _error_boundary.pass_signalled(error)
        traceback.print_exc()
        return False
    return True
