"""Shows when the main script has come to its end."""

import atexit
import threading

import matplotlib.pyplot as plt


class Report:
    def __init__(self):
        self.figure = plt.figure()
        self.figure.suptitle("deleted")

    def __del__(self):
        self.figure.show()


def show(title):
    plt.figure()
    plt.suptitle(title)
    plt.show()


atexit.register(show, "at exit")
report = Report()
del report
threading.Timer(0.1, show, ["later"]).start()
