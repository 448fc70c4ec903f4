"""Shows a large figure. The handler of SIGALRM forks, and the child's delivery ends by that."""

import os
import random
import signal

import matplotlib.pyplot as plt


def handler(number, frame):
    child = os.fork()
    if child:
        assert os.waitpid(child, 0)[1] == 0
        print("forked", flush=True)


signal.signal(signal.SIGALRM, handler)
plt.plot([random.random() for _ in range(20000)])
this = os.getpid()
plt.show()
if os.getpid() != this:
    os._exit(0)
