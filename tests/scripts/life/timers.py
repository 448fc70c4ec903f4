"""Timers of a canvas, which a window would fire."""

import sys

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

way = sys.argv[1]
figure, axes = plt.subplots()
ticks = []


def tick():
    ticks.append(len(ticks) + 1)
    axes.set_title("tick %d" % ticks[-1])
    if way == "pauses":
        figure.canvas.draw_idle()
    if len(ticks) == 5 and way == "ends":
        timer.stop()


timer = figure.canvas.new_timer(interval=10)
timer.add_callback(tick)
timer.start()
if way in ("ends", "goes on"):
    plt.show()
    print(len(ticks))
if way == "closes":
    closer = figure.canvas.new_timer(interval=35)
    closer.single_shot = True
    closer.add_callback(plt.close, figure)
    closer.start()
    plt.show()
    print(len(ticks), plt.get_fignums())
if way == "pauses":
    while len(ticks) < 3:
        plt.pause(0.02)
    timer.stop()
if way == "raises":
    timer.add_callback(lambda: 1 / 0)
    plt.show()
    timer.stop()
if way == "animates":
    timer.stop()
    animation = FuncAnimation(figure, lambda frame: axes.set_title("frame %d" % frame), 9, interval=1)
    plt.show()
