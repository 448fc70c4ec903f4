"""The errors that Tk would raise, and the seam where ours end."""

import functools
import sys

_error_boundary = sys.modules["cg_plot_capture._start"].sibling("_error_boundary")


class TclError(Exception):
    """What Tk raises."""

    __module__ = "_tkinter"


def tcl_error_class():
    """The class that `except tkinter.TclError` means: tkinter's own, where the program has loaded that."""
    return getattr(sys.modules.get("_tkinter"), "TclError", TclError)


def tcl_error(message):
    """An error that both kinds of `except` catch."""
    real = tcl_error_class()
    return (TclError if real is TclError else _both(real))(message)


@functools.lru_cache(None)
def _both(real):
    return type("TclError", (TclError, real), {"__module__": "_tkinter"})


def guarded(function):
    """The function, out of which only Tk's errors come, and what interrupts the program. Where it fails
    otherwise, one line says so."""

    @functools.wraps(function)
    def guard(*arguments, **options):
        try:
            return function(*arguments, **options)
        except TclError:
            raise
        except Exception as error:
            _error_boundary.pass_signalled(error)
            _error_boundary._say(function, error)
        return None

    return guard


def call(function, *arguments):
    """Calls a function of the program's as Tk calls it: an error is written, and the window goes on."""
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
