import signal
import sys

import matplotlib.pyplot as plt

if sys.argv[1] == "default":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
for number in range(5):
    plt.plot(range(number, 2000 + number))
    plt.show()
signal.signal(signal.SIGPIPE, signal.SIG_IGN)
print("done")
