"""Delivers a window after two seconds also if the program does not draw then, but sleeps, computes or waits for
input: whoever ends it may kill it.

The thread that does so ends after these seconds. It is not among those of `threading`, because a program may count
them, and it blocks all signals, because they are for the program's own threads.
"""

import _signal
import _thread
import os
import sys

_error_boundary = sys.modules["cg_plot_capture._start"].sibling("_error_boundary")

#: The locks that end the threads, and the locks that the threads release at their ends.
_waiting = {}
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
        os.register_at_fork(before=_stop_all, after_in_child=_waiting.clear)
    # A thread has the signal mask of the thread that starts it.
    mask = _signal.pthread_sigmask(_signal.SIG_BLOCK, _signal.valid_signals())
    try:
        _waiting[id(window)] = stop, ended
        _thread.start_new_thread(_wait, (window, seconds, stop, ended))
    except RuntimeError:
        _waiting.pop(id(window), None)  # No thread can be started, for example at the end of the process.
    finally:
        _signal.pthread_sigmask(_signal.SIG_SETMASK, mask)


def _wait(window, seconds, stop, ended):
    try:
        if not stop.acquire(timeout=seconds):
            _error_boundary.attempt(window.late)
    finally:
        _waiting.pop(id(window), None)
        ended.release()


def stop(window):
    """Ends the thread of a window that closes."""
    locks = _waiting.get(id(window))
    if locks is not None:
        _release(locks[0])


def _stop_all():
    """Ends all threads, and waits for a moment until they have ended."""
    for stop, ended in list(_waiting.values()):
        _release(stop)
        ended.acquire(timeout=0.1)


def _release(lock):
    if lock.locked():
        try:
            lock.release()
        except RuntimeError:
            pass  # Another thread has released it meanwhile.
