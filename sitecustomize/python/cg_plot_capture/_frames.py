"""States of a loop whose length nobody knows."""


class Frames:
    """Holds states evenly spread: where there are too many, every other one is given up, and from then on half as many
    are made."""

    def __init__(self, most):
        # The first one was delivered at once; the last one comes by itself.
        self.room = max(most - 2, 0)
        self.step = 1
        self.seen = 0
        self.held = []

    def add(self, make):
        """One more state, which `make` answers if it is to be held; None where there is none."""
        if self.room == 0:
            return
        self.seen += 1
        if self.seen % self.step:
            return
        if len(self.held) == self.room:
            self.step *= 2
            self.held = self.held[1::2]
            if self.seen % self.step:
                return
        made = make()
        if made is not None:
            self.held.append(made)
