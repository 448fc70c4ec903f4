"""Asks for a window on a machine that may have no screen."""

import matplotlib

matplotlib.use("TkAgg")

import matplotlib.pyplot as plt
import numpy as np

theta = np.linspace(0, 12 * np.pi, 3000)
r = np.exp(np.sin(theta)) - 2 * np.cos(4 * theta) + np.sin((2 * theta - np.pi) / 24) ** 5

fig, ax = plt.subplots(figsize=(6, 6))
ax.plot(r * np.cos(theta), r * np.sin(theta), color="tab:purple", linewidth=0.8)
ax.set_aspect("equal")
ax.set_title("The butterfly curve")
ax.axis("off")
plt.show()
