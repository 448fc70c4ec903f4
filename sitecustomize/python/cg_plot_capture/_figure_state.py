"""The state of a figure that pyplot manages, from its first show until it is closed.

We deliver what a person at a desktop would have seen (docs/DIFFERENCES.md). Nobody closes a window here,
so that a loop which waits for that has to end. After two pauses that changed nothing, `fignum_exists`
returns False. Other signs of a close (`get_fignums`, `close_event`) need ten rounds and two seconds,
because programs use them for other things too. The figure itself stays, so that a program which only
calculates for a while can go on drawing in it.
"""

import os
import time
import weakref

import matplotlib

from . import (
    _deliver,
    _error_boundary,
    _fingerprint,
    _frames,
    _matplotlib_private,
    _process_exit,
    _screen_pixels,
    _script,
    _start,
    _user_input,
    _window_events,
)

#: After this number of rounds without a change, and of seconds, a person would close the window.
ROUNDS = 10
SECONDS = 2
#: Calls that let a window live without a pause count as one round in this many seconds.
ROUND = 0.1


class FigureState:
    """The state of one figure."""

    def __init__(self, canvas, number):
        # The canvas has a reference to this object. Its figure may change, because a program may show a
        # closed figure in a new window.
        self._canvas = weakref.ref(canvas)
        self.number = number
        self.origin = _script.Origin()
        #: The process that made it: a forked child does not deliver its parent's figures.
        self.process = os.getpid()
        #: The hash of the last delivery; None before the first.
        self.content = None
        #: The layout before the last delivery was drawn.
        self.layout = None
        #: The fingerprint at the last delivery, by `_fingerprint`.
        self.fingerprint = None
        #: Whether it was shown, and whether it was written to a file.
        self.shown = self.saved = False
        #: Whether the program or a blocking show has closed it.
        self.is_closed = False
        #: Whether on a desktop its window would be open now, and show every change.
        self.on_screen = False
        #: Whether the program has let the window live since the last show. Another show is then one more
        #: round of such a loop, like a pause.
        self.looped = False
        #: The process whose screen has a state that was not delivered yet.
        self.undelivered = None
        #: The state that the window shows, and the look of the one that was delivered last.
        self.screen = self.delivered = None
        #: The number of pauses in a row that changed nothing, and of rounds of any kind.
        self.idle = self.rounds = 0
        #: The time of the last change, and of the last round.
        self.changed_at = self.looked_at = time.monotonic()
        #: Whether a person would have closed the window since then, so that `close_event` was fired.
        self.left = False
        #: How often the program has asked since then which figures are open.
        self.asked = 0
        #: The number of waits for a person that had no effect, and the look at that time.
        self.waited = 0
        self.waited_at = None
        #: A checksum of the pixels that the program drew last.
        self.pixels = None
        #: Since the last check: whether a pause has drawn it, because it was stale, and whether the program
        #: has.
        self.pause_drew = self.program_drew = False
        self.frames = None
        if matplotlib.is_interactive():
            # In interactive mode, its window opens when it is made.
            self.on_screen = True
            self.put_off()

    @property
    def figure(self):
        """The figure that its canvas draws; None if it was garbage collected."""
        canvas = self._canvas()
        return None if canvas is None else canvas.figure

    def show(self, block, sure=True, at_exit=False):
        """Delivers the figure if it is new or looks different from the last delivery. With `sure`, it is
        drawn to find out, even if no change is known. With `at_exit`, the program did not call."""
        if self.looped and self.on_screen and not block:
            self.looped = False
            self.pause()
            return
        self.deliver_frames()
        self.deliver_screen()
        if not at_exit:
            self.origin.shown()
        self.appear()
        self.on_screen = not block
        unseen = self.content is None or self.undelivered == os.getpid()
        unseen = unseen or self.pause_drew or self.program_drew
        if sure or unseen or _fingerprint.changed(self.figure, self.fingerprint):
            # Not at each show, because it would count as a change, and cost a rendering of every open figure.
            _window_events.draw(self.figure)
            self.deliver()

    def appear(self):
        """The window is open, and somebody looks at it."""
        self.idle = self.rounds = self.asked = 0
        self.left, self.changed_at = False, time.monotonic()
        if not self.shown:
            self.shown = self.on_screen = True
            _window_events.resize(self.figure)
        _window_events.animate(self.figure)

    def deliver(self):
        """Delivers the figure, unless it equals the last delivery."""
        _deliver.deliver(self)
        self.undelivered = None
        self.settle()
        self.delivered = self.fingerprint
        self.screen = _screen_pixels.Screen(self.figure, self.fingerprint)

    def deliver_screen(self):
        """If the program has removed artists since the window was drawn, and has not drawn it again,
        delivers the pixels that the window shows. Returns whether that is so."""
        if self.screen is None or not self.screen.is_emptied(self.figure):
            return False
        if self.undelivered == os.getpid() and self.screen.fingerprint != self.delivered:
            figure = self.screen.figure(self._canvas())
            if figure is not None:
                pixels = _screen_pixels.Pixels(self, figure)
                _deliver.deliver(pixels)
                self.content, self.delivered = pixels.content, self.screen.fingerprint
        self.undelivered = None
        return True

    def settle(self):
        """Stores the current look, from which changes are counted."""
        self.fingerprint = _fingerprint.of(self.figure)
        self.pause_drew = self.program_drew = False

    def pause(self):
        """A window would show the figure for a while. The first state is delivered at once, and the last
        one when it is known to be the last."""
        frames = _start.capture().settings().frames
        first = not self.shown
        self.on_screen = True
        if first:
            self.appear()
            if not self.pause_drew:
                _window_events.draw(self.figure)
        changed = first or self.pause_drew or self.looks_different()
        self.idle = 0 if changed else self.idle + 1
        self.round(changed)
        # There may be a change that we can't see: some programs draw in each round.
        changed = changed or self.program_drew
        if frames == "all" or (first and frames != 1):
            self.origin.shown()
            if changed:
                self.deliver()
        elif changed:
            self.settle()
            self.put_off(self.fingerprint)
            if frames != "last":
                self.frames = self.frames or _frames.Frames(frames)
                if _deliver.is_wanted():
                    self.frames.add(self.make)

    def drawn(self, by_pause, idle):
        """Agg has drawn the figure, so that nothing is stale any more. With `idle`, a window would draw
        only later."""
        self.pause_drew = self.pause_drew or by_pause
        self.program_drew = self.program_drew or not by_pause
        if self.on_screen and not idle:
            self.put_off()

    def draws_idle(self):
        """Agg is about to draw over the state that the window shows."""
        if self.undelivered == os.getpid() and self.screen.is_emptied(self.figure):
            self.screen.keep(self._canvas())

    def looks_different(self):
        """Whether the program has changed it since the last check, as far as that is visible without
        drawing."""
        if self.fingerprint != _fingerprint.of(self.figure):
            return True
        if not self.program_drew:
            return False
        before, self.pixels = self.pixels, _fingerprint.pixels(self.figure.canvas)
        return self.pixels != before

    def flushed(self):
        """The window would show the drawing now, if it is open."""
        if self.on_screen:
            self.put_off()
            if time.monotonic() - self.looked_at > ROUND:
                changed = self.looks_different()
                self.settle()
                self.round(changed)

    def round(self, changed):
        """Counts a round of a loop that lets the window live. If nothing changes any more, a person would
        close the window in the end."""
        self.looked_at = time.monotonic()
        if changed:
            self.changed_at = self.looked_at
            self.rounds, self.asked, self.left = 0, 0, False
            return
        self.rounds += 1
        if self.rounds >= ROUNDS and self.looked_at - self.changed_at >= SECONDS and not self.left:
            self.left = True
            # The figure stays, so that it is seen again if the program goes on drawing in it.
            if _matplotlib_private.listens(self.figure, "close_event"):
                _window_events.attempt(_matplotlib_private.fire_close_event, self.figure)

    def is_missed(self):
        """Whether the program may be told that the figure is not open, because it asks again and again and
        waits for that. A program that asks after its loop wants the figures."""
        self.asked += 1
        return self.left and self.asked > ROUNDS

    def waits(self):
        """The program waits for a person. Returns False if nothing that a person could do has helped."""
        seen = _fingerprint.of(self.figure)
        self.waited = self.waited + 1 if seen == self.waited_at else 0
        self.waited_at = seen
        turn = self.waited - _user_input.WAITS
        # If nothing is visible, a key has closed the window and pyplot has opened another one.
        return turn < 0 or (_matplotlib_private.has_content(self.figure) and _user_input.answer(self.figure, turn))

    def put_off(self, fingerprint=None):
        """The current state is delivered later; `fingerprint` is its look, if that is known."""
        self.undelivered = os.getpid()
        self.screen = _screen_pixels.Screen(self.figure, fingerprint)
        self.origin.put_off()

    def deliver_frames(self):
        """Delivers the states that a loop of pauses has left, except the last one."""
        if self.frames is not None:
            frames, self.frames = self.frames, None
            if self.undelivered == os.getpid():
                for made in frames.held:
                    _deliver.send(self, made)

    def make(self):
        """Renders its current state for a delivery."""
        made = _deliver.make(self)
        if made is not None:
            _deliver.draw_inline(self, made)
        return made

    def end(self):
        """Delivers the last state that was on the screen."""
        if self.undelivered != os.getpid() or self.figure is None:
            return
        # A figure that was never shown is on the screen because of interactive mode, and may be unfinished.
        if self.shown or _matplotlib_private.has_content(self.figure):
            self.shown = True
            self.deliver_frames()
            if not self.deliver_screen():
                self.deliver()

    def close(self):
        """The program closes the figure, or a blocking show has ended."""
        self.is_closed = True
        if _process_exit.is_over:
            return
        _error_boundary.attempt(self.end)
        figure = self.figure
        if self.shown and figure is not None and not self.left:
            _window_events.attempt(_matplotlib_private.fire_close_event, figure)
        self.on_screen = False
