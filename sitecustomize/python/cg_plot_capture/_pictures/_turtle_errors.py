"""The errors that Tk would raise, and a wrapper that catches ours."""

import functools
import sys

_error_boundary = sys.modules["cg_plot_capture._start"].sibling("_error_boundary")


class TclError(Exception):
    """Tk's error, if tkinter is not loaded."""

    __module__ = "_tkinter"


def tcl_error_class():
    """The class for `except tkinter.TclError`: tkinter's own, if the program has loaded it."""
    return getattr(sys.modules.get("_tkinter"), "TclError", TclError)


def tcl_error(message):
    """An error that `except` catches by our class as well as by tkinter's."""
    real = tcl_error_class()
    return (TclError if real is TclError else _both(real))(message)


@functools.lru_cache(None)
def _both(real):
    return type("TclError", (TclError, real), {"__module__": "_tkinter"})


def guarded(function):
    """Wraps a function so that it raises only Tk's errors and the program's own: interrupts, and those of a program
    that has gone too deep or uses all memory. One line reports any other error."""
    return _error_boundary.harmless(function, but=(TclError, RecursionError, MemoryError))


def call(function, *arguments):
    """Calls a function of the program as Tk does: an error is printed, and the event loop continues."""
    try:
        return function(*arguments)
    except Exception as error:
        _error_boundary.pass_signalled(error)
        _report(error)
    return None


def _report(error):
    import traceback

    try:
        print("Exception in Tkinter callback", file=sys.stderr)
        frames = error.__traceback__ and error.__traceback__.tb_next
        traceback.print_exception(type(error), error, frames)
    except (OSError, ValueError, AttributeError):
        pass  # No stderr.
