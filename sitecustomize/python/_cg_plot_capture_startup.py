"""`cg_plot_capture.pth`, and from 3.15 on `cg_plot_capture.start` (PEP 829), run this file at the start of a
Python whose `MPLBACKEND` names us: Matplotlib before 3.9 must learn the name, and a child that is started
before the first figure must keep the channel.

It only waits. If the capture is enabled, a `sitecustomize` arms it, which `site` imports after every
`.pth`, and that layer wins.
"""

import os
import posix
import sys
from _frozen_importlib import _load
from _frozen_importlib_external import spec_from_file_location

PACKAGE = __file__.rpartition("/")[0] + "/cg_plot_capture"


def three():
    """(st_dev, st_ino) of descriptor 3, or None."""
    try:
        status = posix.fstat(3)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def is_armed():
    """Whether a `sitecustomize` has armed. A program may have emptied `sys.modules` since."""
    name = "cg_plot_capture._start"
    finders = (getattr(finder, "__name__", None) for finder in sys.meta_path)
    return name in sys.modules or name in finders


class Finder:
    """The first finder in `sys.meta_path`, until one of these modules is imported."""

    names = ("_posixsubprocess", "cg_plot_capture", "matplotlib")
    #: The file at descriptor 3 before the program could open anything there.
    inherited = None
    is_started = False

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name not in cls.names:
            return None
        try:
            sys.meta_path.remove(cls)
        except ValueError:
            return None  # Another thread has removed it.
        if is_armed():
            return None
        try:
            start = _load(spec_from_file_location("cg_plot_capture._start", PACKAGE + "/_start.py"))
            off = os.environ.get("CG_PLOT_CAPTURE", "").lower() == "off"
            start.arm("off" if off else "plain", cls.inherited == three())
        except Exception as error:
            if os.environ.get("CG_PLOT_LOG", "").lower() == "debug":
                sys.stderr.write("cg-plot-capture: not armed: %r\n" % error)
            return None
        return start.find_spec(name, path, target)


def start():
    """Begins to wait, once: `site` may read the files of one folder twice."""
    if "cg_plot_capture" not in os.environ.get("MPLBACKEND", ""):
        # The `.start` file can't ask first, as the `.pth` file does.
        sys.modules.pop(__name__, None)
    # The extension loads only in a CPython with a GIL.
    elif sys.implementation.name == "cpython" and "t" not in sys.abiflags and not Finder.is_started:
        Finder.is_started = True
        Finder.inherited = three()
        sys.meta_path.insert(0, Finder)
