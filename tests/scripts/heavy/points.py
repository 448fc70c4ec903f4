"""Shows one scatter plot or line of as many points as the second argument says."""

import sys

import matplotlib.pyplot as plt
import numpy as np

kind, count = sys.argv[1], int(sys.argv[2])
random = np.random.default_rng(1)
if kind == "scatter":
    plt.scatter(*random.normal(size=(2, count)))
else:
    plt.plot(random.normal(size=count))
plt.title("a title")
plt.show()
