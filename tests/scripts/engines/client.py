"""A client: has the cluster at an address run tasks that show figures, and says what they answered.

Arguments: the address, what each figure has in it, how many tasks, and which of the functions below they run.
"""

import sys

from distributed import Client, worker_client


def shows(mark, number):
    """Sends an SVG as the capture does, without a second of Matplotlib."""
    start = sys.modules["cg_plot_capture._start"]
    capture = start.capture()
    svg = b"<svg>%s %d</svg>" % (mark.encode(), number)
    return capture.ready() and capture.deliver("task.py", svg, None)[0]


def starts(mark, number):
    """A task that starts another one, for which it leaves its thread."""
    with worker_client() as client:
        return client.submit(shows, mark, number).result()


def draws(mark, number):
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    axes.plot([0, number, 1], gid=mark)
    axes.set_title("%s %d" % (mark, number))
    plt.show()
    return True


def loops(mark, number):
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    for round in range(3):
        axes.plot([0, round, number], gid=mark)
        plt.pause(0.001)
    return True


def is_killed(mark, number):
    """The worker dies with its first figure. It is the first process of its namespace, which no signal of its own
    ends."""
    import os

    shows(mark, number)
    os._exit(1)


if __name__ == "__main__":
    address, mark, count, what = sys.argv[1:5]
    with Client(address) as client:
        print(client.gather(client.map(globals()[what], [mark] * int(count), range(int(count)), retries=0)))
