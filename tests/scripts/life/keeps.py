"""Forty figures shown one by one, under the backend that it is told, if any; prints the seconds of
processor that it took."""

import sys
import time

import matplotlib
import matplotlib.pyplot as plt

if sys.argv[1:]:
    matplotlib.use(sys.argv[1])
plt.rcParams["figure.max_open_warning"] = 0
start = time.process_time()
for number in range(40):
    plt.figure()
    plt.plot([number, 1])
    plt.title("figure %d" % number)
    plt.show()
print(time.process_time() - start)
