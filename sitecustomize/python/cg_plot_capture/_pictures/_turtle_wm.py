"""What a window asks its window manager for: a title, a size and a place."""

import re
import sys

_sibling = sys.modules["cg_plot_capture._start"].sibling
_errors = _sibling("_pictures._turtle_errors")
_widgets = _sibling("_pictures._turtle_widgets")


class Manager(_widgets.Widget):
    """The part of a window that is about these."""

    def __init__(self):
        self._title = "tk"
        self._geometry = None
        self._protocols = {}
        self._attributes, self._limits, self._resizable = {}, {}, (1, 1)
        _widgets.Widget.__init__(self, self)

    def winfo_toplevel(self):
        return self

    def title(self, string=None):
        self._check_open("wm")
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
        self._check_open("wm")
        if newGeometry is None:
            return "%dx%d+0+0" % self.size()
        text = str(newGeometry)
        match = re.fullmatch(r"=?(?:(\d+)x(\d+))?(?:[+-]-?\d+[+-]-?\d+)?", text)
        if match is None or text == "=":
            raise _errors.tcl_error('bad geometry specifier "%s"' % text)
        if match.group(1):
            self._set_size(int(match.group(1)), int(match.group(2)))
        elif not text:
            self._geometry = None
        return ""

    wm_geometry = geometry

    def state(self, newstate=None):
        if newstate == "zoomed":
            self._set_size(*_widgets.SCREEN)
        return "normal"

    def attributes(self, *args, **kw):
        given = dict(zip(args[::2], args[1::2]))
        given.update(("-" + name, value) for name, value in kw.items())
        for name in ("-fullscreen", "-zoomed"):
            if given.get(name):
                self._set_size(*_widgets.SCREEN)
        self._attributes.update(given)
        return self._attributes.get(args[0], 0) if len(args) == 1 else ""

    def resizable(self, width=None, height=None):
        if width is None and height is None:
            return self._resizable
        given = zip(self._resizable, (width, height))
        self._resizable = tuple(old if new is None else int(bool(new)) for old, new in given)
        return ""

    def minsize(self, width=None, height=None):
        return self._limit("minsize", width, height)

    def maxsize(self, width=None, height=None):
        return self._limit("maxsize", width, height)

    def _limit(self, name, width, height):
        if width is not None:
            self._limits[name] = int(width), int(height)
            return None
        return self._limits.get(name, (1, 1) if name == "minsize" else _widgets.SCREEN)

    wm_resizable, wm_minsize, wm_maxsize = resizable, minsize, maxsize
    wm_state, wm_attributes = state, attributes

    def _set_size(self, width, height):
        self._geometry = max(width, 1), max(height, 1)
        self.resized()
