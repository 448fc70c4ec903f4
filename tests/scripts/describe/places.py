"""Figures that are made in one place and shown in another."""

import matplotlib.pyplot as plt


def make(title):
    figure, axes = plt.subplots()
    axes.plot([1, 2, 3], [2, 4, 8], label="a <b> & c")
    axes.set_title(title)
    return figure


def show():
    plt.show()


make("first")
show()

make("second")
plt.show(block=False)
