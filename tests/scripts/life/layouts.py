"""Layouts place the axes at each draw; prints what the figures save to after they were shown."""

import hashlib
import io
import sys

import matplotlib.pyplot as plt
import numpy as np

shows = sys.argv[1] == "shows"
layouts = ("constrained", "tight", "compressed", None)[: int(sys.argv[2])]


def digest(figure):
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    return hashlib.sha256(buffer.getvalue()).hexdigest()


for layout in layouts:
    figure, axes = plt.subplots(2, 2, layout=layout)
    image = axes[0, 0].imshow(np.arange(12).reshape(3, 4))
    figure.colorbar(image, ax=axes[0, :])
    axes[1, 1].set_title("%s layout" % layout)
    figure.suptitle("over all")
    axes[1, 0].set_xlabel("a long label\nof two lines")
    if shows:
        figure.show()
        figure.show()
        plt.show(block=False)
    print(digest(figure))
plt.close("all")
figure = plt.figure(layout="constrained")
left, right = figure.subfigures(1, 2)
left.subplots().set_title("subfigures layout")
right.suptitle("right")
right.subplots(2)
if shows:
    figure.show()
    figure.show()
print(digest(figure))
