"""What a figure goes through: from the first time that it is shown until it is closed."""

import os
import sys
import threading

from . import _quirks, _render, _saved, _start

#: One rendering at a time: each sets `svg.hashsalt`, which is the whole process's.
_drawing = threading.RLock()


def _forked():
    """A forked child holds no lock that another thread of its parent held."""
    global _drawing
    _drawing = threading.RLock()


os.register_at_fork(after_in_child=_forked)


def deliver(figure, last):
    """Delivers `figure` unless its content hashes to `last`; answers the new hash."""
    capture = _start.capture()
    if not capture.ready():
        return last
    svg = saved = None
    plain = True
    with _drawing, _quirks.layout_kept(figure):
        if capture.displays():
            svg, plain = _render.displayed(capture, figure)
        kind = capture.saved_format()
        if kind is not None:
            saved, kind = _saved.saved(capture, figure, kind, svg if plain else None)
    if svg is None and saved is None:
        return last
    content = hash(_render.visible(figure, _saved.dateless(saved, kind) if svg is None else svg))
    if content == last:
        return last
    for stream in () if _start.shares_buffers else (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass  # Closed, replaced or None: the program's own affair.
    return content if capture.deliver(script(), svg, saved, kind) else last


def script():
    """The stem of the main script's name: what `{script}` stands for."""
    main = sys.modules.get("__main__")
    file = getattr(main, "__file__", None)
    if not file or file.startswith("<"):  # "<stdin>"
        return "python"
    stem = os.path.splitext(os.path.basename(file))[0]
    if stem == "__main__":
        return os.path.basename(os.path.dirname(os.path.abspath(file))) or stem
    return stem


def under_test():
    """Whether a test runner called us: tests look at the figures after the show."""
    frame = sys._getframe()
    while frame is not None:
        name = frame.f_globals.get("__name__") or ""
        if name in ("unittest.case", "unittest.loader") or name.startswith("_pytest."):
            return True
        frame = frame.f_back
    return False
