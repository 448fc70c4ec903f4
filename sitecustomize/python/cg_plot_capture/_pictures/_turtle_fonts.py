"""Fonts by Tk's names, and the approximate width of their text."""

#: For each family: the fonts for SVG, and the parts of its size above and below the baseline.
_ARIAL = "Arial, Helvetica, 'Liberation Sans', sans-serif", 0.905, 0.212
_TIMES = "'Times New Roman', Times, 'Liberation Serif', serif", 0.891, 0.216
_COURIER = "'Courier New', Courier, 'Liberation Mono', monospace", 0.833, 0.300
_FAMILIES = {
    "arial": _ARIAL,
    "helvetica": _ARIAL,
    "tkdefaultfont": _ARIAL,
    "tktextfont": _ARIAL,
    "times": _TIMES,
    "times new roman": _TIMES,
    "courier": _COURIER,
    "courier new": _COURIER,
    "tkfixedfont": _COURIER,
    "consolas": ("Consolas, 'DejaVu Sans Mono', monospace", 0.92, 0.24),
    "verdana": ("Verdana, 'DejaVu Sans', sans-serif", 1.005, 0.21),
    "georgia": ("Georgia, 'DejaVu Serif', serif", 0.917, 0.219),
    "comic sans ms": ("'Comic Sans MS', 'Comic Neue', cursive", 1.102, 0.291),
}
#: The options of the fonts that a program has made with tkinter, by name.
_named = {}
_STYLES = {"normal", "bold", "roman", "italic", "underline", "overstrike"}

#: The widths of Helvetica's characters from the space on, in thousandths of its size.
_WIDTHS = [int(width) for width in """
278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584
584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667
611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500
722 500 500 500 334 260 334 584""".split()]


class Font:
    """A font. Its size is in pixels at 96 dots per inch, as on most desktops."""

    def __init__(self, family="TkDefaultFont", size=0, styles=()):
        plain = family.lower()
        self.family = family
        name = "".join(letter for letter in family if letter.isalnum() or letter in " -_")
        self.css, ascent, descent = _FAMILIES.get(plain, ("'%s', sans-serif" % name, 0.905, 0.212))
        # A negative size is in pixels.
        self.size = -size if size < 0 else (size or 10) * 4 / 3
        self.styles = styles
        self.ascent, self.descent = self.size * ascent, self.size * descent
        self.fixed = "monospace" in self.css

    def width(self, text):
        """The approximate width of a line."""
        wider = 1.06 if "bold" in self.styles else 1
        return sum(map(self._width, text)) * self.size * wider / 1000

    def wrapped(self, line, most):
        """The line in parts of at most that width, broken at spaces, or in a word that is longer, as Tk does."""
        parts = []
        while len(line) > 1 and self.width(line) > most:
            fits = next((count for count in range(len(line) - 1, 1, -1) if self.width(line[:count]) <= most), 1)
            space = line.rfind(" ", 1, fits + 1)
            parts.append(line[: space if space > 0 else fits])
            line = line[space + 1 if space > 0 else fits :]
        return [*parts, line]

    def _width(self, letter):
        code = ord(letter)
        if code >= 0x2E80:  # East Asian scripts and pictures.
            return 1000
        if self.fixed:
            return 600
        return _WIDTHS[code - 32] if 32 <= code < 127 else 556


def parse(font):
    """The font that a program describes. Raises `ValueError` with Tk's message."""
    if isinstance(font, str):
        words = elements(font)
        if font in _named:
            words = _described(_named[font])
        elif font.startswith("-"):
            words = _described(dict(zip(words[::2], words[1::2])))
    else:
        words = list(font) if isinstance(font, (tuple, list)) else [str(font)]
    if not words:
        return Font()
    family, size, *styles = [*words, "0"][: max(len(words), 2)]
    try:
        size = int(str(size))
    except ValueError:
        raise ValueError('expected integer but got "%s"' % size) from None
    styles = [style for part in styles for style in (part if isinstance(part, (tuple, list)) else elements(str(part)))]
    for style in styles:
        if style not in _STYLES:
            raise ValueError('unknown font style "%s"' % style)
    return Font(str(family), size, styles)


def elements(text):
    """The elements of a Tcl list."""
    words, rest = [], text.strip()
    while rest:
        end = "}" if rest.startswith("{") else " "
        word, _, rest = rest.lstrip("{").partition(end)
        words.append(word)
        rest = rest.strip()
    return words


def families():
    """The names of the families."""
    return tuple(sorted(name.title() for name in _FAMILIES if not name.startswith("tk")))


def _described(options):
    """A font of options as a tuple."""
    styles = [options.get("-weight", "normal"), options.get("-slant", "roman")]
    return [options.get("-family", "TkDefaultFont"), options.get("-size", "0"), *styles]


def command(what, font="", *rest):
    """Tk's command `font`."""
    if what == "families":
        return families()
    if what == "names":
        return ("TkDefaultFont", "TkTextFont", "TkFixedFont", *_named)
    if what in ("create", "configure", "config"):
        _named.setdefault(str(font), {}).update(zip(map(str, rest[::2]), rest[1::2]))
        return str(font)
    if what == "delete":
        _named.pop(str(font), None)
        return ""
    found = parse(font if isinstance(font, (tuple, list)) else str(font))
    values = {}
    if what == "measure":
        return round(found.width(str(rest[-1]))) if rest else 0
    if what == "metrics":
        values = {"-ascent": round(found.ascent), "-descent": round(found.descent), "-fixed": int(found.fixed)}
        values["-linespace"] = values["-ascent"] + values["-descent"]
    elif what == "actual":
        weight = "bold" if "bold" in found.styles else "normal"
        slant = "italic" if "italic" in found.styles else "roman"
        values = {"-family": found.family, "-size": round(found.size * 0.75), "-weight": weight, "-slant": slant}
        values.update({"-" + style: int(style in found.styles) for style in ("underline", "overstrike")})
    if rest and str(rest[-1]) in values:
        return values[str(rest[-1])]
    return tuple(part for pair in values.items() for part in pair)
