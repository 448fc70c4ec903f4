"""Puts a file of its own where the channel was, while a figure waits for its reader."""

import os
import random
import signal
import sys
import threading

import matplotlib.pyplot as plt


def swap(*_):
    os.close(3)
    assert os.open("own.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC) == 3
    os.write(3, b"mine\n")
    print("swapped", flush=True)


plt.plot([random.random() for _ in range(20000)])
if sys.argv[1] == "handler":
    signal.signal(signal.SIGALRM, swap)
else:
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
    threading.Thread(target=lambda: swap(signal.sigwait([signal.SIGALRM])), daemon=True).start()
plt.show()
