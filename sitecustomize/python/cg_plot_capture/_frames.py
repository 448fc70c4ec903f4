"""Keeps some states of a loop of unknown length."""


class Frames:
    """Holds evenly spread states. If they become too many, every other one is dropped, and from then on half as
    many are made."""

    def __init__(self, most):
        # The first and the last state are delivered without us.
        self.room = max(most - 2, 0)
        self.step = 1
        self.seen = 0
        self.held = []

    def add(self, make):
        """Counts one more state. Calls `make` for it if it should be held; `make` may return None."""
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
