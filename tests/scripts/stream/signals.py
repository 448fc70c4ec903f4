"""Shows a large figure. The handler of SIGALRM shows another one meanwhile, and SIGINT ends the wait.
Then: nothing, the same `again`, or `another` figure."""

import random
import signal
import sys

import matplotlib.pyplot as plt


def large(title):
    figure = plt.figure()
    figure.gca().plot([random.random() for _ in range(20000)])
    figure.gca().set_title(title)
    return figure


def handler(number, frame):
    large("by the handler").show()
    print("shown by the handler", flush=True)


signal.signal(signal.SIGALRM, handler)
large("first")
try:
    plt.show()
    print("shown", flush=True)
except KeyboardInterrupt:
    print("interrupted", flush=True)
if sys.argv[1:] == ["again"]:
    plt.show()
elif sys.argv[1:] == ["another"]:
    plt.close("all")
    large("another")
    plt.show()
