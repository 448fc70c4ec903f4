"""The clock of a window: nothing waits for its timers, and drawing does not slow down to be watched."""

import sys
import time

_errors = sys.modules["cg_plot_capture._start"].sibling("_pictures._turtle_errors")

#: How long an event loop runs, in seconds of this clock.
LONGEST = 60


class Clock:
    """The real time and the time that was not waited for.

    A program that waits for the clock of its turtles thus sees as much of it as it would on a desktop.
    """

    def __init__(self):
        self._skipped = 0.0
        self._made = 0
        #: By their names: when each is due, and what is called then.
        self._timers = {}
        #: The threads that have drawn, for which an event loop waits.
        self.drawing = set()

    def now(self):
        return time.monotonic() + self._skipped

    def skip(self, seconds):
        """Lets time pass that nobody waits for."""
        self._skipped += max(seconds, 0)

    def set(self, seconds, function, arguments):
        """Has a function called later; answers the timer's name."""
        name = "after#%d" % self._made
        self._made += 1
        self._timers[name] = self.now() + max(seconds, 0), self._made, function, arguments
        return name

    def cancel(self, name):
        self._timers.pop(name, None)

    def next_due(self):
        """When the next timer is due; None without one."""
        return min(list(self._timers.values()))[0] if self._timers else None

    def fire_due(self):
        """Calls what is due, but nothing that is set meanwhile: it may set itself anew."""
        now = self.now()
        waiting = sorted((timer[:2], name) for name, timer in list(self._timers.items()) if timer[0] <= now)
        for _, name in waiting:
            _, _, function, arguments = self._timers.pop(name, (None, None, None, None))
            if function is not None:
                _errors.call(function, *arguments)

    def run(self, goes_on):
        """An event loop: until there is nothing more to wait for, or for 60 s, while `goes_on()`."""
        end = self.now() + LONGEST
        while goes_on() and self.now() < end:
            due = self.next_due()
            threads = self._other_threads(due is not None)
            if due is None and not threads or due is not None and due > end:
                break
            if threads:
                # What they do takes real time.
                wait = 0.05 if due is None else min(max(due - self.now(), 0), 0.05)
                threads[0].join(wait)
            else:
                self.skip(due - self.now())
            self.fire_due()

    def _other_threads(self, daemons):
        """The threads that may draw still: those that the process waits for anyway, and those that have drawn; with
        `daemons` any: a timer may wait for their results."""
        threading = sys.modules.get("threading")
        if threading is None:
            return []
        mine = threading.current_thread(), threading.main_thread()
        others = [thread for thread in threading.enumerate() if thread not in mine]
        return [thread for thread in others if daemons or not thread.daemon or thread.ident in self.drawing]

