"""Figures that nobody shows, in this process and in workers; one of them saved, one of them empty."""

# What ends a worker is registered before what closes Matplotlib's figures.
import multiprocessing.util
import sys

import matplotlib.pyplot as plt


def work(number):
    plt.figure()
    plt.title("worker %d" % number)


if __name__ == "__main__":
    plt.figure()
    plt.title("forgotten")
    plt.figure()
    plt.title("saved")
    plt.savefig("saved.png")
    plt.figure()
    plt.figure()
    plt.title("closed")
    plt.close()
    plt.figure()
    plt.title("shown")
    plt.gcf().show()
    if len(sys.argv) > 1:
        process = multiprocessing.get_context(sys.argv[1]).Process(target=work, args=(1,))
        process.start()
        process.join()
        assert process.exitcode == 0
