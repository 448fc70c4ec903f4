"""Interactive mode, without a show: figures are on the screen as they are made."""

import os
import sys

import matplotlib.pyplot as plt

way = sys.argv[1]
plt.ion()
figure, axes = plt.subplots()
plt.figure("nothing in it")
plt.figure(figure.number)
for state in range(5):
    axes.cla()
    axes.set_title("state %d" % state)
    if way == "pauses":
        plt.pause(0.001)
    elif way == "loops":
        figure.canvas.draw_idle()
        figure.canvas.start_event_loop(0.001)
    else:
        figure.canvas.draw()
        figure.canvas.flush_events()
if way == "closes":
    plt.close(figure)
    print("closed")
if way == "raises":
    raise ValueError("nobody catches this")
if way == "shows":
    axes.set_title("shown")
    plt.show(block=True)
if way == "forks":
    if os.fork() == 0:
        axes.set_title("the parent delivers its own")
        sys.exit()
    os.wait()
