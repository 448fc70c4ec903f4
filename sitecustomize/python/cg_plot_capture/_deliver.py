"""Delivering: a figure's bytes are made, compared with the last ones, and handed to the sink."""

import contextlib
import os
import sys
import threading

from . import _drawing_warnings, _modules, _quirks, _render, _saved, _seam, _start

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


def deliver(life):
    """Delivers the figure as it is, unless that is what was delivered last. Within a rendering of the same thread
    that is done when that is over; of the figure itself there is one already."""
    if not is_wanted():
        return
    if _drawing()._is_owned():
        if life not in _rendered:
            # The figure too, which may be closed by then.
            _put_off.append((os.getpid(), life, life.figure))
        return
    _deliver(life)
    deliver_put_off()


def deliver_put_off():
    """Delivers what was shown within a rendering."""
    while _put_off:
        process, life, figure = _put_off.pop(0)
        if process == os.getpid():
            _deliver(life)
        del figure


def _deliver(life):
    with _drawing(), _drawing_warnings.Delivery():
        made = make(life)
        if made is None or made.content == life.content:
            return
        # A layout that starts from where the last one ended may end elsewhere, though nobody has
        # changed anything: the program has saved the figure, say.
        if life.content is not None and life.figure.get_layout_engine() is not None:
            again = make(life, life.layout)
            if again is not None and again.content == life.content:
                return
    if send(life, made):
        draw_inline(life, made)


def draw_inline(life, made):
    """Draws for a terminal what was made of a figure, if `run --inline` asks for that. It comes after the SVG,
    which must not wait for it."""
    if _inline is not None and made.svg is not None:
        _seam.attempt(_draw_inline, life, made.svg)


def _draw_inline(life, svg):
    with _drawing(), _undisturbed(life):
        _inline.draw(_start.capture(), life.figure, svg)


def is_wanted():
    """Whether a figure would go anywhere. Says once why not."""
    return _start.capture().ready()


def send(life, made):
    """Delivers what was made of a figure, unless that is what was delivered last. Answers whether it arrived."""
    with _drawing():
        before = life.content
        if made.content == before:
            return False
        # Claimed now: another thread may be about to show the same figure.
        life.content, life.layout = made.content, made.layout
    delivered = False
    try:
        delivered, raised = made.send(life.origin)
    finally:
        if not delivered:
            life.content = before
    if raised is not None:
        try:
            raise raised
        finally:
            del raised  # It holds this frame.
    return delivered


@contextlib.contextmanager
def _undisturbed(life):
    """The figure is rendered and is as it was when that is over. Gives how its parts stand."""
    figure = life.figure
    was_saved, was_stale = life.saved, figure.stale
    children = (artist for axes in figure.axes for artist in axes.get_children())
    # A window leaves these to the program, which asks whether it has drawn them.
    undrawn = [artist for artist in children if artist.get_animated() and artist.stale]
    try:
        # What a program does at each draw of its window may not work on the canvas that draws an SVG.
        blocked = figure.canvas.callbacks.blocked(signal="draw_event")
        with _modules.restored(), _quirks.Layout(figure) as present, blocked:
            _rendered.append(life)
            yield present
    finally:
        if life in _rendered:
            _rendered.remove(life)
        life.saved = was_saved
        # Saving makes it stale. A program's next pause would draw it again, and take that for a change.
        figure.stale = was_stale
        for artist in undrawn:
            artist.stale = True


def make(life, layout=None):
    """Renders the figure for wherever figures go, its parts standing as in `layout` or as they are;
    None where that can't be done."""
    capture = _start.capture()
    figure = life.figure
    svg = saved = None
    exact = True
    with _drawing(), _undisturbed(life) as present:
        if layout is not None:
            layout.restore()
        if capture.displays():
            svg, exact = _render.displayed(capture, figure)
        kind = capture.settings().saved_format
        if kind is not None:
            saved, kind = _saved.saved(capture, figure, kind, svg if exact else None)
    if svg is None and saved is None:
        return None
    content = _saved.dateless(saved, kind) if svg is None else svg
    return Made(svg, saved, kind, hash(_render.visible(figure, content)), present)


class Made:
    """A figure on its way: its SVG, the bytes and format of its file, a hash of what one sees, and
    where its parts stood before."""

    def __init__(self, svg, saved, kind, content, layout):
        self.svg = svg
        self.saved = saved
        self.kind = kind
        self.content = content
        self.layout = layout

    def send(self, origin):
        """Answers whether it arrived anywhere, and what a signal handler has raised meanwhile."""
        for stream in () if _start.shares_buffers else (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except Exception:
                pass  # Closed, replaced or None: the program's own affair.
        return _start.capture().deliver(
            origin.script, self.svg, self.saved, self.kind, origin.program, origin.folder
        )

