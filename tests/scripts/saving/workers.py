"""Workers that show figures at the same moment. Arguments: the start method, a word for the titles, and
how many workers there are, 8 if it is left out."""

import multiprocessing
import sys

FIGURES = 5


def work(worker, word, ready):
    import matplotlib.pyplot as plt

    ready.wait()
    for number in range(FIGURES):
        plt.title(f"{word}: worker {worker}, figure {number}")
        plt.show()


if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 8
    ready = context.Barrier(count)
    workers = [
        context.Process(target=work, args=(worker, sys.argv[2], ready)) for worker in range(count)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    sys.exit(any(worker.exitcode for worker in workers))
