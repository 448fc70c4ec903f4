"""Answers a program that waits for a person, by pressing a key in its window."""

import time

from . import _matplotlib_private, _start, _window_events

#: The number of waits without effect, or of shows of the same figures, after which a key is pressed.
WAITS = 5
SHOWS = 2
#: The keys, one for each further wait. `ginput` takes the first one for a click.
KEYS = (" ", "enter", "escape", "q")

_told = False


def answer(figure, turn):
    """Presses key number `turn`; below 0 none. Returns False if every key was tried."""
    if turn >= len(KEYS):
        return False
    if turn >= 0:
        _window_events.attempt(_matplotlib_private.press, figure, KEYS[turn])
    return True


def is_away(timeout):
    """Nobody is there: reports that once, and waits as long as the program says, or a second."""
    global _told
    if not _told:
        _told = True
        _start.warn("the program waits for a key or a click in a figure's window, and nobody is there")
    time.sleep(timeout if timeout > 0 else 1)
