"""Loops that end when somebody presses a key."""

import sys

import matplotlib.pyplot as plt

way = sys.argv[1]
if way == "ginput":
    plt.title("click")
    points = []
    while len(points) < 2:
        points += plt.ginput(1, timeout=-1)
    print(len(points))
if way == "waitforbuttonpress":
    for number in range(2):
        plt.clf()
        plt.title("slide %d" % number)
        while not plt.waitforbuttonpress():
            pass
if way == "show":
    keys = []
    while not keys:
        plt.figure().canvas.mpl_connect("key_press_event", lambda event: keys.append(event.key))
        plt.title("press")
        plt.show()
    print(keys)
if way == "nobody":
    # Nothing helps: each further wait sleeps.
    plt.title("nothing helps")
    for _ in range(12):
        plt.waitforbuttonpress(0.01)
    plt.close("all")
