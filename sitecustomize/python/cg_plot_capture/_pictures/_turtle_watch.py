"""Delivers a window after two seconds also if the program does not draw then, but sleeps, computes or waits for
input: whoever ends the program may kill it.

A thread does that. It waits until the drawing is at rest, because a window does not show what the program has drawn
since its last update. The thread is not among those of `threading`, because a program may count them, and it blocks
all signals, because they are for the program's own threads.
"""

import _signal
import _thread
import os
import sys
import time

_error_boundary = sys.modules["cg_plot_capture._start"].sibling("_error_boundary")

#: The seconds between two looks at the drawing.
INTERVAL = 0.25

#: The windows with the locks that end their threads, and the system's numbers of the threads.
_watched, _numbers = {}, {}
#: The windows whose threads a fork has ended.
ended_by_fork = []
_registered = False


def start(window, seconds):
    """Starts a thread that calls `window.rests()` after some seconds, and then until that returns true."""
    global _registered
    if not _registered:
        _registered = True
        os.register_at_fork(before=_stop_all, after_in_child=_forget)
    lock, begun = _thread.allocate_lock(), _thread.allocate_lock()
    lock.acquire()
    begun.acquire()
    # A thread has the signal mask of the thread that starts it.
    mask = _signal.pthread_sigmask(_signal.SIG_BLOCK, _signal.valid_signals())
    try:
        _thread.start_new_thread(_watch, (window, seconds, lock, begun))
        begun.acquire(timeout=1)
    except RuntimeError:
        pass  # No thread can be started, for example at the end of the process.
    finally:
        _signal.pthread_sigmask(_signal.SIG_SETMASK, mask)


def start_again():
    """Starts the threads again that a fork has ended."""
    while ended_by_fork:
        window = ended_by_fork.pop()
        if not window.is_late and not window.is_destroyed:
            start(window, 2 * INTERVAL)


def stop(window):
    """Ends the thread of a window that closes."""
    if window in _watched:
        _release(_watched[window])


def _watch(window, seconds, lock, begun):
    _watched[window], _numbers[lock] = lock, _thread.get_native_id()
    begun.release()
    seen, wait = None, seconds - INTERVAL
    try:
        while not lock.acquire(timeout=wait) and not window.is_late:
            began = time.monotonic()
            state = _error_boundary.attempt(window.state)
            if state == seen and _error_boundary.attempt(window.rests):
                break
            # A large drawing is looked at less often, so that the program has nearly all of the time.
            seen, wait = state, max(INTERVAL, 20 * (time.monotonic() - began))
    finally:
        _numbers.pop(lock, None)
        if _watched.get(window) is lock:
            del _watched[window]


def _stop_all():
    """Ends all threads and waits until the system has ended them, because CPython 3.12 warns of a fork beside
    threads. None starts again at once, because that looks after the fork."""
    numbers = list(_numbers.values())
    for window, lock in list(_watched.items()):
        ended_by_fork.append(window)
        _release(lock)
    for _ in range(100):
        if not any(os.path.exists("/proc/self/task/%d" % number) for number in numbers):
            break
        time.sleep(0.001)


def _forget():
    """A forked child has no threads."""
    for each in _watched, _numbers, ended_by_fork:
        each.clear()


def _release(lock):
    try:
        lock.release()
    except RuntimeError:
        pass  # Another thread has released it already.
