"""The last state of a loop is there however the program ends."""

import os
import sys
import time

import matplotlib.pyplot as plt

start = time.monotonic()
for state in range(4):
    plt.clf()
    plt.title("state %d" % state)
    plt.bar([0, 1], [state, 1])
    plt.pause(0.05)
assert time.monotonic() - start > 0.2, "pause sleeps"
if sys.argv[1] == "raises":
    raise SystemExit("enough")
if sys.argv[1] == "shows":
    plt.show()
    print(plt.get_fignums())
if sys.argv[1] == "forks":
    if os.fork() == 0:
        sys.exit()
    os.wait()
