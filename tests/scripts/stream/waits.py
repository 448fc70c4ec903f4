"""Shows a large figure. The handler of SIGALRM waits for a process that shows another one: `forked`, or
`started` with `child` as its argument."""

import os
import random
import signal
import subprocess
import sys

import matplotlib.pyplot as plt


def by_child():
    plt.close("all")
    plt.plot([1, 2])
    plt.title("by the child")
    plt.show()


def handler(number, frame):
    print("in the handler", flush=True)
    if sys.argv[1] == "started":
        subprocess.run([sys.executable, __file__, "child"], check=True)
        return
    child = os.fork()
    if not child:
        by_child()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0


if sys.argv[1] == "child":
    by_child()
else:
    signal.signal(signal.SIGALRM, handler)
    plt.plot([random.random() for _ in range(20000)])
    plt.title("first")
    plt.show()
