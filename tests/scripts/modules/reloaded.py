"""Loads each module of ours again, as tools do that reload whatever there is."""

import importlib
import sys

import matplotlib.pyplot as plt


def ours():
    return [name for name in sys.modules if name.partition(".")[0] == "cg_plot_capture"]


def show(end):
    plt.plot([1, end])
    plt.show()


show(1)
before = {name: sys.modules[name] for name in ours()}
for name in before:
    assert importlib.reload(sys.modules[name]) is before[name]
show(2)
for name in before:
    del sys.modules[name]
for name in before:
    importlib.import_module(name)
importlib.reload(plt)
show(3)
print(3)
