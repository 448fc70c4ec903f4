"""Shows a figure of each class that is too much for an SVG, or of each third one; prints its name."""

import sys

import matplotlib.pyplot as plt
import numpy as np

random = np.random.default_rng(1)


def noise(*shape):
    return random.normal(size=shape)


def surface(axes):
    x, y = np.meshgrid(np.linspace(-3, 3, 200), np.linspace(-3, 3, 200))
    axes.plot_surface(x, y, np.sin(x * y), rcount=200, ccount=200)


def nested(axes):
    axes.scatter(*noise(2, 12_000), c=noise(12_000))
    axes.figure.colorbar(axes.collections[0])
    axes.inset_axes([0.6, 0.6, 0.3, 0.3]).scatter(*noise(2, 12_000))


CLASSES = {
    "scatter": lambda axes: axes.scatter(*noise(2, 100_000)),
    "colours": lambda axes: axes.scatter(*noise(2, 20_000), c=noise(20_000)),
    "markers": lambda axes: axes.plot(*noise(2, 100_000), "."),
    "pcolormesh": lambda axes: axes.pcolormesh(noise(500, 500)),
    "pcolor": lambda axes: axes.pcolor(noise(120, 120)),
    "gouraud": lambda axes: axes.pcolormesh(noise(40, 40), shading="gouraud"),
    "tripcolor": lambda axes: axes.tripcolor(*random.random((3, 10_000))),
    "contourf": lambda axes: axes.contourf(noise(300, 300)),
    "contour": lambda axes: axes.contour(noise(300, 300)),
    "fill": lambda axes: axes.fill_between(range(100_000), random.random(100_000)),
    "hexbin": lambda axes: axes.hexbin(*random.random((2, 100_000)), gridsize=150),
    "quiver": lambda axes: axes.quiver(*noise(4, 12_000)),
    "barbs": lambda axes: axes.barbs(*noise(4, 12_000)),
    "segments": lambda axes: axes.vlines(range(20_000), 0, random.random(20_000)),
    "bars": lambda axes: axes.bar(range(10_500), random.random(10_500)),
    "nested": nested,
    "surface": surface,
    "cloud": lambda axes: axes.scatter(*noise(3, 20_000)),
}

for name, draw in list(CLASSES.items())[:: int(sys.argv[1])]:
    solid = name in ("surface", "cloud")
    axes = plt.figure().add_subplot(projection="3d" if solid else None)
    draw(axes)
    axes.set_title("a title")
    print(name)
    plt.show()
