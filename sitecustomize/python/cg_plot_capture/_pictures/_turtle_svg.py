"""Draws a window as SVG: small, in the order of drawing, and always well-formed.

Tk counts pixels by their centres, SVG by their edges. We therefore move everything by half a pixel, so that a
line covers the same pixels as in a window.
"""

import html
import math
import sys

_sibling = sys.modules["cg_plot_capture._start"].sibling
_colors = _sibling("_pictures._turtle_colors")
_items = _sibling("_pictures._turtle_items")
_layout = _sibling("_pictures._turtle_layout")
_path = _sibling("_pictures._turtle_path")
_svg_text = _sibling("_svg_text")

_FORM = """\
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="{0}" height="{1}" viewBox="0 0 {0} {1}" \
xmlns="http://www.w3.org/2000/svg" version="1.1">
{2}{3}</svg>
"""
_CANVAS = """\
<svg x="{0}" y="{1}" width="{2}" height="{3}" viewBox="{4:g} {5:g} {2} {3}">
<rect x="{4:g}" y="{5:g}" width="{2}" height="{3}" fill="{6}"/>
<g fill="none" stroke-linecap="round" stroke-linejoin="round" fill-rule="evenodd">
{7}</g>
</svg>
"""


#: The pixels between the points of coarser drawings, the finest first.
_COARSE = 1, 2, 4
#: The lines of one path in a coarser drawing. The oldest paths may be left out.
_MOST_LINES = 20


def draw(window, most=None):
    """The bytes of an SVG; None if the window has no canvas. With `most`, it is a coarser drawing with at most so
    many bytes: its points are whole pixels, and if that is not enough, the oldest parts are left out."""
    canvases = _layout.places(window)
    if not canvases:
        return None
    if most is None:
        return _drawn(window, canvases, lambda canvas: elements(canvas))
    empty = len(_drawn(window, canvases, lambda canvas: ()))
    room = max(most - empty, 0) // len(canvases)
    for pixels in _COARSE:
        svg = _drawn(window, canvases, lambda canvas: _topmost(canvas, pixels, room if pixels == _COARSE[-1] else None))
        if len(svg) <= most:
            break
    return svg


def _topmost(canvas, pixels, room):
    """The elements of a coarser drawing. With `room`, only the topmost that have together so many bytes."""
    found = []
    for element in elements(canvas, pixels):
        size = len(element.encode("utf-8", "surrogatepass"))
        if room is not None and size > room:
            continue
        if room is not None:
            room -= size
        found.append(element)
    # They come from the topmost to the lowest.
    return reversed(found)


def _drawn(window, canvases, draws):
    parts = []
    for canvas, x, y in canvases:
        width, height = _layout.size(window, canvas)
        if _layout.fills(canvas):
            # The drawing includes the canvas's edge, because the window has none.
            x, y, left, top = 0, 0, x, y
            width, height = window.size()
        else:
            left = top = 0
        origin = canvas.origin[0] - left - 0.5, canvas.origin[1] - top - 0.5
        ground = _colors.svg(canvas.cget("background")) or "#ffffff"
        parts.append(_CANVAS.format(x, y, width, height, *origin, ground, "".join(draws(canvas))))
    title = _svg_text.titled(window.title())
    text = _svg_text.HEAD + _FORM.format(*window.size(), title, "".join(parts))
    return _svg_text.well_formed(text.encode("utf-8", "surrogatepass"))


def elements(canvas, coarse=0):
    """The elements from the lowest to the topmost. Consecutive lines with the same pen are one path. If it is
    `coarse`, they come from the topmost to the lowest, and long paths are several."""
    pen, lines, images = None, [], {}
    items = list(canvas.items.values())
    if coarse:
        items = [item for item in reversed(items) if _is_in_view(canvas, item)]
    for item in items:
        if item.is_hidden() or not _items.is_drawable(item.coords):
            item = _finite(item)
            if item is None:
                continue
        if item.kind == "line" and not item.get("arrow", None):
            stroke = _stroke(item, item.fill)
            if stroke:
                if lines and (stroke != pen or coarse and len(lines) >= _MOST_LINES):
                    yield _lines(pen, lines, coarse)
                pen = stroke
                lines.append(item)
            continue
        element = _element(item, images, coarse)
        if element:
            if lines:
                yield _lines(pen, lines, coarse)
            yield element
    if lines:
        yield _lines(pen, lines, coarse)


def _is_in_view(canvas, item):
    """Whether the window shows a part of a line or a polygon, and True for all others."""
    if item.kind not in ("line", "polygon") or not _items.is_drawable(item.coords):
        return True
    inside = True
    for axis, length in enumerate((canvas.winfo_width(), canvas.winfo_height())):
        values, margin = item.coords[axis::2], item.width + 20
        begin = canvas.origin[axis]
        inside = inside and max(values) > begin - margin and min(values) < begin + length + margin
    return inside


def _finite(item):
    """A line or a polygon without the points that are not finite; None if nothing is left, or if it is hidden."""
    if item.is_hidden() or item.kind not in ("line", "polygon"):
        return None
    pairs = [pair for pair in zip(item.coords[::2], item.coords[1::2]) if _items.is_drawable(pair)]
    if not pairs:
        return None
    copy = _items.Item.__new__(_items.Item)
    for name in ("kind", "fill", "outline", "width", "others", "tags"):
        setattr(copy, name, getattr(item, name))
    copy.coords = tuple(value for pair in pairs for value in pair)
    return copy


