"""Is interrupted while a module named by its first argument is loaded, and tries again. The second says how: by
Ctrl-C, or by the program's own time limit. The third is the library that shows."""

import signal
import sys


def times_out(number, frame):
    raise TimeoutError


if sys.argv[2] == "SIGALRM":
    signal.signal(signal.SIGALRM, times_out)


def trace(frame, event, argument):
    """Raises in the middle of the module."""
    if frame.f_code.co_name != "<module>" or not frame.f_code.co_filename.endswith(sys.argv[1]):
        return None

    def lines(frame, event, argument):
        # Beyond its first statement, which is its docstring.
        if event == "line" and frame.f_lineno > 1:
            sys.settrace(None)
            signal.raise_signal(signal.Signals[sys.argv[2]])
        return lines

    return lines


sys.settrace(trace)
attempts = 0
while True:
    attempts += 1
    try:
        if sys.argv[3] == "turtle":
            import turtle

            turtle.forward(9)
            turtle.done()
        else:
            import matplotlib.pyplot as plt

            plt.plot([1, 2])
            plt.show()
        break
    except (KeyboardInterrupt, TimeoutError):
        pass
print(attempts)
