"""Two figures that say when their window is drawn, shown one by one, or by one pause and another."""

import sys

import matplotlib.pyplot as plt

pauses = "pauses" in sys.argv
for number in (1, 2):
    figure = plt.figure()
    plt.title("figure %d" % number)
    figure.canvas.mpl_connect("draw_event", lambda event, number=number: print("drawn", number))
    if not pauses:
        plt.show()
if pauses:
    plt.pause(0.001)
    plt.pause(0.001)
