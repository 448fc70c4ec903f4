"""Functions of pyplot that must answer differently because nobody closes windows.

No function of ours may be on the stack when Matplotlib warns, because its warnings name the line of the
first caller outside of Matplotlib, which must stay the program's. So we do not wrap `pyplot.savefig`. It
asks for the current figure, which we answer through `Gcf.get_active`.
"""

import functools
import sys

from . import _error_boundary, _matplotlib_private, _open_figures

#: The pyplot that calls us.
_asking = None


def amend(pyplot):
    """Makes `fignum_exists`, `get_fignums` and `savefig` ask us, once."""
    global _asking
    if pyplot is None or hasattr(pyplot.fignum_exists, "__wrapped__"):
        return
    real_exists, real_numbers = pyplot.fignum_exists, pyplot.get_fignums
    is_abandoned = _error_boundary.harmless(_open_figures.is_abandoned)
    without_left = _error_boundary.harmless(_open_figures.without_left, lambda numbers: numbers)

    @functools.wraps(real_exists)
    def fignum_exists(num):
        return real_exists(num) and not is_abandoned(num)

    @functools.wraps(real_numbers)
    def get_fignums():
        numbers = real_numbers()
        # pyplot itself asks which numbers are used.
        asks_itself = sys._getframe(1).f_globals.get("__name__") == "matplotlib.pyplot"
        return numbers if asks_itself else without_left(numbers)

    pyplot.fignum_exists = fignum_exists
    pyplot.get_fignums = get_fignums
    if _asking is None:
        _matplotlib_private.answer_savefig(_open_figures.shown_last)
    _asking = pyplot


def show():
    """The function with which the program shows figures."""
    return getattr(_asking or sys.modules.get("matplotlib.pyplot"), "show", None)
