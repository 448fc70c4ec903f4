"""The package as Matplotlib loads it: the backend `module://cg_plot_capture`.

`MPLBACKEND=cg_plot_capture` or `matplotlib.use("module://cg_plot_capture")` selects it. If the capture is
enabled, it replaces every backend that a program asks for.
"""

import os
import sys


def captures():
    """Whether this process should be captured, and can be."""
    if os.environ.get("CG_PLOT_CAPTURE", "").lower() == "off":
        return False
    # The extension loads only in a CPython with a GIL.
    if sys.implementation.name != "cpython" or "t" in sys.abiflags:
        return False
    from . import _start

    _start.arm("plain")
    return _start.layer != "off" and _start.capture() is not None


__all__ = ["FigureCanvas", "FigureManager"]

if captures():
    from . import _start

    # They belong to the whole process, because other libraries' pictures need them too. Their imports come first.
    import base64, functools, html

    for name in ("_error_boundary", "_script", "_send", "_exit_hook", "_frames", "_svg_text", "_test_runner", "_inline"):
        if name != "_inline" or "CG_PLOT_INLINE" in os.environ:
            _start.sibling(name)
    from . import _description, _matplotlib_modules
    from .backend import FigureCanvas, FigureManager, show

    __all__.append("show")
    _description.load_if_wanted()
    _matplotlib_modules.remember()
    _start.sibling("_import_watch").keep_package(_matplotlib_modules)
else:
    # Without the capture: the backend of a machine without a display.
    from matplotlib.backends.backend_agg import FigureCanvas, FigureManager
