"""Delivers the figures on the screen at the end of the process, before Matplotlib closes them."""

import contextlib
import os

from . import _deliver, _error_boundary, _exit_hook, _matplotlib_private, _start

#: The function that returns the states of the open figures.
_open_figures = None
#: Set at the end of the process: the program did not close a figure that is closed later.
is_over = False


def wait(open_figures):
    """Has `_exit` called, which asks `open_figures()` for the figures."""
    global _open_figures
    _open_figures = open_figures
    _exit_hook.register(_exit, _exit_now)


@_error_boundary.harmless
def _exit_now():
    """Delivers if the program calls `os._exit`, which runs no registered function. It does nothing while a
    figure is drawn, in any thread, because it could hang there."""
    here = os.getpid()
    if any(here in (state.undelivered, state.process) for state in _open_figures()) and _deliver.is_free():
        _exit()


@_error_boundary.harmless
def _exit():
    """Delivers the last states on the screen, and figures that were never shown if that is wanted."""
    global is_over
    if is_over:
        return
    capture = _start.capture()
    capture.deliver_left()
    _error_boundary.attempt(_deliver.deliver_put_off)
    # A worker that ends has no connection to the programs of its tasks any more.
    forgotten = deliver_rest(lambda task: task is None or task.program.is_direct())
    is_over = True
    capture.finish()
    if forgotten:
        capture.debug(
            "figures neither shown nor saved: %d (CG_PLOT_UNSHOWN=capture delivers them)" % forgotten
        )


def deliver_rest(is_meant):
    """Delivers what is left of the figures of those tasks. Returns how many were neither shown nor saved."""
    forgotten = 0
    for state in _open_figures():
        task = state.origin.task
        if not is_meant(task):
            continue
        with contextlib.nullcontext() if task is None else _start.sibling("_engines._tasks").Acting(task):
            _error_boundary.attempt(state.end)
            if state.process == os.getpid() and not state.shown and _matplotlib_private.has_content(state.figure):
                if _start.capture().settings().unshown:
                    _error_boundary.attempt(state.show, True, True, True)
                elif not state.saved:
                    forgotten += 1
    return forgotten
