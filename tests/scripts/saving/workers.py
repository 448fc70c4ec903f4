"""Workers that show figures at the same moment. Arguments: the start method and a word for the titles."""

import multiprocessing
import sys

WORKERS = 8
FIGURES = 5


def work(worker, word, ready):
    import matplotlib.pyplot as plt

    ready.wait()
    for number in range(FIGURES):
        plt.title(f"{word}: worker {worker}, figure {number}")
        plt.show()


if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    ready = context.Barrier(WORKERS)
    workers = [
        context.Process(target=work, args=(worker, sys.argv[2], ready)) for worker in range(WORKERS)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    sys.exit(any(worker.exitcode for worker in workers))
