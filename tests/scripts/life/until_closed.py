"""Loops that end when somebody closes the window."""

import sys
import time

import matplotlib.pyplot as plt

way = sys.argv[1]
figure, axes = plt.subplots()
axes.set_title("state 0")
closed = []
figure.canvas.mpl_connect("close_event", closed.append)
plt.show(block=False)
rounds = 0


def pause():
    global rounds
    rounds += 1
    if rounds == 5:
        axes.set_title("state 5")
    plt.pause(0.05)


if way == "get_fignums":
    while plt.get_fignums():
        pause()
if way == "close_event":
    while not closed:
        pause()
if way == "flush_events":
    while plt.fignum_exists(figure.number):
        axes.set_title("state 5")
        figure.canvas.draw()
        figure.canvas.flush_events()
        time.sleep(0.01)
if way == "start_event_loop":
    while not closed:
        axes.set_title("state 5")
        figure.canvas.start_event_loop(0.05)
if way == "turns":
    # Nothing changes but the angle from which it is seen, or the part of it.
    axes.set_title("state 5")
    while plt.fignum_exists(figure.number) and rounds < 20:
        rounds += 1
        axes.set_xlim(0, rounds)
        plt.draw()
        plt.pause(0.001)
    print(rounds)
if way == "saves":
    # No loop that waits for that: whoever asks afterwards wants to have the figures.
    for _ in range(25):
        plt.pause(0.1)
    print(plt.get_fignums(), plt.get_fignums())
# It was not closed: what is drawn in it now is seen.
if way != "turns":
    axes = plt.gca()
    axes.set_title("state 6")
    plt.show()
print(len(closed))
