"""Delivers a figure: renders it, compares it with the last delivery, and passes the bytes to `Capture`."""

import contextlib
import os
import threading

from . import (
    _description,
    _drawing_warnings,
    _error_boundary,
    _matplotlib_modules,
    _matplotlib_private,
    _png,
    _render,
    _send,
    _start,
)

# Only `run --inline` pays for the module. It is imported now, because a program may empty `sys.modules`
# later.
if "CG_PLOT_INLINE" in os.environ:
    from . import _inline
else:
    _inline = None

#: The locks by process, see `_drawing`.
_locks = {}
#: The figures that are being rendered, the innermost last, and those that a signal handler has shown
#: meanwhile in the same thread. Matplotlib can't draw one figure in the middle of another.
_rendered, _put_off = [], []


def _drawing():
    """The lock that is held while a figure is rendered: one at a time, because each sets `svg.hashsalt`,
    which is global. A forked child has its own, because another thread of its parent may hold this one."""
    return _locks.setdefault(os.getpid(), threading.RLock())


def is_free():
    """Whether no thread renders a figure, this one included."""
    lock = _drawing()
    taken = not lock._is_owned() and lock.acquire(timeout=2)
    if taken:
        lock.release()
    return taken


def deliver(state):
    """Delivers the figure, unless it equals the last delivery. During a rendering in the same thread, the
    figure is put off until that ends; the figure that is being rendered needs no second delivery."""
    if not is_wanted():
        return
    if _drawing()._is_owned():
        if state not in _rendered:
            # The figure is stored too, because it may be closed by then.
            _put_off.append((os.getpid(), state, state.figure))
        return
    _deliver(state)
    deliver_put_off()


def deliver_put_off():
    """Delivers the figures that were put off during a rendering."""
    while _put_off:
        process, state, figure = _put_off.pop(0)
        if process == os.getpid():
            _deliver(state)
        del figure


def _deliver(state):
    with _drawing(), _drawing_warnings.Delivery():
        made = make(state)
        if made is None or made.content == state.content:
            return
        # A layout that starts where the last one ended may end elsewhere although nothing has changed, for
        # example after the program has saved the figure.
        if state.content is not None and state.figure.get_layout_engine() is not None:
            again = make(state, state.layout)
            if again is not None and again.content == state.content:
                return
    if send(state, made):
        draw_inline(state, made)


def draw_inline(state, made):
    """Draws a rendered figure for the terminal, if `run --inline` asks for that. It comes after the SVG,
    which must not wait for it."""
    if _inline is not None and made.svg is not None:
        _error_boundary.attempt(_draw_inline, state, made.svg)


def _draw_inline(state, svg):
    with _drawing(), _undisturbed(state):
        _inline.draw(_start.capture(), svg, lambda pixels: _quiet_png(state.figure, pixels))


def _quiet_png(figure, pixels):
    """The drawing's warnings are dropped, because drawing the SVG has raised them."""
    with _drawing_warnings.quiet():
        return _png.draw(figure, pixels)


def is_wanted():
    """Whether a figure would be delivered. Warns once if not."""
    return _start.capture().ready()


def send(state, made):
    """Delivers a rendering, unless it equals the last delivery. Returns whether it arrived."""
    with _drawing():
        before = state.content
        if made.content == before:
            return False
        # Stored now, because another thread may be about to show the same figure.
        state.content, state.layout = made.content, made.layout
    beside = [] if made.description is None else [(made.description, "json")]
    return _send.send(state, before, state.origin, made.svg, made.saved, made.kind, beside)


@contextlib.contextmanager
def _undisturbed(state):
    """Keeps the figure unchanged by a rendering. The result is the layout of its parts."""
    figure = state.figure
    was_saved, was_stale = state.saved, figure.stale
    children = (artist for axes in figure.axes for artist in axes.get_children())
    # A window leaves animated artists to the program, which may check whether it has drawn them.
    undrawn = [artist for artist in children if artist.get_animated() and artist.stale]
    try:
        # A function that a program runs at each draw of its window may fail on the canvas that draws an SVG.
        blocked = figure.canvas.callbacks.blocked(signal="draw_event")
        with _matplotlib_modules.restored(), _matplotlib_private.Layout(figure) as present, blocked:
            _rendered.append(state)
            yield present
    finally:
        if state in _rendered:
            _rendered.remove(state)
        state.saved = was_saved
        # Saving makes the figure stale. The program's next pause would draw it again and count that as a
        # change.
        figure.stale = was_stale
        for artist in undrawn:
            artist.stale = True


def make(state, layout=None):
    """Renders the figure for the harness and for the file, with its parts as in `layout` or as they are;
    None if that fails."""
    capture = _start.capture()
    figure = state.figure
    with _drawing(), _undisturbed(state) as present:
        if layout is not None:
            layout.restore()
        rendering = _render.render(capture, figure)
        made = None if rendering is None else Made(*rendering, present)
        if made is not None and made.content != state.content and capture.describes():
            _error_boundary.attempt(made.describe, capture, state)
    return made


class Made:
    """A rendering of a figure: the bytes, a hash of what is visible, and the layout before it."""

    def __init__(self, svg, saved, kind, seen, layout):
        self.svg = svg
        self.saved = saved
        self.kind = kind
        self.content = hash(seen)
        self.layout = layout
        #: The description as the bytes of a file.
        self.description = None

    def describe(self, capture, state):
        """Adds the description, while the figure is as it was drawn."""
        with _drawing_warnings.quiet(), _drawing_warnings.drawing():
            self.description, self.svg = _description.of(state, self.svg, capture.settings().max_bytes)
