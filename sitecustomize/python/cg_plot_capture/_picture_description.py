"""The description of another library's picture: its size and title, where the program shows it, and for a chart its
specification. It has the form of a figure's (docs/description.schema.json), without Axes."""

import hashlib
import json
import math
import sys

_start = sys.modules["cg_plot_capture._start"]
_svg_text = _start.sibling("_svg_text")

#: The most bytes that it has.
MOST_BYTES = 256 * 1024
#: How many values of a list are written one by one, and how many letters of a text, until it is short enough.
LIMITS = ((1000, 10000), (250, 2500), (50, 500), (10, 200), (2, 200), (0, 50))
#: The pixels of an inch in an SVG.
DPI = 96
#: The most characters of a text, of the words and of the title.
_TEXT, _WORDS, _TITLE = 60, 600, 120


def of(picture, origin, svg, saved, most):
    """The description as the bytes of a file, and the SVG with the description in it, which has at most `most`
    bytes. If there is no room for it, None and the SVG as it was. `saved`: the SVG that is saved, if one is."""
    title = _line(picture.title, _TITLE) if picture.title else ""
    size = picture.size or next((_svg_text.size_of(each) for each in (svg, saved) if each), None)
    words = _words(picture, title, size)
    figure = {"title": title, "kind": picture.kind, "library": picture.library}
    if size is not None:
        figure.update(size=[side / DPI for side in size], dpi=DPI)
    figure.update((name, value) for name, value in origin.places().items() if value is not None)
    specification = picture.specification()
    for limits in (*LIMITS, None):
        tree = {"version": 1, "words": words, "figure": figure, "axes": []}
        if specification is not None and limits is not None:
            tree["specification"] = specification = _cut(specification, *limits)
        text = _svg_text.inert(json.dumps(tree, separators=(",", ":")))
        if len(text) <= MOST_BYTES:
            within = None if svg is None else _svg_text.described(svg, title or _name(picture), words, text)
            if within is None or len(within) <= most:
                return text.encode() + b"\n", within
    why = "it has %d bytes" % len(text)
    _start.capture().debug("a figure goes out without a description: %s" % why)
    return None, svg


def _name(picture):
    return "%s of %s" % (picture.kind.capitalize(), picture.library)


def _words(picture, title, size):
    """The picture in sentences."""
    said = _name(picture) + (" titled “%s”" % _line(title, _TEXT) if title else "")
    if size is not None:
        said += ", %d by %d pixels" % tuple(size)
    said += "."
    parts = [_line(part, _TEXT) for part in picture.parts]
    for count, part in enumerate(parts):
        left = " And %d more." % (len(parts) - count)
        if len(said) + len(part) + 2 + len(left) > _WORDS:
            return said + left
        said += " %s." % part
    return said


def _line(text, most):
    """A text on one line, without what nobody can say."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in str(text)).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _cut(value, numbers, letters):
    """A value of JSON with shorter lists and texts. A list that is too long is a count and a hash of all; one of
    numbers has their least, greatest and mean too."""
    if isinstance(value, dict):
        array = _array(value)
        if array is not None:
            return _cut(array, numbers, letters)
        if len(value) > numbers:
            return _summary(value)
        return {name: _cut(each, numbers, letters) for name, each in value.items()}
    if isinstance(value, list):
        if len(value) > numbers:
            return _summary(value)
        return [_cut(each, numbers, letters) for each in value]
    if isinstance(value, str):
        return value if len(value) <= letters else value[:letters] + "…"
    return _number(value)


def _summary(values):
    found = {"count": len(values)}
    if all(type(each) in (int, float) for each in values):
        from array import array

        floats = array("d", map(float, values))
        finite = [each for each in floats if math.isfinite(each)]
        if finite:
            found.update(min=min(finite), max=max(finite), mean=math.fsum(finite) / len(finite))
        if sys.byteorder == "big":
            floats.byteswap()
        content = floats.tobytes()
    else:
        content = json.dumps(values, separators=(",", ":")).encode()
    return {**found, "sha256": hashlib.sha256(content).hexdigest()}


def _number(value):
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def _array(value):
    """The list of an array as Plotly writes it since version 6; None for any other mapping."""
    kinds = {"f8": "d", "f4": "f", "i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I"}
    if not {"dtype", "bdata"} <= set(value) <= {"dtype", "bdata", "shape"} or value["dtype"] not in kinds:
        return None
    import base64
    from array import array

    found = array(kinds[value["dtype"]], base64.b64decode(value["bdata"]))
    if sys.byteorder == "big":
        found.byteswap()
    found = found.tolist()
    # From the inside out; the first side follows from the rest.
    for side in [int(side) for side in str(value.get("shape", "")).split(",") if side.strip()][:0:-1]:
        found = [found[start : start + side] for start in range(0, len(found), side)] if side else found
    return found
