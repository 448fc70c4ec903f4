"""Processes of one run that live one after another, each with a figure."""

import multiprocessing
import subprocess
import sys


def work(_):
    import matplotlib.pyplot as plt

    plt.plot([1, 2])
    plt.show()


if __name__ == "__main__":
    if sys.argv[1:] == []:
        for _ in range(2):
            subprocess.run([sys.executable, __file__, "child"], check=True)
        for method in ("fork", "spawn", "forkserver"):
            with multiprocessing.get_context(method).Pool(1, maxtasksperchild=1) as pool:
                pool.map(work, range(2), chunksize=1)
    work(None)
