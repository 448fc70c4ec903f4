"""Figures of several kinds, some of them from worker processes, for the pictures of the page."""

import multiprocessing

import matplotlib.pyplot as plt
import numpy as np

rng = np.random.default_rng(7)
side = np.linspace(-2, 2, 60)
x, y = np.meshgrid(side, side)


def sample(size):
    values = np.random.default_rng(size).normal(size=(2, size))
    plt.scatter(*values, c=np.hypot(*values), cmap="plasma", s=14)
    plt.colorbar(label="distance from the mean")
    plt.title(f"{size} measurements")
    plt.show()


def field():
    plt.contourf(x, y, np.exp(-(x**2) - y**2) * np.sin(3 * x), 12, cmap="RdBu_r")
    plt.colorbar()
    plt.title("A wave packet")
    plt.show()


def surface():
    axes = plt.figure(figsize=(6.4, 4.8)).add_subplot(projection="3d")
    axes.plot_surface(x, y, np.cos(x * y), cmap="viridis")
    axes.set_title("cos xy")
    plt.show()


def seasons():
    figure, grid = plt.subplots(2, 2, layout="constrained", sharex=True)
    colors = {"Spring": "tab:green", "Summer": "tab:red", "Autumn": "tab:orange", "Winter": "tab:blue"}
    for axes, (name, color) in zip(grid.flat, colors.items()):
        axes.plot(np.cumsum(rng.normal(size=90)), color=color)
        axes.set_title(name)
    figure.suptitle("Deviation by season")
    plt.show()


if __name__ == "__main__":
    field()
    surface()
    seasons()
    context = multiprocessing.get_context("spawn")
    for size in (200, 500, 900):
        worker = context.Process(target=sample, args=(size,))
        worker.start()
        worker.join()
