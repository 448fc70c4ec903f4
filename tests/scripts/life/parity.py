"""Figures that grow, are shown by themselves, saved, and shown again."""

import io

import matplotlib.pyplot as plt
import numpy as np

plt.plot([1, 2])
plt.show()
plt.plot([2, 1])
plt.gcf().show()
second, axes = plt.subplots()
axes.imshow(np.arange(6).reshape(2, 3))
plt.show()
axes.set_title("a title")
second.canvas.manager.show()
second.savefig(io.BytesIO())
plt.figure(1)
plt.xlabel("a label")
plt.show()
plt.clf()
plt.show()
