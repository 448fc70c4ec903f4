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

_error_boundary = sys.modules["cg_plot_capture._start"].sibling("_error_boundary")

#: The seconds between two looks at the drawing.
INTERVAL = 0.25

#: The windows with the locks that end their threads, and the locks that the threads release at their ends.
_watched = {}
#: The windows whose threads a fork has ended.
_ended_by_fork = []
_registered = False


def start(window, seconds):
    """Starts a thread that calls `window.late()` after some seconds."""
    global _registered
    stop, ended = _thread.allocate_lock(), _thread.allocate_lock()
    stop.acquire()
    ended.acquire()
    if not _registered:
        _registered = True
        # CPython 3.12 warns of a fork beside threads.
        os.register_at_fork(before=_stop_all, after_in_parent=_start_again, after_in_child=_watched.clear)
    # A thread has the signal mask of the thread that starts it.
    mask = _signal.pthread_sigmask(_signal.SIG_BLOCK, _signal.valid_signals())
    try:
        _watched[window] = stop, ended
        _thread.start_new_thread(_watch, (window, seconds, stop, ended))
    except RuntimeError:
        _watched.pop(window, None)  # No thread can be started, for example at the end of the process.
    finally:
        _signal.pthread_sigmask(_signal.SIG_SETMASK, mask)


def stop(window):
    """Ends the thread of a window that closes."""
    locks = _watched.get(window)
    if locks is not None:
        _release(locks[0])


def _watch(window, seconds, stop, ended):
    seen, wait = None, seconds - INTERVAL
    try:
        while not stop.acquire(timeout=wait) and not window.is_late:
            state = _error_boundary.attempt(window.state)
            if state == seen:
                _error_boundary.attempt(window.late)
                break
            seen, wait = state, INTERVAL
    finally:
        if _watched.get(window) == (stop, ended):
            del _watched[window]
        ended.release()


def _stop_all():
    """Ends all threads, and waits for a moment until they have ended."""
    for window, (stop, ended) in list(_watched.items()):
        _ended_by_fork.append(window)
        _release(stop)
        ended.acquire(timeout=0.1)


def _start_again():
    while _ended_by_fork:
        window = _ended_by_fork.pop()
        if not window.is_late and not window.is_destroyed:
            start(window, 2 * INTERVAL)


def _release(lock):
    try:
        lock.release()
    except RuntimeError:
        pass  # Another thread has released it already.
