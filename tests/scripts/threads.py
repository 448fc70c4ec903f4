"""Shows figures in threads while the program changes what is the whole process's."""

import threading
import warnings

import matplotlib
import matplotlib.pyplot as plt

figures = [plt.figure() for _ in range(4)]
for number, figure in enumerate(figures):
    figure.add_subplot().plot(range(number, number + 3000))
threads = [threading.Thread(target=figure.show) for figure in figures]
for thread in threads:
    thread.start()
for width in range(1, 200):
    matplotlib.rcParams["lines.linewidth"] = width
for thread in threads:
    thread.join()
assert matplotlib.rcParams["lines.linewidth"] == 199
assert matplotlib.rcParams["svg.hashsalt"] is None
plt.close("all")

# Warnings that the program made errors are not for our drawing.
warnings.simplefilter("error")
plt.title("\u6f22")
plt.show()
