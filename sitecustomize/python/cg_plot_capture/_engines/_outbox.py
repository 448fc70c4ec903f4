"""The figures in a worker's process that wait until their program takes them.

The worker keeps the bytes, and the program takes them piece by piece, so that none are kept anywhere between. A
task that shows faster than its program takes waits, as it waits for a full pipe.
"""

import collections
import posix
import threading
import time

#: The bytes that may wait before a task has to, and those that may wait if a task cannot.
ROOM, MOST = 32 << 20, 64 << 20
#: How many seconds a task waits for a program that takes nothing.
PATIENCE = 60
#: The most bytes of one piece.
PIECE = 4 << 20


class Outbox:
    """A stream of bytes from one worker to one program, of which the part that was not taken is kept."""

    def __init__(self, tell):
        #: A new number for each stream: the program begins anew if it sees another one.
        self.id = posix.urandom(8).hex()
        #: How many figures it had.
        self.count = 0
        #: Tells the program that there is something to take.
        self._tell = tell
        self._parts = collections.deque()
        #: The places in the stream of the first byte that is kept, and behind the last one.
        self._begin = self._end = 0
        #: Whether the program knows that there is something.
        self._told = False
        #: Whether the program has taken nothing for too long.
        self._absent = False
        self._taken_at = time.monotonic()
        self._changed = threading.Condition()

    def is_empty(self):
        """Whether the program has taken everything."""
        return self._begin == self._end

    def put(self, parts, may_wait):
        """Adds a figure. Returns whether it will be taken, as far as that is known."""
        size = sum(map(len, parts))
        with self._changed:
            if not self._has_room(size, may_wait):
                return False
            self._parts.extend(parts)
            self._end += size
            self.count += 1
            news, self._told = not self._told, True
        if news:
            self._tell()
        return True

    def _has_room(self, size, may_wait):
        began = time.monotonic()
        while self._begin != self._end and self._end - self._begin + size > (ROOM if may_wait else MOST):
            left = max(began, self._taken_at) + PATIENCE - time.monotonic()
            if not may_wait or self._absent:
                return False
            if left <= 0:
                self._absent = True
                return False
            self._changed.wait(left)
        return True

    def take(self, id, position):
        """The next piece: the stream's number, the place where the piece begins, its bytes, and the place behind
        all that there is. What is before `position` in the stream `id` has arrived, and is forgotten."""
        with self._changed:
            self._taken_at, self._absent = time.monotonic(), False
            if id != self.id:
                position = self._begin
            self._forget(position)
            data, room = [], PIECE
            for part in self._parts:
                data.append(part[:room])
                room -= len(data[-1])
                if not room:
                    break
            if not data:
                self._told = False
            self._changed.notify_all()
            return self.id, self._begin, b"".join(data), self._end

    def _forget(self, position):
        while self._parts and position > self._begin:
            part = self._parts.popleft()
            gone = min(position - self._begin, len(part))
            self._begin += gone
            if gone < len(part):
                self._parts.appendleft(memoryview(part)[gone:])

    def expire(self):
        """Forgets everything if the program has taken nothing for too long. Returns whether that was so."""
        with self._changed:
            if self.is_empty() or time.monotonic() < self._taken_at + PATIENCE:
                return False
            self._parts.clear()
            self.id = posix.urandom(8).hex()
            self._begin = self._end = 0
            self._told, self._absent = False, True
            self._changed.notify_all()
            return True
