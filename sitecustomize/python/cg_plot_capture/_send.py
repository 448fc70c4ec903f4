"""Passes a rendered figure or picture to the sink, which gives it a number and delivers it."""

import sys

_start = sys.modules["cg_plot_capture._start"]


def send(place, before, origin, svg, saved, kind, beside=()):
    """Delivers the SVG, and the bytes of a file and their format; each may be None. `beside` has the bytes of more
    files, each with the ending of its name. Returns whether it arrived anywhere. If not, `place.content`, which the
    caller has changed, becomes `before` again."""
    for stream in () if _start.shares_buffers else (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass  # The program has closed or replaced it.
    deliver = _start.capture().deliver
    delivered = False
    try:
        delivered, raised = deliver(origin.script, svg, saved, kind, origin.program, origin.folder, list(beside))
    finally:
        if not delivered:
            place.content = before
    # A signal handler has raised it meanwhile.
    if raised is not None:
        try:
            raise raised
        finally:
            del raised  # It refers to this frame.
    return delivered
