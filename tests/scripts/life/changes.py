"""A figure that is shown without blocking, and changed behind that; drawn again, unless it is `unseen`."""

import os
import sys

import matplotlib.pyplot as plt

way = sys.argv[1]
figure, axes = plt.subplots()
axes.plot([1, 2])
axes.set_title("s0")
figure.show() if way == "ends" else plt.show(block=False)
for i in range(1, 4):
    axes.plot([i])
    axes.set_title("s%d" % i)
    if way != "unseen":
        figure.canvas.draw()
if way == "closes":
    plt.close()
elif way == "exits":
    os._exit(0)
