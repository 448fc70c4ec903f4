"""Saves a figure in each format but pgf, shows it again on another day, then another figure; says which they are.

A process for each, because the settings are a process's.
"""

import multiprocessing
import os

import matplotlib.pyplot as plt


def show(kind):
    os.environ["CG_PLOT_FILENAME"] = kind + "_{i}." + kind
    plt.plot([1, 2])
    for day in (12000, 12001):
        os.environ["SOURCE_DATE_EPOCH"] = str(day * 86400)
        plt.show()
    plt.title("another")
    plt.show()


kinds = sorted(set(plt.figure().canvas.get_supported_filetypes()) - {"pgf"})
plt.close("all")
print(*kinds, flush=True)
for kind in kinds:
    process = multiprocessing.get_context("fork").Process(target=show, args=(kind,))
    process.start()
    process.join()
