"""Shows a large figure, whose reader takes its time, and says which signals arrive meanwhile."""

import random
import signal

import matplotlib.pyplot as plt


def handler(number, frame):
    plt.figure()
    plt.plot([1, 2])
    plt.gcf().show()
    print("shown by the handler", flush=True)


signal.signal(signal.SIGALRM, handler)
plt.plot([random.random() for _ in range(20000)])
try:
    plt.show()
    print("shown", flush=True)
except KeyboardInterrupt:
    print("interrupted", flush=True)
plt.close("all")
plt.plot([2, 1])
plt.show()
