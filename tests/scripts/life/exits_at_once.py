"""Ends by `os._exit`, which runs nothing that waits for the end."""

import multiprocessing
import os
import sys
import threading
import time

import matplotlib.pyplot as plt
from matplotlib.artist import Artist

way = sys.argv[1]


def loop(name):
    for state in range(4):
        plt.clf()
        plt.title("%s %d" % (name, state))
        plt.pause(0.001)


class Slow(Artist):
    def draw(self, renderer):
        drawing.set()
        time.sleep(60)


if way == "forks":
    if os.fork() == 0:
        loop("child")
        os._exit(0)
    os.wait()
    loop("parent")
    if os.fork() == 0:
        os._exit(0)
    os.wait()
if way == "works":
    worker = multiprocessing.get_context("fork").Process(target=loop, args=["worker"])
    worker.start()
    worker.join()
if way != "forks":
    loop("state")
if way == "draws":
    # In the midst of our own drawing, as somebody does who has waited long enough.
    drawing = threading.Event()
    plt.gcf().add_artist(Slow())
    threading.Thread(target=lambda: drawing.wait() and os._exit(0)).start()
    plt.show()
print("out", flush=True)
os._exit(0)
