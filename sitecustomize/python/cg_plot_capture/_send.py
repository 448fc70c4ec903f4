"""Handing over to the sink: what was made of a figure or a picture gets its number, and goes where figures go."""

import sys

_start = sys.modules["cg_plot_capture._start"]


def send(origin, svg, saved, kind, beside=None):
    """Delivers the SVG, the bytes of a file and their format, and those of another file beside it; each may be None.
    Answers whether it arrived anywhere, and what a signal handler has raised meanwhile."""
    for stream in () if _start.shares_buffers else (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass  # Closed, replaced or None: the program's own affair.
    deliver = _start.capture().deliver
    return deliver(origin.script, svg, saved, kind, origin.program, origin.folder, beside)
