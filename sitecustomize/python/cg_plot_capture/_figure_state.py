"""What is known of one figure that pyplot manages, from its first show until it is closed.

What is delivered is what a person at a desktop would have seen (docs/DIFFERENCES.md). Nobody closes a window here, so
a loop that waits for that has to end. After two pauses that changed nothing, `fignum_exists` answers no. Other signs
of a close (`get_fignums`, `close_event`) need ten rounds and two seconds, because programs use them for other things
too. The figure itself stays: a program that merely thinks for a while goes on drawing in it.
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

#: A person closes a window in which nothing has changed for so many rounds of a loop and so many seconds.
ROUNDS = 10
SECONDS = 2
#: What lets the window live without a pause is a round once in so many seconds.
ROUND = 0.1


class FigureState:
    """What we know of one figure."""

    def __init__(self, canvas, number):
        # The canvas holds this. Which figure it draws may change: a program may show a closed one by a
        # new one's window.
        self._canvas = weakref.ref(canvas)
        self.number = number
        self.origin = _script.Origin()
        #: The process that made it: a forked child does not deliver what is its parent's.
        self.process = os.getpid()
        #: Hash of what was delivered last; None before.
        self.content = None
        #: Where its parts stood before that was drawn.
        self.layout = None
        #: What it looked like then, by `_fingerprint`.
        self.fingerprint = None
        #: It was shown, or written to a file.
        self.shown = self.saved = False
        #: On a desktop its window would be open now, and show every change.
        self.on_screen = False
        #: The program has let it live for a time of its own since the last show: another show is one more round
        #: of such a loop, which is a pause of its own.
        self.looped = False
        #: The process that has a state on its screen which was not delivered yet.
        self.undelivered = None
        #: The state that its window shows, and what the one looked like that was delivered last.
        self.screen = self.delivered = None
        #: How many pauses in a row have changed nothing, and rounds of any kind.
        self.idle = self.rounds = 0
        #: When the last change was seen, and when the last round was looked at.
        self.changed_at = self.looked_at = time.monotonic()
        #: A person has closed its window since then, and the program has heard of it.
        self.left = False
        #: How often the program has asked since then which figures are open.
        self.asked = 0
        #: How many waits for a person have come to nothing, and what it looked like then.
        self.waited = 0
        self.waited_at = None
        #: A checksum of the pixels that the program drew last.
        self.pixels = None
        #: Since the last look: a pause has drawn it, because it was stale; the program itself has.
        self.pause_drew = self.program_drew = False
        self.frames = None
        if matplotlib.is_interactive():
            # Its window opens as it is made.
            self.on_screen = True
            self.put_off()

    @property
    def figure(self):
        """The figure that its canvas draws; None once nobody holds that any more."""
        canvas = self._canvas()
        return None if canvas is None else canvas.figure

    def show(self, block, sure=True, at_exit=False):
        """Delivers the figure if it is new or looks different than what was delivered; `sure`: find
        out by drawing it, even if nothing is known to have changed; `at_exit`: not by the program."""
        if self.looped and self.on_screen and not block:
            self.looped = False
            self.pause()
            return
        self.deliver_frames()
        self.deliver_screen()
        if not at_exit:
            self.origin.folder = None
        self.appear()
        self.on_screen = not block
        unseen = self.content is None or self.undelivered == os.getpid()
        unseen = unseen or self.pause_drew or self.program_drew
        if sure or unseen or _fingerprint.changed(self.figure, self.fingerprint):
            # Not at each show: that would be a change, and cost a rendering of all that are open.
            _window_events.draw(self.figure)
            self.deliver()

    def appear(self):
        """Its window is open, and looked at."""
        self.idle = self.rounds = self.asked = 0
        self.left, self.changed_at = False, time.monotonic()
        if not self.shown:
            self.shown = self.on_screen = True
            _window_events.resize(self.figure)
        _window_events.animate(self.figure)

    def deliver(self):
        """Delivers it as it is, unless that is what was delivered last."""
        _deliver.deliver(self)
        self.undelivered = None
        self.settle()
        self.delivered = self.fingerprint
        self.screen = _screen_pixels.Screen(self.figure, self.fingerprint)

    def deliver_screen(self):
        """Delivers what its window shows by Agg's pixels, if the program has taken something out of the
        figure since, and not drawn it again. Answers whether that is so."""
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
        """What changes the figure from now on is a change."""
        self.fingerprint = _fingerprint.of(self.figure)
        self.pause_drew = self.program_drew = False

    def pause(self):
        """A window would show the figure as it is, for a while. The first state is delivered at
        once, the last one when it is the last."""
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
        # No sign of a change, but maybe one: there are programs that draw in each round.
        changed = changed or self.program_drew
        if frames == "all" or (first and frames != 1):
            self.origin.folder = None
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
        """Agg has drawn it, and whatever was stale is so no more; `idle`: a window would wait with that until
        it lives."""
        self.pause_drew = self.pause_drew or by_pause
        self.program_drew = self.program_drew or not by_pause
        if self.on_screen and not idle:
            self.put_off()

    def draws_idle(self):
        """Agg is about to draw over what the window shows."""
        if self.undelivered == os.getpid() and self.screen.is_emptied(self.figure):
            self.screen.keep(self._canvas())

    def looks_different(self):
        """Whether the program has changed it since the last look, as far as one sees without drawing."""
        if self.fingerprint != _fingerprint.of(self.figure):
            return True
        if not self.program_drew:
            return False
        before, self.pixels = self.pixels, _fingerprint.pixels(self.figure.canvas)
        return self.pixels != before

    def flushed(self):
        """A window would show what was drawn, if there is one."""
        if self.on_screen:
            self.put_off()
            if time.monotonic() - self.looked_at > ROUND:
                changed = self.looks_different()
                self.settle()
                self.round(changed)

    def round(self, changed):
        """One more round of a loop in which the window lives. Where nothing changes any more, a person
        closes it in the end."""
        self.looked_at = time.monotonic()
        if changed:
            self.changed_at = self.looked_at
            self.rounds, self.asked, self.left = 0, 0, False
            return
        self.rounds += 1
        if self.rounds >= ROUNDS and self.looked_at - self.changed_at >= SECONDS and not self.left:
            self.left = True
            # The figure itself stays: a program that goes on drawing in it is seen again.
            if _matplotlib_private.listens(self.figure, "close_event"):
                _window_events.attempt(_matplotlib_private.fire_close_event, self.figure)

    def is_missed(self):
        """Whether the program may be told that it is not open: it asks again and again, and waits for that.
        One that asks after a loop wants to have the figures."""
        self.asked += 1
        return self.left and self.asked > ROUNDS

    def waits(self):
        """The program waits for a person. False: nothing that one could do has helped."""
        seen = _fingerprint.of(self.figure)
        self.waited = self.waited + 1 if seen == self.waited_at else 0
        self.waited_at = seen
        turn = self.waited - _user_input.WAITS
        # Where there is nothing to see, a key has closed the window, and pyplot has opened another one.
        return turn < 0 or (_matplotlib_private.has_content(self.figure) and _user_input.answer(self.figure, turn))

    def put_off(self, fingerprint=None):
        """What is on the screen now is delivered later; `fingerprint`: what it looks like, if that is known."""
        self.undelivered = os.getpid()
        self.screen = _screen_pixels.Screen(self.figure, fingerprint)
        self.origin.put_off()

    def deliver_frames(self):
        """Delivers what a loop of pauses has left, but for the last state."""
        if self.frames is not None:
            frames, self.frames = self.frames, None
            if self.undelivered == os.getpid():
                for made in frames.held:
                    _deliver.send(self, made)

    def make(self):
        """What is delivered of it as it is now."""
        made = _deliver.make(self)
        if made is not None:
            _deliver.draw_inline(self, made)
        return made

    def end(self):
        """Delivers the last state that was on the screen."""
        if self.undelivered != os.getpid() or self.figure is None:
            return
        # One that nobody has shown is there because of interactive mode, and may be but begun.
        if self.shown or _matplotlib_private.has_content(self.figure):
            self.shown = True
            self.deliver_frames()
            if not self.deliver_screen():
                self.deliver()

    def close(self):
        """The program closes the figure, or a blocking show is over."""
        if _process_exit.is_over:
            return
        _error_boundary.attempt(self.end)
        figure = self.figure
        if self.shown and figure is not None and not self.left:
            _window_events.attempt(_matplotlib_private.fire_close_event, figure)
        self.on_screen = False
