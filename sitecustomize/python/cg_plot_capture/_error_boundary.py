"""Catches exceptions of our functions that Matplotlib and the interpreter call, and reports them."""

import functools
import sys

_start = sys.modules["cg_plot_capture._start"]

#: The messages that were written, because a loop would write one in each round.
_said = set()


def harmless(function, instead=None, but=()):
    """Returns the function, wrapped so that it never raises into the program, except errors of the classes
    `but`. If it fails, one line reports that, and `instead` is called with the same arguments; without
    `instead`, the result is None."""

    @functools.wraps(function)
    def guarded(*arguments, **options):
        try:
            return function(*arguments, **options)
        except but:
            raise
        except Exception as error:
            pass_signalled(error)
            _say(function, error)
        return None if instead is None else instead(*arguments, **options)

    return guarded


def attempt(function, *arguments):
    """Calls a function of ours; if it fails, the code after it goes on."""
    return harmless(function)(*arguments)


def pass_signalled(error):
    """Raises an error again if a signal handler of the program has raised it."""
    if _is_signalled(error):
        raise error


def _is_signalled(error):
    """Whether a signal handler of the program has raised it. Such an error must end the program's call, for
    example at a time limit, even if our code is running."""
    signal = sys.modules.get("signal")
    if signal is None:
        return False
    codes = {_code(signal.getsignal(number)) for number in signal.valid_signals()} - {None}
    traceback = error.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code in codes:
            return True
        traceback = traceback.tb_next
    return False


def _code(handler):
    """The code of a signal handler that is written in Python; None for any other."""
    handler = getattr(handler, "func", handler)  # A `functools.partial`.
    called = handler if hasattr(handler, "__code__") else getattr(type(handler), "__call__", None)
    return getattr(called, "__code__", None)


def _say(function, error):
    try:
        name = "%s.%s" % (function.__module__, function.__qualname__)
        if (name, type(error)) not in _said:
            _said.add((name, type(error)))
            _start.warn(
                "%s failed, and the program goes on without it: %s: %s"
                % (name, type(error).__name__, error)
            )
    except Exception:
        pass  # Even `repr` of an error may raise.
