"""A window does not draw what is animated, so that it is as new after a pause as it was before."""

import matplotlib.pyplot as plt

figure, axes = plt.subplots()
axes.set_title("blitted")
(line,) = axes.plot([1, 3, 2], animated=True)
plt.pause(0.01)
print(line.stale)
axes.draw_artist(line)
print(line.stale)
