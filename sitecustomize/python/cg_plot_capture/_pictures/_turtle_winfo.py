"""What `winfo_…` methods answer that nothing else needs: those of a window on a screen."""

import sys

_sibling = sys.modules["cg_plot_capture._start"].sibling
_errors = _sibling("_pictures._turtle_errors")
_items = _sibling("_pictures._turtle_items")


def class_of(widget):
    """Tk's name of its class."""
    names = [cls.__name__ for cls in type(widget).__mro__]
    return next(name for name in names if name in ("Canvas", "Tk", "Frame", "Scrollbar", "Widget"))


def _unknown(widget, number, *rest):
    raise _errors.tcl_error('window id "%s" doesn\'t exist in this application' % (number,))


_SHOWN = dict.fromkeys(("viewable", "ismapped"), lambda widget: int(not widget._dead))
_DEPTHS = dict.fromkeys(("depth", "screendepth"), lambda widget: 24)
_CELLS = dict.fromkeys(("cells", "screencells"), lambda widget: 256)
_VISUALS = dict.fromkeys(("visual", "screenvisual"), lambda widget: "truecolor")
#: The function that answers, by the rest of the method's name. All others answer 0.
_ANSWERS = {
    **_SHOWN,
    **_DEPTHS,
    **_CELLS,
    **_VISUALS,
    "class": class_of,
    "name": lambda widget: "tk" if str(widget) == "." else str(widget).rpartition(".")[2],
    "parent": lambda widget: "" if str(widget) == "." else str(widget).rpartition(".")[0] or ".",
    "manager": lambda widget: "wm" if str(widget) == "." else (widget.placed or ("",))[0],
    "geometry": lambda widget: "%dx%d+0+0" % (widget.winfo_width(), widget.winfo_height()),
    "pointerxy": lambda widget: (-1, -1),
    "pointerx": lambda widget: -1,
    "pointery": lambda widget: -1,
    "id": lambda widget: id(widget) % 2**31,
    "fpixels": lambda widget, length: _items.distance(length),
    "pixels": lambda widget, length: int(_items.distance(length) + 0.5),
    "colormapfull": lambda widget: False,
    "containing": lambda widget, *point, **options: None,
    "interps": lambda widget, *rest: (),
    "pathname": _unknown,
    "server": lambda widget: "X11R0",
    "screen": lambda widget: ":0.0",
    "screenmmwidth": lambda widget: 508,
    "screenmmheight": lambda widget: 286,
    "vrootwidth": lambda widget: widget.winfo_screenwidth(),
    "vrootheight": lambda widget: widget.winfo_screenheight(),
    "visualid": lambda widget: "0x21",
    "visualsavailable": lambda widget, *rest: [("truecolor", 24)],
    "atomname": lambda widget, *rest: "",
}


def answer(widget, name):
    """The method `winfo_<name>` of the widget."""
    function = _ANSWERS.get(name, lambda widget, *rest, **options: 0)
    return lambda *rest, **options: function(widget, *rest, **options)
