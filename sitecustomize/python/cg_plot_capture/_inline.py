"""Draws pictures for a terminal: a PNG for each SVG that is sent, which `run --inline` shows.

Loaded with pyplot, and only where `run --inline` asks for them. The drawing's warnings are dropped, because drawing
the SVG has raised them.
"""

import hashlib
import os
import posix

from . import _drawing_warnings, _error_boundary, _png

#: The private folder of `run`, which sets the variable.
FOLDER = os.environ["CG_PLOT_INLINE"]
#: The most pixels of a picture, because no terminal is larger.
PIXELS = 4_000_000


def draw(capture, figure, svg):
    """Leaves the picture in the folder, under the SHA-256 of the SVG, if it is not there yet. Whatever fails costs
    the picture only: `run` says how many figures have none."""
    try:
        path = "%s/%s.png" % (FOLDER, hashlib.sha256(svg).hexdigest())
        # Equal figures have equal pictures, and `run` may have ended since.
        if os.path.isfile(path) or not os.access(FOLDER, os.W_OK):
            return
        with _drawing_warnings.quiet():
            png = _png.draw(figure, PIXELS)
        _write(path, png)
    except Exception as error:
        _error_boundary.pass_signalled(error)
        capture.warn("a figure has no picture for the terminal: %s: %s" % (type(error).__name__, error))


def _write(path, content):
    """Writes a file, whole or not at all."""
    part = "%s.%s" % (path, posix.urandom(8).hex())
    flags = posix.O_WRONLY | posix.O_CREAT | posix.O_EXCL | posix.O_CLOEXEC
    descriptor = posix.open(part, flags, 0o600)
    try:
        try:
            while content:
                content = content[posix.write(descriptor, content) :]
        finally:
            posix.close(descriptor)
        posix.rename(part, path)
    except BaseException:
        posix.unlink(part)
        raise
