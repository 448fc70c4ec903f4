"""The items of a canvas: lines, polygons, texts, images and others."""

import math
import sys

_sibling = sys.modules["cg_plot_capture._start"].sibling
_colors = _sibling("_pictures._turtle_colors")
_errors = _sibling("_pictures._turtle_errors")
_fonts = _sibling("_pictures._turtle_fonts")

#: For each kind of item: the default fill and outline, and the least number of coordinates.
KINDS = {
    "line": ("black", "", 4),
    "polygon": ("black", "", 2),
    "rectangle": ("", "black", 4),
    "oval": ("", "black", 4),
    "arc": ("", "black", 4),
    "text": ("black", "", 2),
    "image": ("", "", 2),
    "bitmap": ("", "", 2),
    "window": ("", "", 2),
}
#: The other options that an item may have.
_OTHERS = set(
    "activebackground activebitmap activedash activefill activeforeground activeimage activeoutline "
    "activeoutlinestipple activestipple activewidth anchor angle arrow arrowshape background bitmap capstyle dash "
    "dashoffset disabledbackground disabledbitmap disableddash disabledfill disabledforeground disabledimage "
    "disabledoutline disabledoutlinestipple disabledstipple disabledwidth extent font foreground height image "
    "joinstyle justify offset outlineoffset outlinestipple smooth splinesteps start state stipple style tag text "
    "underline window".split()
)
_UNITS = {"c": 96 / 2.54, "i": 96, "m": 96 / 25.4, "p": 96 / 72}


class Item:
    """An item. Three options are attributes, because `turtle` sets no others."""

    __slots__ = ("kind", "_coords", "_points", "fill", "outline", "width", "others", "tags")

    def __init__(self, kind, coords):
        self.kind = kind
        self.fill, self.outline, least = KINDS[kind]
        self.width = 1.0
        self.coords = coords
        self.others = None
        self.tags = ()
        if len(coords) < least:
            raise _errors.tcl_error("wrong # coordinates: expected at least %d, got %d" % (least, len(coords)))

    @property
    def coords(self):
        if self._points is not None:
            points, xscale, yscale = self._points
            self.coords = tuple(value for x, y in points for value in (x * xscale, -y * yscale))
        return self._coords

    @coords.setter
    def coords(self, coords):
        self._coords, self._points = coords, None

    def put(self, points, xscale, yscale):
        """Sets its points in the turtles' coordinates. They are converted only when read: most are replaced
        before."""
        self._points = points, xscale, yscale

    def set(self, options):
        for name, value in options.items():
            if value is None:  # tkinter ignores such options.
                continue
            name = name.rstrip("_")
            if name in ("fill", "outline"):
                value = checked_color(value)
                setattr(self, name, value)
            elif name == "width":
                self.width = distance(value)
                if self.width < 0:
                    raise _errors.tcl_error('bad screen distance "%s"' % (value,))
            elif name == "tags":
                self.tags = tuple(value.split()) if isinstance(value, str) else tuple(map(str, value))
            elif name in _OTHERS:
                if name == "font":
                    font(value)
                if self.others is None:
                    self.others = {}
                self.others[name] = value
            else:
                raise _errors.tcl_error('unknown option "-%s"' % name)

    def get(self, name, instead=""):
        """The value of an option."""
        if name in ("fill", "outline", "width"):
            return getattr(self, name)
        if name == "tags":
            return " ".join(self.tags)
        return (self.others or {}).get(name, instead)

    def is_hidden(self):
        return self.others is not None and self.others.get("state") == "hidden"

    def lines(self):
        """The lines of a text."""
        return str(self.get("text")).split("\n")

    def bounds(self):
        """Its bounding box as four floats; None if it is empty."""
        xs, ys = self.coords[::2], self.coords[1::2]
        if not xs:
            return None
        if self.kind == "text":
            return self._text_bounds()
        if self.kind in ("image", "bitmap", "window"):
            image = self.get("image", None)
            size = (image.width(), image.height()) if hasattr(image, "width") else (0, 0)
            return anchored(xs[0], ys[0], *size, self.get("anchor", "center"))
        margin = 1.0
        if self.kind == "line":
            margin = int(self.width + 0.5) + 1
        elif self.outline:
            margin = int(self.width / 2 + 0.5) + 1
        return min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin

    def _text_bounds(self):
        letters, lines = font(self.get("font")), self.lines()
        width = max(map(letters.width, lines))
        height = len(lines) * (letters.ascent + letters.descent)
        left, top, right, bottom = anchored(*self.coords[:2], width, height, self.get("anchor", "center"))
        return left - 1, top, right + 1, bottom


def anchored(x, y, width, height, anchor):
    """The box of that size with its anchor at (x, y)."""
    anchor = str(anchor)
    left = x if "w" in anchor else x - width if "e" in anchor.replace("center", "") else x - width / 2
    top = y if anchor.startswith("n") else y - height if anchor.startswith("s") else y - height / 2
    return left, top, left + width, top + height


def checked_color(color):
    """Returns the colour; raises Tk's error if it is unknown."""
    if color == "":
        return ""
    if _colors.rgb(color) is None:
        raise bad_color(color)
    return color


def bad_color(color):
    return _errors.tcl_error('%s color name "%s"' % ("invalid" if str(color).startswith("#") else "unknown", color))


def font(description):
    """Returns the font; raises Tk's error if it is invalid."""
    try:
        return _fonts.parse(description or ())
    except ValueError as error:
        raise _errors.tcl_error(str(error)) from None


def distance(value):
    """Converts a distance to pixels: a number, or a text with a unit, as "2c"."""
    try:
        return float(value)
    except (TypeError, ValueError):
        text = str(value).strip()
        try:
            return float(text[:-1]) * _UNITS[text[-1:]]
        except (KeyError, ValueError):
            raise _errors.tcl_error('bad screen distance "%s"' % (value,)) from None


def flat(arguments):
    """Converts coordinates to pixels. They may be numbers, pairs or lists."""
    try:
        # `turtle` passes numbers.
        return tuple(map(float, arguments))
    except (TypeError, ValueError):
        pass
    numbers = []
    for argument in arguments:
        if isinstance(argument, (tuple, list)):
            numbers.extend(flat(argument))
        elif isinstance(argument, str) and " " in argument.strip():
            numbers.extend(flat(argument.split()))
        elif argument is not None:
            numbers.append(distance(argument))
    return tuple(numbers)


def is_drawable(coords):
    """Whether there are coordinates, and all are finite."""
    return bool(coords) and all(map(math.isfinite, coords))
