"""Shows as many figures as its first argument says, each of about a megabyte of SVG."""

import random
import sys

import matplotlib.pyplot as plt

points = [random.random() for _ in range(31_000)]
for number in range(int(sys.argv[1])):
    points[number] = 2
    plt.plot(points)
    plt.axis("off")
    plt.show()
