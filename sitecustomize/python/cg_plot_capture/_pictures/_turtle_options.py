"""The options of widgets and of canvas items: which has which, their defaults and their values, as in Tk."""

import sys

_errors = sys.modules["cg_plot_capture._start"].sibling("_pictures._turtle_errors")

_ALL = "activestipple disabledfill disabledstipple fill offset state stipple tags width"
_PEN = _ALL + " activedash activefill activewidth dash dashoffset disableddash disabledwidth"
_OUTLINED = (
    _PEN + " activeoutline activeoutlinestipple disabledoutline disabledoutlinestipple outline outlineoffset "
    "outlinestipple"
)
_CURVED = " joinstyle smooth splinesteps"

#: The options of each kind of item.
BY_KIND = {
    kind: frozenset(names.split())
    for kind, names in {
        "line": _PEN + _CURVED + " arrow arrowshape capstyle",
        "polygon": _OUTLINED + _CURVED,
        "rectangle": _OUTLINED,
        "oval": _OUTLINED,
        "arc": _OUTLINED + " extent start style",
        "text": _ALL + " activefill anchor angle font justify text underline",
        "image": "activeimage anchor disabledimage image state tags",
        "bitmap": "activebackground activebitmap activeforeground anchor background bitmap disabledbackground "
        "disabledbitmap disabledforeground foreground state tags",
        "window": "anchor height state tags width window",
    }.items()
}

#: The options of a canvas and of a window. tkinter's short names are among them.
WIDGETS = {
    "Canvas": set(
        "background bd bg borderwidth closeenough confine cursor height highlightbackground highlightcolor "
        "highlightthickness insertbackground insertborderwidth insertofftime insertontime insertwidth offset relief "
        "scrollregion selectbackground selectborderwidth selectforeground state takefocus width xscrollcommand "
        "xscrollincrement yscrollcommand yscrollincrement".split()
    ),
    "Tk": set(
        "background bd bg borderwidth class colormap container cursor height highlightbackground highlightcolor "
        "highlightthickness menu padx pady relief screen takefocus use visual width".split()
    ),
}

_DEFAULTS = {
    "anchor": "center",
    "angle": "0.0",
    "arrow": "none",
    "arrowshape": "8 10 3",
    "capstyle": "butt",
    "extent": "90.0",
    "font": "TkDefaultFont",
    "joinstyle": "round",
    "justify": "left",
    "offset": "0,0",
    "outlineoffset": "0,0",
    "smooth": "0",
    "splinesteps": "12",
    "start": "0.0",
    "style": "pieslice",
    "underline": "-1",
    **dict.fromkeys(("activewidth", "dashoffset", "disabledwidth", "height"), "0"),
}

#: The allowed values of some options, with Tk's message.
_WORDS = {
    "anchor": ("n ne e se s sw w nw center", 'bad anchor position "%s": must be n, ne, e, se, s, sw, w, nw, or center'),
    "arrow": ("none first last both", 'bad arrow spec "%s": must be none, first, last, or both'),
    "capstyle": ("butt projecting round", 'bad cap style "%s": must be butt, projecting, or round'),
    "joinstyle": ("bevel miter round", 'bad join style "%s": must be bevel, miter, or round'),
    "justify": ("left right center", 'bad justification "%s": must be left, right, or center'),
    "state": ("normal hidden disabled", 'bad state value "%s": must be normal, hidden, or disabled'),
    "style": ("arc chord pieslice", 'bad -style option "%s": must be arc, chord, or pieslice'),
}
_FALSE, _TRUE = ("0", "false", "no", "off", ""), ("1", "true", "yes", "on", "bezier", "raw")


def name_of(kind, name):
    """The full name of an option. Tk accepts a beginning that only one option has."""
    known = BY_KIND[kind]
    if name in known:
        return name
    found = [each for each in known if each.startswith(name)]
    if len(found) != 1:
        raise _errors.tcl_error('unknown option "-%s"' % name)
    return found[0]


def check(name, value):
    """Raises Tk's error if the option can't have the value."""
    text = str(value)
    if name in _WORDS:
        words, message = _WORDS[name]
        # Tk accepts the beginning of a word. An empty text is the default.
        if not any(word.startswith(text) for word in words.split()):
            raise _errors.tcl_error(message % text)
    elif name in ("extent", "start", "angle"):
        try:
            float(value)
        except (TypeError, ValueError):
            raise _errors.tcl_error('expected floating-point number but got "%s"' % text) from None
    elif name == "smooth" and text.lower() not in _FALSE + _TRUE:
        raise _errors.tcl_error('expected boolean value but got "%s"' % text)
    elif name == "dash":
        # Either lengths, or characters for them.
        lengths = value if isinstance(value, (tuple, list)) else text.split() if text.strip(".,-_ ") else ()
        for length in map(str, lengths):
            if not (length.isdigit() and 1 <= int(length) <= 255):
                raise _errors.tcl_error('expected integer in the range 1..255 but got "%s"' % length)


def default(kind, name):
    """The default of an option as text."""
    if name == "width":
        return "0" if kind in ("text", "window") else "1.0"
    return _DEFAULTS.get(name, "")


def text_of(value):
    """A value as Tk returns it."""
    if isinstance(value, (tuple, list)):
        return " ".join(map(str, value))
    return str(value)
