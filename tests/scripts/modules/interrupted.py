"""Is interrupted while a module named by its argument is loaded, and tries again."""

import sys


def trace(frame, event, argument):
    """Raises in the middle of the module."""
    if frame.f_code.co_name != "<module>" or not frame.f_code.co_filename.endswith(sys.argv[1]):
        return None

    def lines(frame, event, argument):
        # Beyond its first statement, which is its docstring.
        if event == "line" and frame.f_lineno > 1:
            sys.settrace(None)
            raise KeyboardInterrupt
        return lines

    return lines


sys.settrace(trace)
attempts = 0
while True:
    attempts += 1
    try:
        import matplotlib.pyplot as plt

        plt.plot([1, 2])
        plt.show()
        break
    except KeyboardInterrupt:
        pass
print(attempts)
