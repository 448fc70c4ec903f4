"""The timers of a canvas. A window's would fire while the program waits."""

import time
import weakref

from matplotlib.backend_bases import TimerBase

from . import _error_boundary, _matplotlib_private, _window_events

#: The most timer calls during a blocking show, of all timers together,
MOST = 20
#: and the most seconds, because a callback may be slow.
SECONDS = 2

_running = weakref.WeakSet()


class Timer(TimerBase):
    """A timer that fires when the program lets its window live, and during a show."""

    #: The time of the next call, by `time.monotonic`; None if it does not run.
    due = None

    @_error_boundary.harmless
    def _timer_start(self):
        self.due = time.monotonic() + self.interval / 1000
        _running.add(self)

    @_error_boundary.harmless
    def _timer_stop(self):
        # Nothing else, because it is also called when the interpreter is torn down.
        self.due = None

    def fire(self, now):
        """Calls its callbacks, at the time `now`."""
        if self.single_shot:
            self.stop()
        else:
            self.due = now + self.interval / 1000
        if not _window_events.attempt(_matplotlib_private.fire_timer, self):
            self.stop()  # As the timer of a window does.


def next_one():
    """The timer that fires next, or None. Timers of animations do not count, because animations stay on
    their first frame."""
    waiting = [timer for timer in _running if timer.due is not None and not _animates(timer)]
    return min(waiting, key=lambda timer: timer.due, default=None)


def _animates(timer):
    owners = (getattr(function, "__self__", None) for function, *_ in timer.callbacks)
    return any(map(_matplotlib_private.is_animation, owners))


def fire_due():
    """Fires each timer that is due, once; returns whether there were any."""
    now = time.monotonic()
    fired = False
    while (timer := next_one()) is not None and timer.due <= now:
        timer.fire(now)
        fired = True
    return fired


def run(goes_on):
    """Fires the timers that would fire during a show, one after the other without waiting, while
    `goes_on()`."""
    began = time.monotonic()
    for _ in range(MOST):
        timer = next_one()
        if timer is None or time.monotonic() - began > SECONDS or not goes_on():
            break
        timer.fire(timer.due)


def until_next(most):
    """The seconds until the next timer fires, or `most`."""
    timer = next_one()
    return most if timer is None else min(most, max(timer.due - time.monotonic(), 0.001))
