"""A thread shows a figure that can't be saved, and waits to say so on a full stderr. Meanwhile a child is
forked, which shows one as well. Whoever delivers the first one says so on stdin."""

import os
import sys
import threading
import warnings

import matplotlib.pyplot as plt

reader, writer = os.pipe()
os.set_blocking(writer, False)
full = 0
try:
    while True:
        full += os.write(writer, b"x" * 4096)
except BlockingIOError:
    pass
os.set_blocking(writer, True)
os.dup2(writer, 2)

first, second = (plt.figure(figsize=(1, 1)) for _ in range(2))
thread = threading.Thread(target=first.show)
thread.start()
assert sys.stdin.readline() == "delivered\n"
# What it has left to do is to write that line, or to wait with it.
state = lambda: open("/proc/self/task/%d/stat" % thread.native_id).read().rpartition(")")[2].split()[0]
while state() != "S":
    pass
drained, drain = os.pipe()
warnings.simplefilter("ignore")  # 3.12 and later warn of a fork beside threads, on this stderr.
child = os.fork()
if child == 0:
    os.close(drain)
    os.read(drained, 1)
    second.show()
    os._exit(0)
os.close(drained)
while full:
    full -= len(os.read(reader, full))
thread.join()
os.close(drain)
assert os.waitpid(child, 0)[1] == 0
for line in os.read(reader, 10000).decode().splitlines():
    print(line)
