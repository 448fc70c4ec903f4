"""Has a full pipe for stderr and shows a figure, about which there is something to say. Who reads the
pipe: `never`, a `thread`, a signal `handler`, or one that `raises`. Its writing end `blocks` or not."""

import os
import signal
import sys
import threading
import time

who, flags, what = sys.argv[1:]
if what == "show":
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(1, 1))

reader, writer = os.pipe()
os.set_blocking(writer, False)
full = 0
try:
    while True:
        full += os.write(writer, b"x" * 4096)
except BlockingIOError:
    pass
os.set_blocking(writer, flags == "blocks")
os.dup2(writer, 2)


def drain():
    left = full
    while left:
        left -= len(os.read(reader, left))


def act():
    if what == "show":
        figure.show()
    else:
        import matplotlib.pyplot  # noqa: F401


#: Where the last signal came.
last = None


def handler(number, frame):
    """Reads once two signals have come at the same instruction: it waits for something."""
    global last
    here = (frame, frame.f_lasti)
    waits, last = here == last, here
    if waits:
        signal.setitimer(signal.ITIMER_REAL, 0)
        if who == "raises":
            raise ZeroDivisionError
        drain()


start = time.monotonic()
if who == "never":
    act()
elif who == "thread":
    begun = threading.Event()
    thread = threading.Thread(target=lambda: begun.wait() and drain())
    thread.start()
    # It runs when somebody waits without the GIL, and not before.
    sys.setswitchinterval(1000)
    begun.set()
    act()
    thread.join()
else:
    signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
    try:
        act()
    except ZeroDivisionError:
        print("raised")
        drain()
        act()
print("in time" if time.monotonic() - start < 20 else "late")
os.set_blocking(reader, False)
try:
    print(os.read(reader, full).decode().strip("x"), end="")
except BlockingIOError:
    pass
