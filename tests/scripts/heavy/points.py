"""Shows a scatter plot or a line of as many points as each further argument says."""

import sys

import matplotlib.pyplot as plt
import numpy as np

random = np.random.default_rng(1)
for count in map(int, sys.argv[2:]):
    if sys.argv[1] == "scatter":
        plt.scatter(*random.normal(size=(2, count)))
    else:
        plt.plot(random.normal(size=count))
    plt.title("a title")
    plt.show()
