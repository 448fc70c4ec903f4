"""Artists and Axes of the program's own that do not keep their promises."""

import sys

import matplotlib.pyplot as plt
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator


class Line(Line2D):
    def get_linestyle(self):
        raise RuntimeError("no style")


class Ticks(MaxNLocator):
    def __call__(self):
        asked.append(None)
        return super().__call__()


figure, axes = plt.subplots()
axes.add_line(Line([0, 1], [0, 1]))
axes.bar(["a", "b"], [1, 2])
asked = []
axes.yaxis.set_major_locator(Ticks())
axes.yaxis.set_major_formatter(FuncFormatter(lambda value, place: asked.append(value) or "%g" % value))
if sys.argv[1:] == ["axes"]:
    axes.get_legend = lambda: 1 / 0
    figure.add_axes([0.9, 0.9, 0.1, 0.1]).set_title("other")
if sys.argv[1:] == ["figure"]:
    figure.get_label = lambda: 1 / 0
plt.show(block=False)
# How often a locator and a formatter of the program's are called.
print(len(asked))
