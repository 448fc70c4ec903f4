"""Draws figures as a small program does, and shows them or writes them to files.

Arguments: `plot` or `scatter`, how many figures, of how many points, and `each` for a show after each
figure, `once` for one after the last, or a file name with a place for the number.
"""

import sys

import matplotlib.pyplot as plt
import numpy as np

kind, figures, points, way = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
random = np.random.default_rng(1)
for number in range(figures):
    figure, axes = plt.subplots()
    getattr(axes, kind)(*random.normal(size=(2, points)))
    if way == "each":
        plt.show()
    elif way != "once":
        # Not `plt.savefig`, which draws the figure once more, for a window.
        figure.savefig(way % number, dpi=150 if way.endswith("png") else "figure")
if way == "once":
    plt.show()
