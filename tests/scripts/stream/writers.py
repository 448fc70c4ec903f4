"""Workers that all show figures at the same time: start method, how many, how many figures each,
how many points a figure has."""

import multiprocessing
import random
import sys


def work(worker, figures, points):
    import matplotlib.pyplot as plt

    for number in range(figures):
        plt.plot([random.random() for _ in range(points)])
        plt.axis("off")
        plt.title(f"{worker} {number}")
        plt.show()


if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    count, *rest = map(int, sys.argv[2:])
    if sys.argv[1] == "fork":
        import matplotlib.pyplot  # noqa: F401  # Once instead of in each.
    workers = [context.Process(target=work, args=(worker, *rest)) for worker in range(count)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * count
