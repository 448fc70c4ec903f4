"""Nobody clicks: waiting for it is over at once."""

import time

import matplotlib.pyplot as plt

start = time.monotonic()
figure, axes = plt.subplots()
axes.set_title("click me")
print(plt.ginput(3), plt.ginput(1, timeout=0), plt.waitforbuttonpress(), figure.waitforbuttonpress(600))
figure.canvas.start_event_loop()
timer = figure.canvas.new_timer(interval=10)
timer.start()
plt.pause(0)
assert time.monotonic() - start < 300
plt.close()
plt.pause(0.001)
