"""A signal comes while a figure is rendered. Its handler shows another figure, and then one ends the show."""

import signal

import matplotlib.pyplot as plt
from matplotlib.artist import Artist


class Rings(Artist):
    def draw(self, renderer):
        # Not where a window would draw it.
        if armed and type(renderer).__name__ == "MixedModeRenderer":
            armed.clear()
            signal.raise_signal(signal.SIGALRM)


def shows(number, frame):
    plt.figure()
    plt.title("by the handler")
    plt.show()
    print("handled")


def ends(number, frame):
    raise TimeoutError


armed = []
for handler in (shows, ends):
    signal.signal(signal.SIGALRM, handler)
    plt.figure().add_artist(Rings())
    plt.title(handler.__name__)
    armed.append(True)
    try:
        plt.show()
        print("shown")
    except TimeoutError:
        print("ended")
