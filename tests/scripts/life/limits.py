"""A limit of time that a signal handler sets is kept, wherever it comes."""

import functools
import signal

import matplotlib.pyplot as plt
from matplotlib.artist import Artist


class Late(Artist):
    def get_visible(self):
        if armed:
            armed.clear()
            signal.raise_signal(signal.SIGALRM)
        return True


def limit(error, number, frame):
    raise error


armed = []
for handler in (functools.partial(limit, TimeoutError), functools.partial(limit, KeyboardInterrupt)):
    plt.figure().add_artist(Late())
    plt.show(block=False)
    signal.signal(signal.SIGALRM, handler)
    armed.append(True)
    try:
        plt.gcf().canvas.flush_events()
        plt.pause(0.001)
        print("not kept")
    except (TimeoutError, KeyboardInterrupt) as error:
        print(type(error).__name__)
    plt.close("all")
