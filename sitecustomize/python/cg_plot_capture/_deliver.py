"""Delivering: a figure's bytes are made, compared with the last ones, and handed to the sink."""

import contextlib
import os
import threading

from . import (
    _drawing_warnings,
    _error_boundary,
    _matplotlib_modules,
    _matplotlib_private,
    _png,
    _render,
    _send,
    _start,
)

# Nobody else pays for it. Not at the first figure: a program may have emptied `sys.modules` by then.
if "CG_PLOT_INLINE" in os.environ:
    from . import _inline
else:
    _inline = None

#: By process, see `_drawing`.
_locks = {}
#: The figures that are rendered now, the innermost last, and those that a signal handler has shown meanwhile in
#: the same thread. Matplotlib can't draw one figure in the middle of another.
_rendered, _put_off = [], []


def _drawing():
    """Held while a figure is rendered: one at a time, because each sets `svg.hashsalt`, which is the whole
    process's. A forked child has its own, because another thread of its parent may hold this one."""
    return _locks.setdefault(os.getpid(), threading.RLock())


def is_free():
    """Whether nobody renders a figure, this thread included."""
    lock = _drawing()
    taken = not lock._is_owned() and lock.acquire(timeout=2)
    if taken:
        lock.release()
    return taken


def deliver(state):
    """Delivers the figure as it is, unless that is what was delivered last. Within a rendering of the same thread
    that is done when that is over; of the figure itself there is one already."""
    if not is_wanted():
        return
    if _drawing()._is_owned():
        if state not in _rendered:
            # The figure too, which may be closed by then.
            _put_off.append((os.getpid(), state, state.figure))
        return
    _deliver(state)
    deliver_put_off()


def deliver_put_off():
    """Delivers what was shown within a rendering."""
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
        # A layout that starts from where the last one ended may end elsewhere, though nobody has
        # changed anything: the program has saved the figure, say.
        if state.content is not None and state.figure.get_layout_engine() is not None:
            again = make(state, state.layout)
            if again is not None and again.content == state.content:
                return
    if send(state, made):
        draw_inline(state, made)


def draw_inline(state, made):
    """Draws for a terminal what was made of a figure, if `run --inline` asks for that. It comes after the SVG,
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
    """Whether a figure would go anywhere. Says once why not."""
    return _start.capture().ready()


def send(state, made):
    """Delivers what was made of a figure, unless that is what was delivered last. Answers whether it arrived."""
    with _drawing():
        before = state.content
        if made.content == before:
            return False
        # Claimed now: another thread may be about to show the same figure.
        state.content, state.layout = made.content, made.layout
    return _send.send(state, before, state.origin, made.svg, made.saved, made.kind)


@contextlib.contextmanager
def _undisturbed(state):
    """The figure is rendered and is as it was when that is over. Gives how its parts stand."""
    figure = state.figure
    was_saved, was_stale = state.saved, figure.stale
    children = (artist for axes in figure.axes for artist in axes.get_children())
    # A window leaves these to the program, which asks whether it has drawn them.
    undrawn = [artist for artist in children if artist.get_animated() and artist.stale]
    try:
        # What a program does at each draw of its window may not work on the canvas that draws an SVG.
        blocked = figure.canvas.callbacks.blocked(signal="draw_event")
        with _matplotlib_modules.restored(), _matplotlib_private.Layout(figure) as present, blocked:
            _rendered.append(state)
            yield present
    finally:
        if state in _rendered:
            _rendered.remove(state)
        state.saved = was_saved
        # Saving makes it stale. A program's next pause would draw it again, and take that for a change.
        figure.stale = was_stale
        for artist in undrawn:
            artist.stale = True


def make(state, layout=None):
    """Renders the figure for wherever figures go, its parts standing as in `layout` or as they are;
    None where that can't be done."""
    capture = _start.capture()
    figure = state.figure
    with _drawing(), _undisturbed(state) as present:
        if layout is not None:
            layout.restore()
        rendering = _render.render(capture, figure)
    return None if rendering is None else Made(*rendering, present)


class Made:
    """A figure on its way: what was made of it, a hash of what one sees, and where its parts stood before."""

    def __init__(self, svg, saved, kind, seen, layout):
        self.svg = svg
        self.saved = saved
        self.kind = kind
        self.content = hash(seen)
        self.layout = layout
