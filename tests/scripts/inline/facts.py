"""Shows figures, and prints all that the program could notice of how they were drawn."""

import os
import random
import sys
import warnings

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.artist import Artist

warnings.simplefilter("always")
told = []
warnings.showwarning = lambda message, category, *_: told.append((category.__name__, str(message)))


class Warns(Artist):
    """An artist whose every drawing warns, in Python's own way."""

    def draw(self, renderer):
        warnings.warn("drawn")


def params():
    return sorted((name, repr(matplotlib.rcParams[name])) for name in matplotlib.rcParams)


random.seed(1)
np.random.seed(1)
before = params()
figure, axes = plt.subplots(layout="constrained")
axes.plot([1, 2], [3, 4])
axes.set_title("\u6f22")  # No font here has it.
animated = axes.plot([1, 2], animated=True)[0]
figure.add_artist(Warns())
plt.show(block=False)
print(params() == before, random.random(), np.random.rand())
print(told, warnings.filters[0])
print(figure.stale, animated.stale, axes.get_position(), figure.dpi, type(figure.canvas).__name__)
print(getattr(figure.canvas, "renderer", None), figure.canvas.manager.canvas is figure.canvas)
print(sorted(os.listdir("/proc/self/fd")), sorted(os.listdir()))
# Pillow imports what knows its common formats when it saves for the first time.
others = ("cg_plot_capture", "PIL.")
print(*sorted(name for name in sys.modules if not name.startswith(others)))
