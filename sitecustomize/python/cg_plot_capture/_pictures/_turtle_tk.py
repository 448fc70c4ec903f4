"""The module that `turtle` imports in place of tkinter."""

import sys
import types

_sibling = sys.modules["cg_plot_capture._start"].sibling
_canvas = _sibling("_pictures._turtle_canvas")
_errors = _sibling("_pictures._turtle_errors")
_images = _sibling("_pictures._turtle_images")
_real = _sibling("_pictures._turtle_real_tk")
_widgets = _sibling("_pictures._turtle_widgets")
_window = _sibling("_pictures._turtle_window")


class PhotoImage(_images.PhotoImage, metaclass=_real.StandIn):
    """An image; a real one in a real window."""


class Module(types.ModuleType):
    """The module: some of tkinter's classes, and its constants, whose values are their names in small letters."""

    Tk, Frame, Scrollbar = _window.Tk, _widgets.Frame, _widgets.Scrollbar
    Canvas, PhotoImage, Misc, Widget = _canvas.Canvas, PhotoImage, _widgets.Widget, _widgets.Widget
    Event = _window.Event
    mainloop = staticmethod(_window.mainloop)
    TkVersion = TclVersion = 8.6

    @property
    def TclError(self):
        return _errors.tcl_error_class()

    @property
    def simpledialog(self):
        return _dialogs

    def __getattr__(self, name):
        if name.isupper():
            return name.lower()
        if name.istitle() or name in ("Toplevel", "LabelFrame", "PanedWindow"):
            return _widgets.Widget
        raise AttributeError("module 'tkinter' has no attribute %r" % name)


class Dialogs(types.ModuleType):
    """`tkinter.simpledialog`. Nobody answers: the results are those of the button `Cancel`, or defaults."""

    @staticmethod
    def askstring(title, prompt, **kw):
        """Returns None, because nobody enters a text."""
        real = _own("askstring", kw)
        return real(title, prompt, **kw) if real else None

    @staticmethod
    def askfloat(title, prompt, **kw):
        """Returns the default, else the least value, else None."""
        real = _own("askfloat", kw)
        return real(title, prompt, **kw) if real else _number(float, kw)

    @staticmethod
    def askinteger(title, prompt, **kw):
        """The same as an integer."""
        real = _own("askinteger", kw)
        return real(title, prompt, **kw) if real else _number(int, kw)


def _own(name, options):
    """The real tkinter's dialog, if the parent is a real window."""
    if not _real.is_real(options.get("parent")):
        return None
    from tkinter import simpledialog

    return getattr(simpledialog, name)


def _number(kind, options):
    for name in ("initialvalue", "minvalue"):
        if options.get(name) is not None:
            try:
                return kind(options[name])
            except (TypeError, ValueError):
                return None
    return None


module = Module("tkinter")
_dialogs = Dialogs("tkinter.simpledialog")
