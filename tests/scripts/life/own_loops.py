"""Lets the window live by `start_event_loop`, as pauses of people's own do."""

import sys
import time

import matplotlib.pyplot as plt

figure, axes = plt.subplots()
(line,) = axes.plot([0, 1])
axes.set_title("state 0")
plt.show(block=False)
start = time.monotonic()
for state in range(5):
    line.set_ydata([state, 1])
    axes.set_title("state %d" % state)
    figure.canvas.draw_idle()
    if sys.argv[1:] == ["shows"]:
        figure.canvas.manager.show()
    figure.canvas.start_event_loop(0.1)
took = time.monotonic() - start
print(0.5 <= took < 60)
timer = figure.canvas.new_timer(interval=20)
timer.add_callback(figure.canvas.stop_event_loop)
timer.start()
figure.canvas.start_event_loop(600)
timer.stop()
print(time.monotonic() - start < 300)
