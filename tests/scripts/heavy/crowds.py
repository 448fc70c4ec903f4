"""Shows small artists in numbers, each figure's name printed first. For a threshold of 1000."""

import matplotlib.pyplot as plt
import numpy as np

random = np.random.default_rng(1)


def lines(axes):
    for _ in range(1200):
        axes.plot(random.random(2))


def bars(axes):
    axes.bar(range(1200), random.random(1200))
    axes.plot([0, 1200], [0.5, 0.5], "o-", label="a line")
    axes.legend()


def alternating(axes):
    """In drawing order no two of the bars are neighbours."""
    for step in range(1200):
        axes.plot(random.random(2), zorder=step)
        axes.bar(step, 1, zorder=step)


def few(axes):
    axes.plot(random.random(1000), "o")
    axes.bar(range(10), random.random(10))


for draw in [lines, bars, alternating, few]:
    draw(plt.figure().add_subplot(title="a title"))
    print(draw.__name__)
    plt.show()
# Each of its Axes is light.
for axes in plt.subplots(6, 6)[1].flat:
    axes.scatter(*random.random((2, 900)))
print("grid")
plt.show()
