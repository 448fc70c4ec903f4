"""Handing over to the sink: what was made of a figure or a picture gets its number, and goes where figures go."""

import sys

_start = sys.modules["cg_plot_capture._start"]


def send(place, before, origin, svg, saved, kind, beside=None):
    """Delivers the SVG, the bytes of a file and their format, and those of another file beside it; each may be None.
    Answers whether it arrived anywhere. Where it does not, `place.content`, which the caller has claimed, is `before`
    again."""
    for stream in () if _start.shares_buffers else (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass  # Closed, replaced or None: the program's own affair.
    deliver = _start.capture().deliver
    delivered = False
    try:
        delivered, raised = deliver(origin.script, svg, saved, kind, origin.program, origin.folder, beside)
    finally:
        if not delivered:
            place.content = before
    # By a signal handler meanwhile.
    if raised is not None:
        try:
            raise raised
        finally:
            del raised  # It holds this frame.
    return delivered
