"""The items of a canvas: lines, polygons, texts, images and others."""

import math
import sys

_sibling = sys.modules["cg_plot_capture._start"].sibling
_colors = _sibling("_pictures._turtle_colors")
_errors = _sibling("_pictures._turtle_errors")
_fonts = _sibling("_pictures._turtle_fonts")
_images = _sibling("_pictures._turtle_images")
_options = _sibling("_pictures._turtle_options")

#: For each kind of item: the default fill and outline, and the least and the most numbers of coordinates.
KINDS = {
    "line": ("#000000", "", 4, None),
    "polygon": ("#000000", "", 2, None),
    "rectangle": ("", "#000000", 4, 4),
    "oval": ("", "#000000", 4, 4),
    "arc": ("", "#000000", 4, 4),
    "text": ("#000000", "", 2, 2),
    "image": ("", "", 2, 2),
    "bitmap": ("", "", 2, 2),
    "window": ("", "", 2, 2),
}
_UNITS = {"c": 96 / 2.54, "i": 96, "m": 96 / 25.4, "p": 96 / 72}


class Item:
    """An item. Three options are attributes, because `turtle` sets no others."""

    __slots__ = ("kind", "_coords", "_points", "_converted", "fill", "outline", "width", "others", "tags")

    def __init__(self, kind, coords):
        self.kind = kind
        self.fill, self.outline, _, _ = KINDS[kind]
        self.width = 1.0
        self._converted = None
        self.others = None
        self.tags = ()
        self.place(coords)

    def place(self, coords):
        """Sets its coordinates; raises Tk's error if it is a wrong number of them."""
        count = len(coords)
        _, _, least, most = KINDS[self.kind]
        wanted = None
        if most and count != most:
            wanted = "0 or 4" if most == 4 else "%d" % most
        elif count < least:
            wanted = "at least %d" % least
        elif count % 2:
            wanted = "an even number"
        if wanted:
            raise _errors.tcl_error("wrong # coordinates: expected %s, got %d" % (wanted, count))
        if self.kind in ("rectangle", "oval"):
            left, top, right, bottom = coords
            coords = min(left, right), min(top, bottom), max(left, right), max(top, bottom)
        self.coords = coords

    @property
    def coords(self):
        points = self._points
        if points is None:
            return self._coords
        # Another thread may draw the window meanwhile, so the result belongs to these points.
        converted = self._converted
        if converted is None or converted[0] is not points:
            converted = self._converted = points, _converted(*points)
        return converted[1]

    @coords.setter
    def coords(self, coords):
        self._coords = coords
        self._points = self._converted = None

    def put(self, points, xscale, yscale):
        """Sets its points in the turtles' coordinates. They are converted only when read: most are replaced
        before."""
        self._points = points, xscale, yscale

    def set(self, options):
        for name, value in options.items():
            if value is None:  # tkinter ignores such options.
                continue
            name = _options.name_of(self.kind, name.rstrip("_"))
            if name in ("fill", "outline"):
                setattr(self, name, checked_color(value))
            elif name == "width":
                width = distance(value)
                if width < 0:
                    raise _errors.tcl_error('bad screen distance "%s"' % (value,))
                # Tk accepts any width, but SVG needs a number.
                self.width = min(width, 1e6) if width == width else 1.0
            elif name == "tags":
                self.tags = tuple(value.split()) if isinstance(value, str) else tuple(map(str, value))
            else:
                if name == "font":
                    font(value)
                elif name == "image":
                    value = _images.find(value)
                _options.check(name, value)
                if self.others is None:
                    self.others = {}
                self.others[name] = value

    def get(self, name, instead=""):
        """The value of an option."""
        if name in ("fill", "outline", "width"):
            return getattr(self, name)
        if name == "tags":
            return " ".join(self.tags)
        return (self.others or {}).get(name, instead)

    def text(self, name):
        """The value of an option as Tk returns it."""
        name = _options.name_of(self.kind, name)
        if name == "width" and self.kind in ("text", "window"):
            return "%g" % self.width if self.width != 1 else "0"
        value = self.get(name, None)
        return _options.default(self.kind, name) if value is None else _options.text_of(value)

    def options(self):
        """All options as `Canvas.itemconfigure` returns them: name, two empty texts, default and value."""
        names = sorted(_options.BY_KIND[self.kind])
        return {name: (name, "", "", _options.default(self.kind, name), self.text(name)) for name in names}

    def is_hidden(self):
        return self.others is not None and self.others.get("state") == "hidden"

    def lines(self):
        """The lines of a text."""
        lines = str(self.get("text")).split("\n")
        # 1 is what every item has.
        if self.width <= 1:
            return lines
        letters = font(self.get("font"))
        return [part for line in lines for part in letters.wrapped(line, self.width)]

    def beginning(self):
        """Where the lines of a text begin, end or have their middle, and which of it as 0, 1 or 0.5: at the anchor, if
        it is one line, because its width is only known to what draws it."""
        anchor = str(self.get("anchor", "center"))
        if len(self.lines()) == 1:
            return self.coords[0], 0 if "w" in anchor else 1 if anchor in ("e", "ne", "se") else 0.5
        left, _, right, _ = self.bounds()
        share = {"right": 1, "center": 0.5}.get(str(self.get("justify", "left")), 0)
        return left + 1 + share * (right - left - 2), share

    def bounds(self):
        """The box of a text, an image or another item that has no outline: left, top, right, bottom."""
        if self.kind == "text":
            return self._text_bounds()
        image = self.get("image", None)
        size = (image.width(), image.height()) if hasattr(image, "width") else (0, 0)
        x, y = self.coords[:2]
        if self.kind == "window":
            return x, y, x + 1, y + 1
        return anchored(x, y, *size, self.get("anchor", "center"))

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
    except OverflowError:
        return math.inf if value > 0 else -math.inf
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
    except (TypeError, ValueError, OverflowError):
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


def _converted(points, xscale, yscale):
    """The coordinates of a turtle's points, without those that no number can hold."""
    try:
        return tuple(value for x, y in points for value in (x * xscale, -y * yscale))
    except OverflowError:
        return tuple(value for point in points if _fits(point) for value in (point[0] * xscale, -point[1] * yscale))


def _fits(point):
    return all(abs(value) < 1e300 for value in point)
