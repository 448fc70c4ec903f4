"""The window of turtles: its size, its event loop, and the times of its deliveries."""

import os
import sys
import threading
import time

_sibling = sys.modules["cg_plot_capture._start"].sibling
_clock = _sibling("_pictures._turtle_clock")
_errors = _sibling("_pictures._turtle_errors")
_interpreter = _sibling("_pictures._turtle_interpreter")
_picture = _sibling("_picture")
_real = _sibling("_pictures._turtle_real_tk")
_script = _sibling("_script")
_watch = _sibling("_pictures._turtle_watch")
_widgets = _sibling("_pictures._turtle_widgets")
_wm = _sibling("_pictures._turtle_wm")

#: The open windows, the oldest first, and the number of the closed ones.
windows = []
_closed = 0
#: Delivers an SVG; its second argument is the window.
deliver = None
#: Returns whether a window stays open after its event loop.
stays_open = None
#: The seconds after which a window is delivered although the program still draws.
SOON = 2.0


class Tk(_wm.Manager):
    """A window."""

    def __init__(self, *args, **kw):
        self.tk = _interpreter.Interpreter(self)
        self.clock = _clock.Clock()
        self.widgets = []
        self.is_destroyed = self.quitting = False
        self._resize_handlers = []
        self._resizes, self._sizes = False, None
        self._began = time.monotonic()
        #: Whether it was delivered after `SOON`.
        self.is_late = False
        # Reentrant, because a signal handler of the program may show the window in the middle of a delivery.
        self._lock = threading.RLock()
        self._delivered = None
        self._thread = threading.get_ident()
        #: The `Place` of its deliveries; None before the first.
        self.place = None
        #: Whether the program has closed a window before. Such a window is not delivered while it is blank.
        self._is_later = _closed > 0
        self.origin = _script.Origin()
        #: The process that made it. A forked child does not deliver it.
        self._process = os.getpid()
        windows.append(self)
        _picture.at_exit(show_all)
        _wm.Manager.__init__(self)
        self.master = None
        _real.set_default_root(windows)
        _watch.start(self, SOON)

    def resized(self):
        """Notifies the canvases, and the functions bound to `<Configure>`. These may show scroll bars, which
        changes sizes again."""
        if self._resizes:
            return
        self._resizes = True
        try:
            for _ in range(3):
                sizes = [(canvas.winfo_width(), canvas.winfo_height()) for canvas in self.canvases()]
                for canvas in self.canvases():
                    canvas.resized()
                if sizes == self._sizes:
                    break
                self._sizes = sizes
                for function in self._resize_handlers[:]:
                    _errors.call(function, Event(self))
        finally:
            self._resizes = False

    def bound(self, sequence, function):
        if sequence == "<Configure>":
            self._resize_handlers.append(function)

    def size(self):
        if self._geometry is not None:
            return self._geometry
        return _sibling("_pictures._turtle_layout").natural_size(self)

    def size_of(self, widget, axis):
        return _sibling("_pictures._turtle_layout").size(self, widget)[axis]

    def canvases(self):
        return [widget for widget in self.widgets if hasattr(widget, "items") and widget.placed]

    # The deliveries

    def updated(self):
        """Calls the timers that are due, and delivers the window once after `SOON`."""
        if self.is_destroyed:
            return
        thread = threading.get_ident()
        if thread != self._thread:
            self.clock.drawing.add(thread)
        if self.clock._timers and thread == self._thread:
            self.clock.fire_due()
        if not self.is_late and time.monotonic() - self._began > SOON:
            self.late()
        if _watch.ended_by_fork:
            _watch.start_again()

    def late(self):
        """Delivers the state after `SOON`, once."""
        if not self.is_late:
            self.is_late = True
            self.show()

    def rests(self):
        """The program does something else than to draw. Returns whether there was a drawing to deliver."""
        if not _is_blank(self):
            self.late()
        return self.is_late

    def state(self):
        """A value that changes when the program draws."""
        items = [item for canvas in self.canvases() for item in list(canvas.items.values())]
        return hash(tuple((id(item), id(item._points), id(item._coords), item.fill, item.outline) for item in items))

    @_errors.guarded
    def show(self, blank=True):
        """Delivers the drawing if it has changed, and unless it is blank if that is not wanted."""
        # A forked child does not deliver it, and the lock may be held there for ever.
        if deliver is None or self._process != os.getpid():
            return
        with self._lock:
            if self.is_destroyed:
                return
            drawing = _sibling("_pictures._turtle_svg").draw(self)
            if drawing is None or drawing == self._delivered:
                return
            if (self._is_later or not blank) and _is_blank(self):
                return
            self._delivered = drawing
            deliver(drawing, self)

    def run(self):
        """Runs the event loop. At its end, the window is closed as a person would close it."""
        self.quitting = False
        self.clock.run(lambda: not (self.is_destroyed or self.quitting))
        if not self.is_destroyed:
            self.show()
            if not self.quitting and not (stays_open and stays_open()):
                _errors.call(self._protocols.get("WM_DELETE_WINDOW", self.destroy))

    def destroy(self):
        global _closed
        if self.is_destroyed:
            return
        # A program that only closes a window has shown nothing.
        self.show(blank=False)
        _closed += 1
        for widget in self.widgets:
            widget._dead = True
        self.is_destroyed = True
        _watch.stop(self)
        self.clock._timers.clear()
        if self in windows:
            windows.remove(self)
        _real.set_default_root(windows)


class Event:
    """The event of a new size."""

    def __init__(self, window):
        self.widget = window
        self.width, self.height = window.size()
        self.x = self.y = 0


def _is_blank(window):
    """Whether nobody would see anything in the window: a program that draws after it has closed its window opens a
    new one, and then fails."""
    svg = _sibling("_pictures._turtle_svg")
    grounds = [canvas.cget("background") for canvas in window.canvases()]
    return all(ground in ("", "white") for ground in grounds) and not any(
        any(svg.elements(canvas)) for canvas in window.canvases()
    )


def adopt():
    """The program has imported tkinter."""
    _real.set_default_root(windows)


def default():
    """The oldest window; makes one if there is none."""
    return windows[0] if windows else Tk()


def mainloop(n=0):
    default().run()


def show_all():
    """Delivers the open windows at the end of the process."""
    for window in windows[:]:
        window.show()
