"""What pyplot has to answer differently where nobody closes windows.

No function of ours may be on the stack when Matplotlib warns: its warnings name the line of the first
caller outside of Matplotlib, which has to stay the program's.
"""

import functools
import sys

from . import _figures, _quirks

#: The pyplot that asks us.
_asking = None


def amend(pyplot):
    """Has `fignum_exists` and `savefig` ask us, once."""
    global _asking
    if pyplot is None or hasattr(pyplot.fignum_exists, "__wrapped__"):
        return
    real = pyplot.fignum_exists

    @functools.wraps(real)
    def fignum_exists(num):
        return real(num) and not _figures.is_abandoned(num)

    pyplot.fignum_exists = fignum_exists
    if _asking is None:
        _quirks.answer_savefig(_figures.shown_last)
    _asking = pyplot


def show():
    """The function by which the program shows."""
    return getattr(_asking or sys.modules.get("matplotlib.pyplot"), "show", None)
