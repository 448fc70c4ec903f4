"""The seam: what fails in functions of ours that Matplotlib and the interpreter call ends here."""

import functools
import sys

_start = sys.modules["cg_plot_capture._start"]

#: What was said already: a loop would say it in each round.
_said = set()


def harmless(function, instead=None):
    """The function, which can't raise into the program. Where it fails, one line says so, and `instead`
    answers, which is called with the same arguments; without one, None does."""

    @functools.wraps(function)
    def guarded(*arguments, **options):
        try:
            return function(*arguments, **options)
        except Exception as error:
            pass_signalled(error)
            _say(function, error)
        return None if instead is None else instead(*arguments, **options)

    return guarded


def attempt(function, *arguments):
    """Calls a function of ours; what comes behind it does not depend on it."""
    return harmless(function)(*arguments)


def pass_signalled(error):
    """Raises an error again if it is the program's: a signal handler's."""
    if _is_signalled(error):
        raise error


def _is_signalled(error):
    """Whether a signal handler of the program's has raised it, which ends what the program does (a limit
    of time), in whatever code it comes."""
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
    """The code of a signal handler in Python; None for what is no function."""
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
        pass  # An error need not be able to say what it is.
