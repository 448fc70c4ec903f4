"""Three worker processes, each of which estimates pi and shows what it did."""

import multiprocessing

import matplotlib.pyplot as plt
import numpy as np


def estimate(points):
    rng = np.random.default_rng(points)
    x, y = rng.uniform(-1, 1, (2, points))
    inside = x**2 + y**2 <= 1

    fig, ax = plt.subplots(figsize=(5, 5))
    ax.scatter(x[inside], y[inside], s=6, color="tab:blue", label="inside")
    ax.scatter(x[~inside], y[~inside], s=6, color="tab:orange", label="outside")
    ax.set_aspect("equal")
    ax.set_title(f"{points} points: π ≈ {4 * inside.mean():.3f}")
    ax.legend(loc="upper right")
    plt.show()


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=estimate, args=(n,)) for n in (100, 500, 2000)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
