"""Shows a figure beside sub-interpreters (CPython 3.14), and one in a process that one of them starts."""

import sys
from concurrent import interpreters
from concurrent.futures import InterpreterPoolExecutor


def work(number):
    import subprocess

    return number, subprocess.check_output(["echo", "child"])


def draw(number):
    import matplotlib.pyplot as plt

    plt.figure(number)
    plt.show()


if __name__ == "__main__":
    with InterpreterPoolExecutor(2) as workers:
        print(list(workers.map(work, range(4))))
        try:
            print(list(workers.map(draw, range(4))))
        except ImportError as error:
            # NumPy does not load there.
            print(error)
    other = interpreters.create()
    other.exec(f"import subprocess; subprocess.run([{sys.executable!r}, 'figure.py'], check=True)")
    other.close()
    draw(0)
