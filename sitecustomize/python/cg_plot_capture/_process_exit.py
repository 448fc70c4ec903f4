"""The end of the process: what is on a screen then is delivered, before Matplotlib closes all figures."""

import os

from . import _deliver, _error_boundary, _exit_hook, _matplotlib_private, _start

#: The process that will call `_exit`.
_waits = None
#: Answers what is known of the figures that are open.
_open_figures = None
#: Set then: what is closed from then on was not closed by the program.
is_over = False


def wait(open_figures):
    """Has `_exit` called, which asks `open_figures()` for the figures."""
    global _waits, _open_figures
    _open_figures = open_figures
    if _waits == os.getpid():
        return
    _waits = os.getpid()
    _exit_hook.register(_exit, _exit_now)


@_error_boundary.harmless
def _exit_now():
    """The same where the program calls `os._exit`, which runs nothing of that. Not where it calls that while
    a figure is drawn, in another thread or in this one: it may hang there."""
    here = os.getpid()
    if any(here in (state.undelivered, state.process) for state in _open_figures()) and _deliver.is_free():
        _exit()


@_error_boundary.harmless
def _exit():
    """Delivers what was on the screen last, and what was never shown where that is asked for."""
    global is_over
    if is_over:
        return
    capture = _start.capture()
    capture.deliver_left()
    _error_boundary.attempt(_deliver.deliver_put_off)
    forgotten = 0
    for state in _open_figures():
        _error_boundary.attempt(state.end)
        if state.process == os.getpid() and not state.shown and _matplotlib_private.has_content(state.figure):
            if capture.settings().unshown:
                _error_boundary.attempt(state.show, True, True, True)
            elif not state.saved:
                forgotten += 1
    is_over = True
    capture.finish()
    if forgotten:
        capture.debug(
            "figures neither shown nor saved: %d (CG_PLOT_UNSHOWN=capture delivers them)" % forgotten
        )
