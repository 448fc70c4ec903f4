"""The states that a loop of pauses goes through, where some of them are wanted."""

from . import _deliver


class Frames:
    """Holds states evenly spread over a loop whose length nobody knows: where there are too many,
    every other one is given up, and from then on half as many are drawn."""

    def __init__(self, most):
        # The first one was delivered at once; the last one comes by itself.
        self.room = max(most - 2, 0)
        self.step = 1
        self.seen = 0
        self.held = []

    def add(self, life):
        """One more state of the figure."""
        if self.room == 0 or not _deliver.is_wanted():
            return
        self.seen += 1
        if self.seen % self.step:
            return
        if len(self.held) == self.room:
            self.step *= 2
            self.held = self.held[1::2]
            if self.seen % self.step:
                return
        made = _deliver.make(life)
        if made is not None:
            self.held.append(made)
            _deliver.draw_inline(life, made)

    def deliver(self, life):
        """Delivers what is held, in order."""
        for made in self.held:
            _deliver.send(life, made)
