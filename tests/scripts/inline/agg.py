"""Figures that Agg can't draw as SVG is drawn: the first one waits for the SVG that was sent before, the second one
raises, a signal handler ends the third, and the fourth is like any other. Its argument: where SVGs arrive."""

import glob
import signal
import sys
import time

import matplotlib.pyplot as plt
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg


class OnAgg(Artist):
    def __init__(self, action):
        super().__init__()
        self.action = action

    def draw(self, renderer):
        if isinstance(renderer, RendererAgg):
            self.action()


def arrived():
    end = time.monotonic() + 60
    while not glob.glob(sys.argv[1] + "/*.svg") and time.monotonic() < end:
        time.sleep(0.01)
    print("sent before:", len(glob.glob(sys.argv[1] + "/*.svg")))


def raises():
    raise LookupError("on purpose")


def ended(*_):
    raise TimeoutError


signal.signal(signal.SIGALRM, ended)
for number, action in enumerate([arrived, raises, lambda: signal.raise_signal(signal.SIGALRM), lambda: None]):
    figure = plt.figure(figsize=(1, 1 + number))
    figure.add_artist(OnAgg(action))
    try:
        plt.show()
    except TimeoutError:
        print("timed out")