def _element(item, images, coarse):
    """The element of an item. What can't be drawn is left out, and not the whole picture with it."""
    try:
        return _DRAWN.get(item.kind, _nothing)(item, images, coarse)
    except (ArithmeticError, TypeError, ValueError, LookupError):
        return None


def _lines(pen, lines, coarse):
    path = _path.Path(coarse)
    for item in lines:
        path.add(_path.points(item), goes_on="butt" not in pen)
    lines.clear()
    return "" if path.is_empty() else '<path%s d="%s"/>\n' % (pen, path.text())


def _stroke(item, color):
    """The attributes of a pen; an empty text if it draws nothing."""
    color = _colors.svg(color)
    if color is None:
        return ""
    text = ' stroke="%s"' % color
    # X11 draws a line of width 0 with one pixel.
    width = max(item.width, 1)
    if width != 1:
        text += ' stroke-width="%g"' % width
    if item.kind == "line" and item.get("capstyle", "butt") != "round":
        text += ' stroke-linecap="%s"' % ("square" if item.get("capstyle") == "projecting" else "butt")
    if item.get("joinstyle", "round") in ("miter", "bevel"):
        text += ' stroke-linejoin="%s"' % item.get("joinstyle")
    dash = item.get("dash", ())
    if isinstance(dash, (tuple, list)) and dash:
        text += ' stroke-dasharray="%s"' % " ".join("%g" % _items.distance(length) for length in dash)
    return text


def _shape(item, images, coarse):
    fill, stroke = _colors.svg(item.fill), _stroke(item, item.outline)
    if not fill and not stroke:
        return None
    path = _path.Path()
    # A fill needs all its edges.
    path.add(_path.whole(_path.points(item)) if coarse else _path.points(item))
    if item.kind != "arc" or item.get("style", "pieslice") != "arc":
        path.close()
    elif not stroke:
        return None
    else:
        fill = None
    return '<path%s%s d="%s"/>\n' % (' fill="%s"' % fill if fill else "", stroke, path.text())


def _arrow(item, images, coarse):
    """A line with arrowheads."""
    stroke = _stroke(item, item.fill)
    if not stroke:
        return None
    heads = _path.Path()
    for head in _path.heads(item):
        heads.add(head)
        heads.close()
    path = _path.Path()
    path.add(_path.points(item))
    color = _colors.svg(item.fill)
    return '<path%s d="%s"/>\n<path fill="%s" d="%s"/>\n' % (stroke, path.text(), color, heads.text())


def _text(item, images, coarse):
    color, lines = _colors.svg(item.fill), item.lines()
    if color is None or not any(lines):
        return None
    font, anchor = _items.font(item.get("font")), str(item.get("anchor", "center"))
    x, y = item.coords[:2]
    height = font.ascent + font.descent
    # The width is 0, because SVG itself moves a line to its anchor.
    _, top, _, _ = _items.anchored(x, y, 0, height * len(lines), anchor)
    left, share = item.beginning()
    side = {0: "start", 1: "end"}.get(share, "middle")
    attributes = ' fill="%s" font-family="%s" font-size="%g"' % (color, html.escape(font.css), font.size)
    if side != "start":
        attributes += ' text-anchor="%s"' % side
    for style, attribute in _STYLES.items():
        if style in font.styles:
            attributes += attribute
    if item.get("angle"):
        attributes += ' transform="rotate(%g %g %g)"' % (-float(item.get("angle")), x, y)
    rows = []
    for at, line in enumerate(lines):
        line = html.escape(line.replace("\t", " " * 8), quote=False)
        baseline = _path.number(top + at * height + font.ascent)
        rows.append('<tspan x="%s" y="%s">%s</tspan>' % (_path.number(left), baseline, line))
    return '<text xml:space="preserve"%s>%s</text>\n' % (attributes, "".join(rows))


_STYLES = {
    "bold": ' font-weight="bold"',
    "italic": ' font-style="italic"',
    "underline": ' text-decoration="underline"',
    "overstrike": ' text-decoration="line-through"',
}


def _image(item, images, coarse):
    """The element that uses an image. The image itself is written once."""
    image = item.get("image", None)
    uri = image.uri() if hasattr(image, "uri") else None
    if uri is None:
        return None
    left, top, _, _ = item.bounds()
    element, key = "", (uri, image.width(), image.height())
    if key not in images:
        images[key] = len(images)
        size = 'width="%d" height="%d" preserveAspectRatio="none"' % key[1:]
        element = '<defs><image id="image%d" %s xlink:href="%s"/></defs>\n' % (images[key], size, uri)
    # A window draws images at whole pixels.
    x, y = math.floor(left + 0.5) - 0.5, math.floor(top + 0.5) - 0.5
    return element + '<use xlink:href="#image%d" x="%g" y="%g"/>\n' % (images[key], x, y)


def _nothing(item, images, coarse):
    return None


_DRAWN = {
    "line": _arrow,
    "polygon": _shape,
    "rectangle": _shape,
    "oval": _shape,
    "arc": _shape,
    "text": _text,
    "image": _image,
}
