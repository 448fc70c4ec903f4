"""Animates by hand: draws, and lets the window show what was drawn."""

import matplotlib.pyplot as plt

figure, axes = plt.subplots()
(line,) = axes.plot([0, 0])
axes.set_title("state 0")
figure.show()
for state in range(1, 5):
    line.set_ydata([0, state])
    axes.set_title("state %d" % state)
    figure.canvas.draw()
    figure.canvas.flush_events()
second, axes = plt.subplots()
axes.set_title("second")
second.show()
# Drawn, but no window would have had the time to show it.
axes.set_title("never seen")
second.canvas.draw_idle()
plt.draw()
print(len(axes.get_xticklabels()) > 0 and axes.get_xticklabels()[0].get_text())
