"""The life of a figure that pyplot manages: from its first show until it is closed."""

import atexit
import os
import sys
import weakref

from . import _changes, _deliver, _quirks, _script, _start, _window
from ._frames import Frames

#: Modules whose functions call tests, what prepares them, and the files that hold them.
TEST_RUNNERS = ("doctest", "unittest.case", "unittest.suite", "unittest.loader")
#: The figure that `pyplot.savefig` means after a show that closed all: the current one of then.
_last = None
#: Set at exit: what is closed from then on was not closed by the program.
_exiting = False


class Life:
    """What we know of one figure."""

    def __init__(self, figure, number):
        global _last
        # The figure holds its canvas, the canvas its manager, and that holds this.
        self._figure = weakref.ref(figure)
        self.number = number
        self.origin = _script.Origin()
        #: The process that made it: a forked child does not deliver what is its parent's.
        self.process = os.getpid()
        #: Hash of what was delivered last; None before.
        self.content = None
        #: Where its parts stood before that was drawn.
        self.layout = None
        #: What it looked like then, by `_changes`.
        self.fingerprint = None
        #: It was shown, or written to a file.
        self.shown = self.saved = False
        #: On a desktop its window would be open now, and show every change.
        self.on_screen = False
        #: The process that has a state on its screen which was not delivered yet.
        self.undelivered = None
        #: How many pauses in a row have changed nothing.
        self.idle = 0
        #: Since the last look: a pause has drawn it, because it was stale; the program itself has.
        self.pause_drew = self.program_drew = False
        self.frames = None
        _last = None
        _wait_for_exit()

    @property
    def figure(self):
        return self._figure()

    def show(self, block, sure=True, at_exit=False):
        """Delivers the figure if it is new or looks different than what was delivered; `sure`: find
        out by drawing it, even if nothing is known to have changed; `at_exit`: not by the program."""
        self.deliver_frames()
        if not at_exit:
            self.origin.folder = None
        self.shown = True
        self.on_screen = not block
        _window.animate(self.figure)
        unseen = self.content is None or self.undelivered == os.getpid()
        unseen = unseen or self.pause_drew or self.program_drew
        if sure or unseen or _changes.changed(self.figure, self.fingerprint):
            # Not at each show: that would be a change, and cost a rendering of all that are open.
            _window.draw(self.figure)
            self.deliver()

    def deliver(self):
        """Delivers it as it is, unless that is what was delivered last."""
        _deliver.deliver(self)
        self.undelivered = None
        self.settle()

    def settle(self):
        """What changes the figure from now on is a change."""
        self.fingerprint = _changes.of(self.figure)
        self.pause_drew = self.program_drew = False

    def pause(self):
        """A window would show the figure as it is, for a while. The first state is delivered at
        once, the last one when it is the last."""
        frames = _start.capture().frames()
        first = not self.shown
        self.shown = self.on_screen = True
        if first:
            _window.animate(self.figure)
            if not self.pause_drew:
                _window.draw(self.figure)
        changed = first or self.pause_drew or self.fingerprint != _changes.of(self.figure)
        self.idle = 0 if changed else self.idle + 1
        # No sign of a change, but maybe one: there are programs that draw in each round.
        changed = changed or self.program_drew
        if frames == "all" or (first and frames != 1):
            self.origin.folder = None
            if changed:
                self.deliver()
        elif changed:
            self.put_off()
            self.settle()
            if frames != "last":
                self.frames = self.frames or Frames(frames)
                self.frames.add(self)

    def drawn(self, by_pause):
        """Agg has drawn it, and whatever was stale is so no more."""
        self.pause_drew = self.pause_drew or by_pause
        self.program_drew = self.program_drew or not by_pause

    def flushed(self):
        """A window would show what was drawn, if there is one."""
        if self.on_screen:
            self.put_off()

    def put_off(self):
        """What is on the screen now is delivered later."""
        self.undelivered = os.getpid()
        self.origin.put_off()

    def deliver_frames(self):
        """Delivers what a loop of pauses has left, but for the last state."""
        if self.frames is not None:
            frames, self.frames = self.frames, None
            if self.undelivered == os.getpid():
                frames.deliver(self)

    def end(self):
        """Delivers the last state that was on the screen."""
        if self.undelivered == os.getpid() and self.figure is not None:
            self.deliver_frames()
            self.deliver()

    def close(self):
        """The program closes the figure, or a blocking show is over."""
        if _exiting:
            return
        self.end()
        figure = self.figure
        if self.shown and figure is not None:
            _window.attempt(_quirks.fire_close_event, figure)
        self.on_screen = False


def lives():
    """Those of the figures that are open in pyplot, the current one last."""
    return [manager.life for manager in _quirks.all_managers() if hasattr(manager, "life")]


def pause_all():
    """`pyplot.pause`: every figure is shown for a while."""
    for life in lives():
        life.pause()


def show_all(block):
    """`pyplot.show`: every figure is shown. Where it blocks, a desktop waits until all are closed."""
    global _last
    managers = _quirks.all_managers()
    for manager in managers:
        if hasattr(manager, "life"):
            manager.life.show(block, sure=manager is managers[-1])
        else:
            # Made by another backend, before the program asked for this one.
            _window.attempt(manager.show)
    if block and managers and not _is_kept():
        _last = managers[-1].canvas.figure
        for manager in managers:
            _quirks.close(manager)


def shown_last():
    """What `pyplot.savefig` writes, as there is no figure: the one that a closing show showed."""
    return None if _quirks.all_managers() else _last


def is_abandoned(number):
    """Whether a window of that number or label would have been closed by a person who saw that
    nothing happens any more: two pauses have changed nothing."""
    return any(
        life.idle > 1 and number in (life.number, life.figure.get_label()) for life in lives()
    )


def _is_kept():
    """Whether figures stay open after a blocking show."""
    after = _start.capture().after_show()
    return after == "keep" or (after == "auto" and (_quirks.without_windows() or _under_test()))


def _under_test():
    """Whether a test runner called us: tests look at the figures after the show."""
    frame = sys._getframe()
    while frame is not None:
        name = frame.f_globals.get("__name__")
        if name == "__main__":
            # `python -m doctest` runs under that name.
            name = getattr(frame.f_globals.get("__spec__"), "name", name)
        if isinstance(name, str) and (name in TEST_RUNNERS or name.startswith("_pytest.")):
            return True
        frame = frame.f_back
    return False


# The end of the process

#: The process that will call `_exit`.
_waits = None


def _wait_for_exit():
    """Has `_exit` called before Matplotlib closes all figures. Workers of multiprocessing do not run
    what is registered with `atexit`."""
    global _waits
    if _waits == os.getpid():
        return
    _waits = os.getpid()
    process, util = (sys.modules.get("multiprocessing." + name) for name in ("process", "util"))
    if process is not None and util is not None and process.parent_process() is not None:
        util.Finalize(None, _exit, exitpriority=0)
    else:
        atexit.register(_exit)


def _exit():
    """Delivers what was on the screen last, and what was never shown where that is asked for."""
    global _exiting
    if _exiting:
        return
    capture = _start.capture()
    capture.deliver_left()
    forgotten = 0
    for life in lives():
        life.end()
        if life.process == os.getpid() and not life.shown and _quirks.has_content(life.figure):
            if capture.unshown():
                life.show(block=True, at_exit=True)
            elif not life.saved:
                forgotten += 1
    _exiting = True
    capture.finish()
    if forgotten:
        capture.debug(
            "figures neither shown nor saved: %d (CG_PLOT_UNSHOWN=capture delivers them)" % forgotten
        )
