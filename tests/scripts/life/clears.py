"""Loops that clear behind what lets the window live, for the next picture: the last one stays on the screen."""

import sys

import matplotlib.pyplot as plt

way = sys.argv[1]
if way in ("interactive", "flushes"):
    plt.ion()
figure, axes = plt.subplots()
for i in range(3):
    line = axes.plot(range(40), [k * i % 7 for k in range(40)])[0]
    axes.set_title("L%d" % i)
    if way == "shows":
        figure.canvas.draw()
        plt.show(block=False)
        figure.canvas.flush_events()
    elif way == "flushes":
        figure.canvas.draw()
        figure.canvas.flush_events()
    else:
        plt.pause(0.001)
    if way == "removes":
        line.remove()
    elif way == "interactive":
        plt.clf()
        axes = plt.gca() if i < 2 else None
    else:
        axes.clear()
if way == "closes":
    plt.close()
elif way == "blocks":
    axes.set_title("shown")
    plt.show()
