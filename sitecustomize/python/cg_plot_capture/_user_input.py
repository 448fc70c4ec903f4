"""What a person would do at a window at last: press a key, where a program waits for nothing else."""

import time

from . import _matplotlib_private, _start, _window_events

#: How many fruitless waits in a row a person lets pass, and shows of the same.
WAITS = 5
SHOWS = 2
#: What is pressed then, one at each further wait. `ginput` takes the first for a click.
KEYS = (" ", "enter", "escape", "q")

_told = False


def answer(figure, turn):
    """Presses the key whose turn it is, below 0 none. False: nothing that a person could do has helped."""
    if turn >= len(KEYS):
        return False
    if turn >= 0:
        _window_events.attempt(_matplotlib_private.press, figure, KEYS[turn])
    return True


def is_away(timeout):
    """Nobody is there: says so once, and waits as long as the program says, or a second."""
    global _told
    if not _told:
        _told = True
        _start.warn("the program waits for a key or a click in a figure's window, and nobody is there")
    time.sleep(timeout if timeout > 0 else 1)
