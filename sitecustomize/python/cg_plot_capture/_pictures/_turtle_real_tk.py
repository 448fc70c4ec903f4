"""The program's own tkinter: what it gives to `turtle` of that stays what it is.

`RawTurtle` takes a canvas of a window that the program has made. `turtle` knows our classes only, so that they stand
for those of tkinter too: our class makes an object of tkinter where its master is one.
"""

import sys

#: The classes with the classes that take their place in a window of the program's own.
_twins = {}


def is_real(widget):
    """Whether it is a widget of tkinter's."""
    misc = getattr(sys.modules.get("tkinter"), "Misc", None)
    return misc is not None and isinstance(widget, misc)


def twin(cls):
    """What tkinter has for a class of ours, or of `turtle`'s that is derived from ours."""
    if cls not in _twins:
        bases = [base for base in cls.__bases__ if isinstance(base, StandIn)]
        own = vars(sys.modules["tkinter"]).get(cls.__name__)
        if own is None:
            names = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
            own = type(cls.__name__, tuple(map(twin, bases)) or (object,), names)
        _twins[cls] = own
    return _twins[cls]


class StandIn(type):
    """The class of our classes."""

    def __call__(cls, *args, **kw):
        if "tkinter" in sys.modules and is_real(kw.get("master", args[0] if args else None)):
            return twin(cls)(*args, **kw)
        return super().__call__(*args, **kw)

    def __instancecheck__(cls, instance):
        return type.__instancecheck__(cls, instance) or is_real(instance) and isinstance(instance, twin(cls))
