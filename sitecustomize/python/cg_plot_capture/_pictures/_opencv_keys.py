"""The keys that end programs which wait for a key in a window of OpenCV.

Nobody presses a key here. While the windows change, a wait returns at once without a key. If they no longer
change, the program waits for a person. Then we press the keys that end most programs, one at each wait.
"""

import sys
import time

_start = sys.modules["cg_plot_capture._start"]

#: The number of waits without a change before the first key, and the keys: Escape, `q`, Enter and space. They come
#: again in another order, because a program may wait for one key and then for another one in each round.
WAITS = 2
KEYS = (27, ord("q"), 13, ord(" "), ord("q"), 27, ord(" "), 13)
#: A part of a video may have equal frames. So many waits after new arrays, for so many seconds, count as changes
#: although the windows look the same. Three hundred frames are ten seconds of most videos.
EQUAL_FRAMES, SECONDS = 300, 5


class Keys:
    """The keys that are pressed in the windows of a program."""

    def __init__(self):
        #: The number of waits in a row without a change.
        self._idle = 0
        #: The number of waits after new arrays that look the same, and the time of the last change.
        self._equal, self._changed = 0, 0.0

    def begin(self):
        """Begins anew, because the windows have changed."""
        self._idle = self._equal = 0
        self._changed = time.monotonic()

    def are_pressed(self):
        """Whether all keys were pressed."""
        return self._idle >= WAITS + len(KEYS)

    def wait(self, delay, changed, new):
        """Returns the key that is pressed during a wait, or -1. `new` says whether the program has shown another
        array, which a wait without a limit ignores, because it is no part of a video."""
        if changed:
            self.begin()
        elif delay > 0 and new and self._equal < EQUAL_FRAMES and time.monotonic() - self._changed < SECONDS:
            self._idle = 0
            self._equal += 1
        else:
            self._idle += 1
        turn = self._idle - WAITS
        if 0 <= turn < len(KEYS):
            return KEYS[turn]
        if turn >= 0:
            text = "the program waits for a key in a window of OpenCV, and nobody is there"
            _start.capture().warn(text)
            time.sleep(delay / 1000 if delay > 0 else 1)
        return -1
