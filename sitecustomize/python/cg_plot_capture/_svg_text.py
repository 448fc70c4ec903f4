"""SVG as text: replaces characters that XML forbids, and makes an SVG of a PNG."""

import base64
import html
import re

#: The characters that XML forbids, in UTF-8.
_FORBIDDEN = rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xed[\xa0-\xbf][\x80-\xbf]|\xef\xbf[\xbe\xbf]"
#: Their first bytes. Few other characters begin with one of these.
_SUSPECTS = bytes({*range(32), 0xED, 0xEF} - set(b"\t\n\r"))

HEAD = """\
<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
"""
_IMAGE = """\
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}{unit}" height="{height}{unit}" \
viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" version="1.1">
{title} <image width="{width}" height="{height}" preserveAspectRatio="none" \
xlink:href="data:image/png;base64,{data}"/>
</svg>
"""


def well_formed(content):
    """Replaces control characters, U+FFFE, U+FFFF and surrogates by U+FFFD, because XML forbids them (XML 1.0,
    2.2). Programs write them into labels, for example `"\\beta"` without its `r`."""
    # Each search is a memchr(3), which takes a hundredth of the expression's time.
    if any(byte in content for byte in _SUSPECTS):
        return re.sub(_FORBIDDEN, "\ufffd".encode(), content)
    return content


def image(png, width, height, unit="", title=None):
    """An SVG of that size with a PNG in it."""
    data = base64.b64encode(png).decode()
    form = HEAD + _IMAGE
    return form.format(width=width, height=height, unit=unit, data=data, title=titled(title)).encode()


def titled(title):
    """The element `title` of an SVG; an empty text without a title."""
    if not title:
        return ""
    text = html.escape(str(title), quote=False).encode("utf-8", "surrogatepass")
    return " <title>%s</title>\n" % well_formed(text).decode()


def inert(text):
    """JSON without what XML escapes, so that it has as many bytes in an SVG as in a file."""
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def described(svg, title, words, text):
    """An SVG with a title and a text for screen readers, and with a description in JSON in its metadata. An SVG
    without a tag of that name at its beginning is returned as it is."""
    # Not by expressions: to compile them takes a tenth of the time that a small description takes.
    start = svg.find(b"<svg", 0, 4096)
    end = svg.find(b">", start, 4096)
    if start < 0 or end < 0 or svg[start + 4 : start + 5] not in (b" ", b"\n", b"\t", b">") or svg[end - 1 : end] == b"/":
        return svg
    head = b'\n <title>%s</title>\n <desc>%s</desc>\n <metadata id="cg-plot-capture">%s</metadata>' % tuple(
        well_formed(html.escape(each, quote=False).encode("utf-8", "surrogatepass")) for each in (title, words, text)
    )
    role = b"" if b" role=" in svg[start:end] else b' role="img"'
    # A picture that names itself has done so in the same words.
    rest = svg[end + 1 :]
    if rest[:4096].lstrip().startswith(b"<title>"):
        rest = rest.partition(b"</title>")[2] or rest
    return svg[:end] + role + b">" + head + rest


def size_of(svg):
    """The width and the height in the first tag of an SVG, in pixels; None if it does not say both."""
    root = re.search(rb"<svg\b[^>]*>", svg[:4096])
    found = root and [re.search(rb'\s%s="([0-9.]+)(px|pt)?"' % name, root[0]) for name in (b"width", b"height")]
    if not found or None in found:
        return None
    # A point is four thirds of a pixel.
    return tuple(float(each[1]) * (4 / 3 if each[2] == b"pt" else 1) for each in found)


def size(png):
    """The width and height in pixels (PNG Specification, 11.2.2)."""
    return tuple(int.from_bytes(png[start : start + 4], "big") for start in (16, 20))
