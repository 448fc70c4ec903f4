"""Shows what SVG can't draw, what nothing can draw, and a plain figure; warnings are errors."""

import warnings

import matplotlib.pyplot as plt
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.lines import Line2D

warnings.simplefilter("error")


class PixelsOnly(Line2D):
    def draw(self, renderer):
        if not isinstance(renderer, RendererAgg):
            raise RuntimeError("no vectors\nhere")
        super().draw(renderer)


class Nothing(Line2D):
    def draw(self, renderer):
        raise RuntimeError("nothing")


for line in [PixelsOnly, PixelsOnly, Nothing, Nothing, Line2D]:
    figure, axes = plt.subplots()
    axes.add_line(line([0, 1], [0, 1]))
    plt.show()
