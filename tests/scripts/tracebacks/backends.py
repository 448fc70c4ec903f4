"""Prints the whole traceback of whatever pyplot refuses."""

import sys
import traceback

import matplotlib
import matplotlib.pyplot as plt


def attempts():
    yield lambda: plt.switch_backend("nosuch")
    yield lambda: plt.switch_backend("module://nosuch")
    yield lambda: plt.switch_backend("module://broken")
    yield lambda: plt.switch_backend(3)
    yield lambda: plt.switch_backend()
    yield lambda: matplotlib.use("nosuch")
    yield lambda: matplotlib.use("module://nosuch")
    yield lambda: plt.fignum_exists()
    yield lambda: plt.figure().savefig("figure.nosuch")
    yield lambda: plt.savefig("/nonexistent/figure.png")


class Broken:
    """A backend of the program's own that can't be loaded."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "broken":
            raise RuntimeError(name)


sys.meta_path.append(Broken)
for attempt in attempts():
    try:
        attempt()
    except Exception:
        traceback.print_exc()
