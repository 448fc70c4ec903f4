"""Lets `turtle` use widgets of the real tkinter that the program passes to it.

`RawTurtle` takes a canvas of a window that the program has made. `turtle` knows only our classes. If the master of
a new widget is a real one, our class therefore makes a real widget.
"""

import sys

#: Whether the default root of tkinter is one of our windows.
_has_ours = False
#: Our classes with their twins, which are used in a real window.
_twins = {}


def is_real(widget):
    """Whether the widget is the real tkinter's."""
    misc = getattr(sys.modules.get("tkinter"), "Misc", None)
    return misc is not None and isinstance(widget, misc)


def set_default_root(windows):
    """Makes the oldest of our open windows the default root of tkinter, as on a desktop: for example for a
    `StringVar` or a message without a master. A window that the program has made itself stays it."""
    global _has_ours
    tkinter = sys.modules.get("tkinter")
    if tkinter is None or not getattr(tkinter, "_support_default_root", False):
        return
    if _has_ours or getattr(tkinter, "_default_root", None) is None:
        tkinter._default_root = windows[0] if windows else None
        _has_ours = bool(windows)


def twin(cls):
    """The real class for a class of ours, or for one of `turtle` that is derived from ours."""
    if cls not in _twins:
        bases = [base for base in cls.__bases__ if isinstance(base, StandIn)]
        own = vars(sys.modules["tkinter"]).get(cls.__name__)
        if own is None:
            names = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
            own = type(cls.__name__, tuple(map(twin, bases)) or (object,), names)
        _twins[cls] = own
    return _twins[cls]


class StandIn(type):
    """The metaclass of our classes."""

    def __call__(cls, *args, **kw):
        if "tkinter" in sys.modules and is_real(kw.get("master", args[0] if args else None)):
            return twin(cls)(*args, **kw)
        return super().__call__(*args, **kw)

    def __instancecheck__(cls, instance):
        return type.__instancecheck__(cls, instance) or is_real(instance) and isinstance(instance, twin(cls))
