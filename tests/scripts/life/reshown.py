"""Shows figures that pyplot has closed, or never had: by a new one's window, pickled, attached."""

import gc
import pickle

import matplotlib
import matplotlib.pyplot as plt
from matplotlib.figure import Figure


def reshow(figure):
    """As everybody copies it. Nobody holds the new figure itself from here on."""
    manager = plt.figure().canvas.manager
    manager.canvas.figure = figure
    figure.set_canvas(manager.canvas)


figure, axes = plt.subplots()
axes.set_title("closed")
plt.close(figure)
reshow(figure)
gc.collect()
plt.show()

figure = plt.figure()
figure.suptitle("pickled")
data = pickle.dumps(figure)
plt.close()
pickle.loads(data).axes
plt.show()
print(plt.get_fignums())

figure = Figure()
figure.suptitle("attached")
if matplotlib.__version_info__ >= (3, 11):
    for title in ("attached", "attached again"):
        figure.suptitle(title)
        plt.figure(figure)
        plt.show()
else:
    for title in ("attached", "attached again"):
        figure.suptitle(title)
        reshow(figure)
        plt.show()
print(plt.get_fignums())
