"""What pyplot has to answer differently where nobody closes windows.

No function of ours may be on the stack when Matplotlib warns: its warnings name the line of the first
caller outside of Matplotlib, which has to stay the program's.
"""

import functools
import sys

start = sys.modules["cg_plot_capture._start"]
quirks = start.sibling("_quirks")


def amend(pyplot):
    """Has `fignum_exists` and `savefig` ask us, once."""
    if pyplot is None or hasattr(pyplot.fignum_exists, "__wrapped__"):
        return
    fignum_exists = pyplot.fignum_exists

    @functools.wraps(fignum_exists)
    def amended(num):
        return fignum_exists(num) and not (figures() and figures().is_abandoned(num))

    pyplot.fignum_exists = amended
    quirks.answer_savefig(lambda: figures() and figures().shown_last())


def figures():
    """The module, once our backend is in use."""
    return sys.modules.get("cg_plot_capture._figures")
