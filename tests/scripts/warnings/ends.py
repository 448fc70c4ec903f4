"""Ends while a window has changed: what is drawn then has a glyph that no font has."""

import matplotlib.pyplot as plt

figure = plt.figure()
plt.pause(0.001)  # It shows.
figure.suptitle("\u4e2d")
figure.canvas.flush_events()
