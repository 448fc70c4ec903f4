"""Rendering: the bytes of a figure, in SVG for the harness or in any format for a file."""

import base64
import contextlib
import io
import os
import re
import warnings

import matplotlib

from . import _heavy, _quirks

#: Salt for the ids in an SVG where the user has none, so that equal figures give equal bytes.
HASH_SALT = "cg-plot-capture"
#: Dots per inch of what is drawn as pixels, unless the figure has more.
DPI = 150
#: But no more pixels than these, whose memory nobody asked for: four bytes each, and again in copies.
PIXELS = 25_000_000
#: The points of a line that Agg draws at a time: a long one is faster, and does not exceed Agg's limit.
CHUNK = 20_000
#: The least that an element takes in an SVG.
BYTES = 100

#: The name of a clip path in an SVG.
_CLIP_PATH = re.compile(rb"\bp[0-9a-f]{10}\b")

#: Not a drawing, but a picture of one.
_PICTURE = """\
<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}pt" height="{height}pt" \
viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" version="1.1">
 <image width="{width}" height="{height}" preserveAspectRatio="none" \
xlink:href="data:image/png;base64,{data}"/>
</svg>
"""

#: What has been said of figures that can't be drawn or saved.
_said = set()


class _Full(Exception):
    """An SVG is larger than it may be."""


class _Limited(io.BytesIO):
    """A buffer that raises once it holds more than `most` bytes, so that no hopeless SVG is drawn to its end."""

    def __init__(self, most):
        super().__init__()
        self.most = most

    def write(self, data):
        if self.tell() + len(data) > self.most:
            raise _Full
        return super().write(data)


def displayed(capture, figure):
    """The SVG that is sent, or None, and whether it is exactly what `savefig` writes."""
    most = getattr(capture, "max_bytes", lambda: int(os.environ.get("CG_PLOT_MAX_BYTES", 4000000)))()
    pixels = _pixels(capture, figure, most)
    try:
        if pixels:
            drawn = _leniently(_lightened, figure, pixels, most)
            say(capture, "a figure has so many elements that some are displayed as pixels (CG_PLOT_RASTERIZE)")
        else:
            drawn = _leniently(svg, figure, _Limited(most))
        return drawn, not pixels
    except _Full:
        say(capture, "a figure's SVG is larger than CG_PLOT_MAX_BYTES, so that it is displayed as a PNG")
        why = None
    except Exception as error:
        why = error
    try:
        drawn = _leniently(_picture, figure, most)
    except Exception as error:
        why = why or error
        say(capture, "a figure cannot be drawn: %s: %s" % (type(why).__name__, why), "drawn")
        return None, False
    if why is not None:
        text = "a figure cannot be drawn as SVG, so that it is displayed as a PNG: %s: %s"
        say(capture, text % (type(why).__name__, why), "PNG")
    return drawn, False


def attempt(capture, what, draw, *arguments):
    """A rendering, or None and a line, once, that says why there is none."""
    try:
        return _leniently(draw, *arguments)
    except Exception as error:
        say(capture, "a figure cannot %s: %s: %s" % (what, type(error).__name__, error))
        return None


def _leniently(draw, *arguments):
    """Draws; if the program made warnings errors, that is not for us."""
    try:
        return draw(*arguments)
    except Warning:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return draw(*arguments)


def say(capture, text, kind=None):
    """One line on stderr, the same one, or of the same kind, only once."""
    kind = kind or text
    if kind not in _said:
        _said.add(kind)
        capture.warn(text)


def render(figure, kind, buffer=None, **options):
    """The bytes of `savefig` in that format."""
    buffer = io.BytesIO() if buffer is None else buffer
    figure.savefig(buffer, format=kind, **options)
    return buffer.getvalue()


def svg(figure, buffer=None, **options):
    """The same for SVG, with nothing in it that differs from one rendering to the next."""
    salt = matplotlib.rcParams["svg.hashsalt"]
    metadata = None if "SOURCE_DATE_EPOCH" in os.environ else {"Date": None}
    with _params({"svg.hashsalt": HASH_SALT if salt is None else salt}):
        return render(figure, "svg", buffer, metadata=metadata, **options)


def visible(figure, svg):
    """What one sees of an SVG. Where a layout places the axes anew at each draw, they move by the
    last bit of a float, which shows in the names of clip paths and nowhere else."""
    return svg if figure.get_layout_engine() is None else _CLIP_PATH.sub(b"", svg)


def _pixels(capture, figure, most):
    """The artists that an SVG must not hold one by one."""
    threshold = getattr(capture, "rasterize", lambda: {"never": None}.get(v := os.environ.get("CG_PLOT_RASTERIZE", "10000"), v != "never" and int(v)))()
    if threshold is None:
        return []
    try:
        return _heavy.artists(figure, threshold, most // BYTES)
    except Exception:
        return []  # Artists of the program's own: it has the whole SVG, if that is not too large.


def _lightened(figure, pixels, most):
    """The SVG with these artists as pixels."""
    composite = figure.suppressComposite
    # Else each of the artists would be an image as large as the figure.
    figure.suppressComposite = None
    try:
        # Nor may they become files beside it.
        with _agg(), _params({"svg.image_inline": True}), _quirks.rasterized(pixels):
            return svg(figure, _Limited(most), dpi=_dpi(figure))
    finally:
        figure.suppressComposite = composite


def _picture(figure, most):
    """The figure as a PNG within an SVG, with fewer dots per inch if it would be larger than `most` bytes."""
    dpi = _dpi(figure)
    while True:
        with _agg():
            png = render(figure, "png", dpi=dpi)
        picture = _frame(figure, png, dpi)
        if len(picture) <= most or dpi < 10:
            return picture
        dpi *= max(0.1, min(0.9, 0.95 * (most / len(picture)) ** 0.5))


def _frame(figure, png, dpi):
    # PNG (Portable Network Graphics) Specification, 11.2.2: width and height stand there.
    pixels = (int.from_bytes(png[start : start + 4], "big") for start in (16, 20))
    # Whole pixels, unless the program has a margin cut off (`savefig.bbox`).
    sides = [
        inches if abs(count - inches * dpi) <= 1 else count / dpi
        for count, inches in zip(pixels, figure.get_size_inches())
    ]
    width, height = (("%f" % (side * 72)).rstrip("0").rstrip(".") for side in sides)
    data = base64.b64encode(png).decode()
    return _PICTURE.format(width=width, height=height, data=data).encode()


def _dpi(figure):
    own = matplotlib.rcParams["savefig.dpi"]
    own = figure.dpi if own == "figure" else own
    width, height = figure.get_size_inches()
    return max(own, min(DPI, (PIXELS / (width * height)) ** 0.5))


def _agg():
    """Agg draws long lines in pieces, unless the program has said how."""
    return _params({"agg.path.chunksize": matplotlib.rcParams["agg.path.chunksize"] or CHUNK})


@contextlib.contextmanager
def _params(params):
    """Some parameters for a while. Not by an `rc_context`, which would put back all that other
    threads set meanwhile."""
    before = {name: matplotlib.rcParams[name] for name in params}
    matplotlib.rcParams.update(params)
    try:
        yield
    finally:
        matplotlib.rcParams.update(before)
