"""Saves a heavy figure itself, in two formats, and shows it."""

import matplotlib
import matplotlib.pyplot as plt
import numpy as np

matplotlib.rcParams["svg.hashsalt"] = "salt"
plt.scatter(*np.random.default_rng(1).random((2, 12_000)))
for kind in ["svg", "png"]:
    plt.savefig("own." + kind)
plt.show()
