"""Shows a figure of as many points as its argument says, and what else happened meanwhile."""

import random
import signal
import sys
import time

import matplotlib.pyplot as plt

plt.plot([random.random() for _ in range(int(sys.argv[1]))])
plt.axis("off")
shown = time.monotonic()
if sys.argv[2:] == ["alarm"]:
    signal.signal(signal.SIGALRM, lambda *_: print("alarm", time.monotonic() - shown < 5))
    signal.alarm(1)
plt.show()
print("done")
