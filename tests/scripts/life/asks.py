"""Asks for a backend in the way that it is told to, and shows; prints what Matplotlib answers."""

import os
import sys

way = sys.argv[1]
if way == "MPLBACKEND from inside":
    os.environ["MPLBACKEND"] = "TkAgg"
if way == "matplotlibrc":
    with open("matplotlibrc", "w") as file:
        file.write("backend: TkAgg\n")

import matplotlib

if way == "rcParams":
    matplotlib.rcParams["backend"] = "TkAgg"
if way == "use":
    matplotlib.use("TkAgg", force=False)

import matplotlib.pyplot as plt

if way == "rc_context":
    with plt.rc_context({"backend": "TkAgg"}):
        plt.plot([1, 2])
        plt.title(way)
        plt.show()
elif way == "pylab":
    from pylab import *

    plot([1, 2])
    title(way)
    show()
elif way == "again":
    # Asking for what is in use already closes nothing, but in 3.6.
    plt.switch_backend("TkAgg")
    plt.plot([1, 2])
    plt.title(way)
    plt.switch_backend("tkagg")
    matplotlib.use("TkAgg")
    if not plt.get_fignums():
        assert matplotlib.__version__.startswith("3.6"), matplotlib.__version__
        plt.title(way)
    plt.show()
elif way == "other":
    # Another one closes them before 3.10.
    plt.switch_backend("TkAgg")
    plt.title("closed")
    plt.switch_backend("QtAgg")
    old = matplotlib.__version_info__ < (3, 10)
    assert plt.get_fignums() == ([] if old else [1]), plt.get_fignums()
    plt.title(way)
    plt.show()
else:
    plt.plot([1, 2])
    plt.title(way)
    plt.show()
print(matplotlib.get_backend().lower(), matplotlib.rcParams["backend"].lower())
