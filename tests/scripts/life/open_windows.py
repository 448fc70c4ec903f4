"""Windows that stay open: what is delivered, and when."""

import matplotlib.pyplot as plt
import numpy as np

plt.ion()
first = plt.figure()
points = plt.scatter([0, 1], [0, 1])
plt.title("1")
print("interactive mode by itself")
first.show()
first.show()
first.canvas.manager.show()
plt.show()
print("shown again, unchanged")
points.get_offsets()[0] = [0.2, 0.8]
first.axes[0].set_title("2")
plt.show()
second = plt.figure()
plt.title("3")
plt.show(block=False)
print("two are open:", plt.get_fignums())
points.get_offsets()[0] = [0.4, 0.6]
plt.show()
second.axes[0].set_title("4")
second.canvas.draw()
second.axes[0].set_title("5")
second.canvas.draw_idle()
second.canvas.flush_events()
plt.ioff()
print("the last state on a screen, when all are closed")
plt.show()
assert plt.get_fignums() == []
# Closed, they can be shown and saved all the same.
first.show()
second.axes[0].set_title("6")
second.show()
second.axes[0].plot(np.arange(3))
second.savefig("second.png")
