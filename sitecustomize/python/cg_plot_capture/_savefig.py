"""Calls Matplotlib's own `savefig`, into memory."""

import contextlib
import io

import matplotlib
from matplotlib.figure import Figure

from . import _drawing_warnings

#: Not the method of a program's class, or of a test that counts the calls.
_savefig = Figure.savefig


def content(figure, kind, buffer=None, **options):
    """The bytes that `savefig` writes in that format."""
    buffer = io.BytesIO() if buffer is None else buffer
    with _drawing_warnings.drawing():
        _savefig(figure, buffer, format=kind, **options)
    written = buffer.getvalue()
    if not written:
        raise ValueError("nothing was drawn")
    return written


@contextlib.contextmanager
def params(wanted):
    """Sets some parameters for a while. It is not an `rc_context`, which would restore all parameters,
    also those that other threads set meanwhile."""
    before = {name: matplotlib.rcParams[name] for name in wanted}
    matplotlib.rcParams.update(wanted)
    try:
        yield
    finally:
        matplotlib.rcParams.update(before)
