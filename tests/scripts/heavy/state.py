"""Checks that a figure is as it would be after a plain drawing; the last figure cannot be drawn.

For a threshold of 300."""

import io
import warnings

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.lines import Line2D

warnings.simplefilter("error")
random = np.random.default_rng(1)


def figure():
    figure, (left, right) = plt.subplots(1, 2, num=1, clear=True)
    left.scatter(*random.random((2, 360)), label="points")
    left.scatter(*random.random((2, 360)), rasterized=True)
    left.plot([0, 1], "o-")
    left.legend()
    right.bar(range(360), random.random(360))
    right.imshow(random.random((10, 10)), aspect="auto")
    figure.suppressComposite = True
    return figure


def state(figure):
    artists = [
        (type(artist).__name__, artist.get_rasterized(), artist.stale, artist.zorder, artist.get_visible())
        for artist in figure.findobj()
    ]
    return artists, figure.dpi, figure.suppressComposite, figure.get_size_inches().tolist()


params = dict(matplotlib.rcParams)
lightened = figure()
lightened.show()
first = state(lightened)
assert [one[1] for one in first[0]].count(True) == 1
# Shown twice unchanged is delivered once: the bytes are the same.
lightened.canvas.manager.show()
plt.close()
plain = figure()
plain.savefig(io.BytesIO(), format="svg")
plain.stale = lightened.stale
assert state(plain) == first
plt.close()


class Broken(Line2D):
    def draw(self, renderer):
        raise RuntimeError("broken")


broken = figure()
broken.axes[1].add_line(Broken([0, 1], [0, 1], zorder=9))
before = state(broken)
broken.show()
after = state(broken)
assert [one[:2] for one in after[0]] == [one[:2] for one in before[0]]
assert after[1:] == before[1:]
changed = {name for name, value in matplotlib.rcParams.items() if params[name] != value}
assert changed <= {"backend"}, changed
