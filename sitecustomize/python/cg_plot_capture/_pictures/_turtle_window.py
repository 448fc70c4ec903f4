"""The window of turtles: its size, its event loop, and the times of its deliveries."""

import os
import re
import sys
import threading
import time

_sibling = sys.modules["cg_plot_capture._start"].sibling
_clock = _sibling("_pictures._turtle_clock")
_errors = _sibling("_pictures._turtle_errors")
_picture = _sibling("_picture")
_script = _sibling("_script")
_widgets = _sibling("_pictures._turtle_widgets")

#: The open windows, the oldest first.
windows = []
#: Delivers an SVG; its second argument is the window.
deliver = None
#: Returns whether a window stays open after its event loop.
stays_open = None
#: The seconds after which a window is delivered although the program still draws.
SOON = 2.0


class Interpreter:
    """The attribute `tk` of widgets."""

    def __init__(self, window):
        self._window = window

    def mainloop(self, n=0):
        self._window.run()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **kw: ""


class Tk(_widgets.Widget):
    """A window."""

    def __init__(self, *args, **kw):
        self.tk = Interpreter(self)
        self.clock = _clock.Clock()
        self.widgets = []
        self.is_destroyed = self.quitting = False
        self._title = "tk"
        self._geometry = None
        self._protocols = {}
        self._resize_handlers = []
        self._resizes, self._sizes = False, None
        self._began = time.monotonic()
        self._is_late = False
        self._delivered = None
        self._thread = threading.get_ident()
        #: The `Place` of its deliveries; None before the first.
        self.place = None
        self.origin = _script.Origin()
        #: The process that made it. A forked child does not deliver it.
        self._process = os.getpid()
        windows.append(self)
        _picture.at_exit(show_all)
        _widgets.Widget.__init__(self, self)

    def winfo_toplevel(self):
        return self

    def title(self, string=None):
        if string is None:
            return self._title
        self._title = str(string)
        return ""

    wm_title = title

    def protocol(self, name=None, func=None):
        if func is not None:
            self._protocols[name] = func
        return ""

    wm_protocol = protocol

    # The size

    def geometry(self, newGeometry=None):
        if newGeometry is None:
            return "%dx%d+0+0" % self.size()
        match = re.match(r"=?(\d+)x(\d+)|[+-]", str(newGeometry))
        if match is None:
            raise _errors.tcl_error('bad geometry specifier "%s"' % newGeometry)
        if match.group(1):
            self._set_size(int(match.group(1)), int(match.group(2)))
        return ""

    wm_geometry = geometry

    def state(self, newstate=None):
        if newstate == "zoomed":
            self._set_size(*_widgets.SCREEN)
        return "normal"

    def attributes(self, *args, **kw):
        if len(args) == 2 and args[0] in ("-fullscreen", "-zoomed") and args[1]:
            self._set_size(*_widgets.SCREEN)
        return ""

    wm_state, wm_attributes = state, attributes

    def _set_size(self, width, height):
        self._geometry = max(width, 1), max(height, 1)
        self.resized()

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
        if not self._is_late and time.monotonic() - self._began > SOON:
            self._is_late = True
            self.show()

    @_errors.guarded
    def show(self):
        """Delivers the drawing if it has changed."""
        if self.is_destroyed or deliver is None or self._process != os.getpid():
            return
        drawing = _sibling("_pictures._turtle_svg").draw(self)
        if drawing is not None and drawing != self._delivered:
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
        if self.is_destroyed:
            return
        self.show()
        for widget in self.widgets:
            widget._dead = True
        self.is_destroyed = True
        self.clock._timers.clear()
        if self in windows:
            windows.remove(self)


class Event:
    """The event of a new size."""

    def __init__(self, window):
        self.widget = window
        self.width, self.height = window.size()
        self.x = self.y = 0


def default():
    """The oldest window; makes one if there is none."""
    return windows[0] if windows else Tk()


def mainloop(n=0):
    default().run()


def show_all():
    """Delivers the open windows at the end of the process."""
    for window in windows[:]:
        window.show()
