"""Fifty figures shown one by one; prints the seconds of processor that it took."""

import time

import matplotlib.pyplot as plt

plt.rcParams["figure.max_open_warning"] = 0
start = time.process_time()
for number in range(50):
    plt.figure()
    plt.plot([number, 1])
    plt.title("figure %d" % number)
    plt.show()
print(time.process_time() - start)
