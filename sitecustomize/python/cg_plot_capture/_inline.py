"""Draws a PNG for each SVG that is sent, which `run --inline` shows in a terminal.

Only a process under `run --inline` loads this module.
"""

import os
import posix
import sys

_error_boundary = sys.modules["cg_plot_capture._start"].sibling("_error_boundary")

#: The private folder of `run`, which sets the variable.
FOLDER = os.environ["CG_PLOT_INLINE"]
#: The most pixels of a picture, because no terminal is larger.
PIXELS = 4_000_000


def draw(capture, svg, png):
    """Writes the picture to the folder, named by the SHA-256 of the SVG, if it is not there yet. `png` takes the
    most pixels and returns the PNG, or None if there is none. After an error, only the picture is missing, and
    `run` reports how many figures have none."""
    try:
        import hashlib

        path = "%s/%s.png" % (FOLDER, hashlib.sha256(svg).hexdigest())
        # An equal figure may have left the same picture, and `run` may have ended since.
        if os.path.isfile(path) or not os.access(FOLDER, os.W_OK):
            return
        content = png(PIXELS)
        if content is not None:
            _write(path, content)
    except Exception as error:
        _error_boundary.pass_signalled(error)
        capture.warn("a figure has no picture for the terminal: %s: %s" % (type(error).__name__, error))


def _write(path, content):
    """Writes a file atomically."""
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
