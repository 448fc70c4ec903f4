"""The result of `Canvas.postscript`: the drawing as Encapsulated PostScript."""

import sys

_sibling = sys.modules["cg_plot_capture._start"].sibling
_colors = _sibling("_pictures._turtle_colors")
_items = _sibling("_pictures._turtle_items")
_path = _sibling("_pictures._turtle_path")

#: Points per pixel, at 96 dots per inch.
_POINTS = 0.75

_HEAD = """\
%!PS-Adobe-3.0 EPSF-3.0
%%Title: Window .!canvas
%%BoundingBox: 0 0 {0:.0f} {1:.0f}
%%Pages: 1
%%DocumentData: Clean7Bit
%%Orientation: Portrait
%%EndComments
%%Page: 1 1
save
/latin1 {{findfont dup length dict begin {{1 index /FID ne {{def}} {{pop pop}} ifelse}} forall
/Encoding ISOLatin1Encoding def currentdict end /latin1-font exch definefont}} bind def
gsave
0 {1:.2f} translate {2:g} {2:g} neg scale
newpath 0 0 {3} {4} rectclip
{5:g} neg {6:g} neg translate
1 setlinecap 1 setlinejoin
"""
_TAIL = "grestore\nrestore showpage\n\n%%Trailer\n%%EOF\n"

#: A line of text. The scale makes it upright, because the page counts from its top.
_LINE = "gsave %.6g %.6g translate 1 -1 scale 0 0 moveto (%s) dup stringwidth pop %g mul neg 0 rmoveto show grestore\n"


def draw(canvas, options):
    """Draws the canvas, or the part of it that the options set."""
    x = float(options.get("x", canvas.origin[0]))
    y = float(options.get("y", canvas.origin[1]))
    width = int(float(options.get("width", canvas.winfo_width())))
    height = int(float(options.get("height", canvas.winfo_height())))
    scale = _POINTS
    if options.get("pagewidth"):
        scale = _points(options["pagewidth"]) / max(width, 1)
    gray = options.get("colormode") in ("gray", "mono")
    parts = [_HEAD.format(width * scale, height * scale, scale, width, height, x, y)]
    for item in list(canvas.items.values()):
        if item.is_hidden() or not _items.is_drawable(item.coords):
            continue
        if item.kind == "text":
            parts.append(_text(item, gray))
        elif item.kind not in ("image", "bitmap", "window"):
            parts.append(_shape(item, gray))
    return "".join(parts) + _TAIL


def _points(length):
    return _items.distance(length) * _POINTS


def _shape(item, gray):
    points = ["%.6g %.6g %s\n" % (x, y, "lineto" if at else "moveto") for at, (x, y) in enumerate(_path.points(item))]
    if len(points) < 2:
        return ""
    path = "newpath\n" + "".join(points)
    stroke = item.fill if item.kind == "line" else item.outline
    text = ""
    if item.kind != "line":
        path += "closepath\n"
        fill = _color(item.fill, gray)
        if fill:
            text += path + fill + "eofill\n"
    pen = _color(stroke, gray)
    if pen:
        text += path + pen + "%g setlinewidth stroke\n" % max(item.width, 1)
    return text


def _color(color, gray):
    channels = _colors.rgb(color) if color else None
    if channels is None:
        return ""
    red, green, blue = (channel / 65535 for channel in channels)
    if gray:
        return "%.3f setgray\n" % (0.30 * red + 0.59 * green + 0.11 * blue)
    return "%.3f %.3f %.3f setrgbcolor\n" % (red, green, blue)


def _text(item, gray):
    color = _color(item.fill, gray)
    if not color:
        return ""
    font, lines = _items.font(item.get("font")), item.lines()
    bold, italic = "bold" in font.styles, "italic" in font.styles
    family = "Courier" if font.fixed else "Times" if "Times" in font.css else "Helvetica"
    slant = ("Italic" if family == "Times" else "Oblique") if italic else ""
    style = ("Bold" if bold else "") + slant or ("Roman" if family == "Times" else "")
    name = family + ("-" + style if style else "")
    height = font.ascent + font.descent
    x, y = item.coords[:2]
    _, top, _, _ = _items.anchored(x, y, 0, height * len(lines), item.get("anchor", "center"))
    left, share = item.beginning()
    text = " ".join(("/" + name, "latin1", "%.6g" % font.size, "scalefont", "setfont", color))
    for at, line in enumerate(lines):
        encoded = line.encode("latin-1", "replace").decode("latin-1")
        for special in "\\()":
            encoded = encoded.replace(special, "\\" + special)
        encoded = "".join(letter if " " <= letter <= "~" else "\\%03o" % ord(letter) for letter in encoded)
        baseline = top + at * height + font.ascent
        text += _LINE % (left, baseline, encoded, share)
    return text
