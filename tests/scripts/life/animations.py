"""Animations are on their first frame, initialised, and nobody warns."""

import matplotlib.pyplot as plt
from matplotlib.animation import ArtistAnimation, FuncAnimation

figure, axes = plt.subplots()
(line,) = axes.plot([], [])
axes.set(xlim=(0, 10), ylim=(0, 10))


def begin():
    line.set_data([], [])
    axes.set_title("initialised")
    return (line,)


def update(frame):
    line.set_data([0, frame], [0, frame])
    axes.set_title("frame %d" % frame)
    return (line,)


with_init = FuncAnimation(figure, update, frames=range(3, 10), init_func=begin, blit=True)
figure2, axes2 = plt.subplots()
called = []


def update2(frame):
    called.append(frame)
    axes2.plot([frame, 1])
    axes2.set_title("second %d" % frame)


without_init = FuncAnimation(figure2, update2, frames=iter([5, 6, 7]), save_count=3)
figure3, axes3 = plt.subplots()
axes3.set_title("artists")
artists = [[axes3.text(0.5, 0.5, "artist %d" % number)] for number in range(3)]
of_artists = ArtistAnimation(figure3, artists)
figure4, axes4 = plt.subplots()
axes4.set_title("fails")


def fails(frame):
    raise ValueError("the program's own")


of_failures = FuncAnimation(figure4, fails, frames=3)
plt.show()
print(called)
print([artist.get_visible() for (artist,) in artists])
