"""Loads the description's reader alone, without the capture that it is a part of."""

import sys
import types


def load(folder):
    """The package `_describe` below the folder of `cg_plot_capture`."""
    package = types.ModuleType("cg_plot_capture")
    package.__path__ = [folder]
    sys.modules["cg_plot_capture"] = package
    # Nothing of it is needed here.
    sys.modules["cg_plot_capture._start"] = types.ModuleType("cg_plot_capture._start")
    from cg_plot_capture import _describe

    return _describe
