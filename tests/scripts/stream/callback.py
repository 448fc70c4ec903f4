"""A child shows a figure from a callback that was registered before Matplotlib was imported, while another
thread of its parent is about to draw one."""

import os
import threading
import warnings

imported = False


def show():
    if imported:
        figure("child").show()


os.register_at_fork(after_in_child=show)

import matplotlib.pyplot as plt  # noqa: E402
from matplotlib.artist import Artist  # noqa: E402

asked, answer = threading.Event(), threading.Event()


class Waits(Artist):
    """Not while it is drawn: then Matplotlib itself has a lock that a child finds held."""

    def get_animated(self):
        asked.set()
        answer.wait()
        return super().get_animated()


def figure(title):
    figure = plt.figure()
    figure.suptitle(title)
    return figure


figure("parent").show()
slow = figure("thread")
slow.gca().add_artist(Waits())
thread = threading.Thread(target=slow.show)
thread.start()
asked.wait()
imported = True
warnings.simplefilter("ignore")  # 3.12 and later warn of a fork beside threads.
child = os.fork()
if child == 0:
    os._exit(0)
status = os.waitpid(child, 0)[1]
answer.set()
thread.join()
print(status)
