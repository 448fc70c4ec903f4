"""Matplotlib's own corners: three dimensions, subfigures, layouts, a projection of the program's own."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.projections import register_projection
from matplotlib.projections.polar import PolarAxes

figure, axes = plt.subplots(subplot_kw={"projection": "3d"})
x, y = np.meshgrid(np.linspace(-1, 1, 12), np.linspace(-1, 1, 12))
axes.plot_surface(x, y, x * y)
axes.set_title("surface")
plt.show()
figure = plt.figure(layout="constrained")
left, right = figure.subfigures(1, 2)
left.suptitle("left")
left.subplots(2, 1)
image = right.subplots().imshow(x)
right.colorbar(image)
right.suptitle("right")
plt.show()
plt.subplot_mosaic("AB;CC", layout="tight")
plt.suptitle("mosaic")
plt.show()


class Own(PolarAxes):
    name = "own"


register_projection(Own)
plt.subplot(projection="own").set_title("own projection")
plt.show()
plt.subplot(projection="mollweide").set_title("mollweide")
plt.show()
plt.style.use("dark_background")
plt.gca().inset_axes([0.5, 0.5, 0.4, 0.4]).set_title("inset")
plt.show()
