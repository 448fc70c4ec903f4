"""A daemon shows a figure, its parent ends, and the daemon shows another one. Each is announced on the
FIFO `shown`; the second one waits for the FIFO `go`."""

import os
import subprocess
import sys


def show(title):
    import matplotlib.pyplot as plt

    plt.title(title)
    plt.plot([1, 2])
    plt.show()
    with open("shown", "w") as shown:
        shown.write(title)


if len(sys.argv) > 1:
    # As daemon(7) has it: a session of its own, no controlling terminal, nothing open.
    os.setsid()
    if os.fork():
        os._exit(0)
    os.closerange(3, 256)
    show("first")
    with open("go") as go:
        go.read()
    show("second")
else:
    with open("log", "w") as log:
        subprocess.run([sys.executable, sys.argv[0], "daemon"], stdin=log, stdout=log, stderr=log)
    with open("shown") as shown:
        assert shown.read() == "first"
