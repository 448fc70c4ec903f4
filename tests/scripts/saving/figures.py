"""Shows figures. Arguments: a word for their titles, how many, and perhaps `wait`: then it says when it is
ready and when it has shown them, and waits for a line each time."""

import sys

import matplotlib.pyplot as plt

word, count, *wait = sys.argv[1:]


def pause(said):
    if wait:
        print(said, flush=True)
        sys.stdin.readline()


pause("ready")
for number in range(int(count)):
    plt.title(f"{word} {number + 1}")
    plt.show()
pause("shown")
