"""A loop that redraws one figure until its window is closed, as found in every tutorial."""

import matplotlib.pyplot as plt

figure, axes = plt.subplots()
(line,) = axes.plot([0, 1], [0, 0])
other = plt.figure("other")
other.suptitle("other")
plt.figure(figure.number)

rounds = 0
while plt.fignum_exists(figure.number):
    if rounds < 20:
        line.set_ydata([0, rounds])
        axes.set_title("state %d" % rounds)
    plt.pause(0.001)
    # A pause draws, as many know who make a film of it.
    figure.canvas.buffer_rgba()
    rounds += 1
# It was not closed: what changes now is seen again.
print(rounds, plt.get_fignums())
axes.set_title("state 20")
plt.pause(0.001)
print(plt.fignum_exists(figure.number), plt.fignum_exists("other"), plt.fignum_exists(99))
plt.close("all")
