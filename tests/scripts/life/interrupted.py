"""Somebody presses Ctrl-C while a figure is drawn, which is as it was after that: not stale."""

import matplotlib.pyplot as plt
from matplotlib.artist import Artist


class Interrupts(Artist):
    def draw(self, renderer):
        raise KeyboardInterrupt


figure = plt.figure()
interrupts = figure.add_artist(Interrupts())
figure.stale = False
try:
    plt.show()
except KeyboardInterrupt:
    print(figure.stale)
interrupts.remove()
plt.title("drawn")
plt.show()
