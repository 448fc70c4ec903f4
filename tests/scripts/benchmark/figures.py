"""Draws one heavy figure; prints the seconds and megabytes that this took, and its bytes.

Arguments: what it is, how many, and how it is drawn: as a file of a format, or by `show`.
"""

import io
import sys
import time

import matplotlib.pyplot as plt
import numpy as np

kind, count, way = sys.argv[1], int(sys.argv[2]), sys.argv[3]
random = np.random.default_rng(1)


def noise(*shape):
    return random.normal(size=shape)


def surface(axes):
    side = np.linspace(-3, 3, count)
    x, y = np.meshgrid(side, side)
    axes.plot_surface(x, y, np.sin(x * y), rcount=count, ccount=count)


draw = {
    "scatter": lambda axes: axes.scatter(*noise(2, count)),
    "coloured": lambda axes: axes.scatter(*noise(2, count), c=noise(count)),
    "markers": lambda axes: axes.plot(*noise(2, count), "."),
    "line": lambda axes: axes.plot(noise(count)),
    "pcolormesh": lambda axes: axes.pcolormesh(noise(count, count)),
    "contourf": lambda axes: axes.contourf(noise(count, count)),
    "surface": surface,
    "bars": lambda axes: axes.bar(range(count), random.random(count)),
    "fill": lambda axes: axes.fill_between(range(count), random.random(count)),
}[kind]


def peak():
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / 1e6


figure = plt.figure()
draw(figure.add_subplot(projection="3d" if kind == "surface" else None))
if kind == "line":
    plt.rcParams["agg.path.chunksize"] = 20_000
# Fonts are looked for once in a process, which is not what is measured.
figure_of_text, _ = plt.subplots(num="text")
for warm in ["png", "svg"]:
    figure_of_text.savefig(io.BytesIO(), format=warm)
plt.close(figure_of_text)
# proc_pid_clear_refs(5): VmHWM begins again at what is in use now.
with open("/proc/self/clear_refs", "w") as file:
    file.write("5")
before, start, size = peak(), time.perf_counter(), 0
if way == "show":
    plt.show()
else:
    buffer = io.BytesIO()
    figure.savefig(buffer, format=way, dpi=150)
    size = buffer.tell()
print(time.perf_counter() - start, peak() - before, before, size)
