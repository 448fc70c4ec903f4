"""The end of the process: what is on a screen then is delivered, before Matplotlib closes all figures."""

import atexit
import os
import sys

from . import _deliver, _quirks, _seam, _start

#: The process that will call `_exit`.
_waits = None
#: Answers what is known of the figures that are open.
_lives = None
#: Set then: what is closed from then on was not closed by the program.
is_over = False


def wait(lives):
    """Has `_exit` called, which asks `lives()` for the figures. Workers of multiprocessing do not run what
    is registered with `atexit`."""
    global _waits, _lives
    _lives = lives
    if _waits == os.getpid():
        return
    _waits = os.getpid()
    process, util = (sys.modules.get("multiprocessing." + name) for name in ("process", "util"))
    if process is not None and util is not None and process.parent_process() is not None:
        util.Finalize(None, _exit, exitpriority=0)
    else:
        atexit.register(_exit)
    _start.sibling("_children").before_exit(_exit_now)


@_seam.harmless
def _exit_now():
    """The same where the program calls `os._exit`, which runs nothing of that. Not where it calls that while
    a figure is drawn, in another thread or in this one: it may hang there."""
    here = os.getpid()
    if any(here in (life.undelivered, life.process) for life in _lives()) and _deliver.is_free():
        _exit()


@_seam.harmless
def _exit():
    """Delivers what was on the screen last, and what was never shown where that is asked for."""
    global is_over
    if is_over:
        return
    capture = _start.capture()
    capture.deliver_left()
    _seam.attempt(_deliver.deliver_put_off)
    forgotten = 0
    for life in _lives():
        _seam.attempt(life.end)
        if life.process == os.getpid() and not life.shown and _quirks.has_content(life.figure):
            if capture.settings().unshown:
                _seam.attempt(life.show, True, True, True)
            elif not life.saved:
                forgotten += 1
    is_over = True
    capture.finish()
    if forgotten:
        capture.debug(
            "figures neither shown nor saved: %d (CG_PLOT_UNSHOWN=capture delivers them)" % forgotten
        )
