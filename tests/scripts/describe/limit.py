"""A program whose time limit ends while one of its artists is described."""

import signal
import sys

import matplotlib.pyplot as plt
from matplotlib.lines import Line2D


class Line(Line2D):
    def get_linestyle(self):
        if "_describe" in sys._getframe(1).f_code.co_filename:
            signal.raise_signal(signal.SIGALRM)
        return super().get_linestyle()


def limit(number, frame):
    raise TimeoutError("limited")


signal.signal(signal.SIGALRM, limit)
figure, axes = plt.subplots()
axes.add_line(Line([0, 1], [0, 1]))
try:
    plt.show()
except TimeoutError as error:
    print(error)
