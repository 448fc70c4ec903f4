"""The clock of a window. It skips the time until the next timer, and drawing has no delays."""

import sys
import time

_errors = sys.modules["cg_plot_capture._start"].sibling("_pictures._turtle_errors")

#: How long an event loop runs, in seconds of this clock.
LONGEST = 60


class Clock:
    """The real time plus the skipped time.

    A program that reads this clock thus sees as much time pass as on a desktop.
    """

    def __init__(self):
        self._skipped = 0.0
        self._made = 0
        #: The timers by name: when each is due, its number, and what it calls.
        self._timers = {}
        #: The threads that have drawn, for which an event loop waits.
        self.drawing = set()

    def now(self):
        return time.monotonic() + self._skipped

    def skip(self, seconds):
        """Adds seconds without a wait."""
        self._skipped += max(seconds, 0)

    def set(self, seconds, function, arguments):
        """Has a function called later; returns the timer's name."""
        name = "after#%d" % self._made
        self._made += 1
        self._timers[name] = self.now() + max(seconds, 0), self._made, function, arguments
        return name

    def cancel(self, name):
        self._timers.pop(name, None)

    def next_due(self):
        """The time of the next timer; None without one."""
        return min(list(self._timers.values()))[0] if self._timers else None

    def fire_due(self):
        """Calls the timers that are due, but none that is set meanwhile, because a timer may set itself again."""
        now = self.now()
        waiting = sorted((timer[:2], name) for name, timer in list(self._timers.items()) if timer[0] <= now)
        for _, name in waiting:
            _, _, function, arguments = self._timers.pop(name, (None, None, None, None))
            if function is not None:
                _errors.call(function, *arguments)

    def run(self, goes_on):
        """Runs an event loop while `goes_on()`, until there is no timer or thread left, for at most 60 s."""
        end = self.now() + LONGEST
        while goes_on() and self.now() < end:
            due = self.next_due()
            threads = self._other_threads(due is not None)
            if due is None and not threads or due is not None and due > end:
                break
            if threads:
                # Threads need real time.
                wait = 0.05 if due is None else min(max(due - self.now(), 0), 0.05)
                threads[0].join(wait)
            else:
                self.skip(due - self.now())
            self.fire_due()

    def _other_threads(self, daemons):
        """The threads that may still draw: those that have drawn, and all except daemons. With `daemons` it is all
        threads, because a timer may wait for their results."""
        threading = sys.modules.get("threading")
        if threading is None:
            return []
        mine = threading.current_thread(), threading.main_thread()
        others = [thread for thread in threading.enumerate() if thread not in mine]
        return [thread for thread in others if daemons or not thread.daemon or thread.ident in self.drawing]

