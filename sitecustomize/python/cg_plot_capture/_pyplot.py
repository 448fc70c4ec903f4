"""What pyplot has to answer differently where nobody closes windows."""

import functools
import sys


def amend(pyplot):
    """Wraps `fignum_exists` and `savefig`, once."""
    if pyplot is None or hasattr(pyplot.fignum_exists, "__wrapped__"):
        return
    fignum_exists, savefig = pyplot.fignum_exists, pyplot.savefig

    @functools.wraps(fignum_exists)
    def amended_fignum_exists(num):
        return fignum_exists(num) and not (figures() and figures().is_abandoned(num))

    @functools.wraps(savefig)
    def amended_savefig(*args, **kwargs):
        shown = figures() and figures().shown_last()
        return shown.savefig(*args, **kwargs) if shown else savefig(*args, **kwargs)

    pyplot.fignum_exists = amended_fignum_exists
    pyplot.savefig = amended_savefig


def figures():
    """The module, once our backend is in use."""
    return sys.modules.get("cg_plot_capture._figures")
