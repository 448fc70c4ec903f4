"""cg-plot-capture as Matplotlib sees it: the backend `module://cg_plot_capture`.

Installed or not, it is chosen by `MPLBACKEND=cg_plot_capture` or by
`matplotlib.use("module://cg_plot_capture")`; where the capture is enabled, it stands in for
whatever backend a program asks for.
"""

import os

from . import _start

_start.arm("plain")

if os.environ.get("CG_PLOT_CAPTURE", "").lower() == "off" or _start.capture() is None:
    # Inert: what a machine without a display would have had.
    from matplotlib.backends.backend_agg import FigureCanvas, FigureManager
else:
    from .backend import FigureCanvas, FigureManager, show

__all__ = ["FigureCanvas", "FigureManager"]
