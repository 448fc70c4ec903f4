"""Rendering: the bytes of a figure, in SVG for the harness or in any format for a file."""

import contextlib
import io
import math
import os
import re

import matplotlib
from matplotlib.figure import Figure

from . import _drawing_warnings, _heavy, _picture, _quirks, _seam

#: Salt for the ids in an SVG where the user has none, so that equal figures give equal bytes.
HASH_SALT = "cg-plot-capture"
#: Dots per inch of what is drawn as pixels, unless the figure has more,
DPI = 150
#: and no more pixels than these, whose memory nobody asked for: four bytes each, and again in copies.
PIXELS = 25_000_000
#: The least for a PNG, however small it must be.
LEAST_DPI = 10
#: The points of a line that Agg draws at a time: a long one is faster, and does not exceed Agg's limit.
CHUNK = 20_000
#: The least that an element takes in an SVG.
BYTES = 100

#: Matplotlib's own, not that of a program's class or of a test that counts the calls.
_savefig = Figure.savefig

#: The name of a clip path in an SVG.
_CLIP_PATH = re.compile(rb"\bp[0-9a-f]{10}\b")

#: What XML forbids, in UTF-8,
_FORBIDDEN = rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xed[\xa0-\xbf][\x80-\xbf]|\xef\xbf[\xbe\xbf]"
#: and each byte with which that begins, and little else.
_SUSPECTS = bytes({*range(32), 0xED, 0xEF} - set(b"\t\n\r"))


class _Full(Exception):
    """An SVG is larger than it may be."""


class _Svg(io.BytesIO):
    """A buffer for an SVG that raises once it would hold more than `most` bytes: no hopeless SVG is drawn to
    its end. It calls `begin` before the first of them.

    It takes text, because Matplotlib's own encoder refuses lone surrogates, which stand for the bytes of
    a file's name that are not UTF-8.
    """

    def __init__(self, most=math.inf, begin=None):
        super().__init__()
        self.most = most
        self.begin = begin
        self.full = False

    def write(self, data):
        if isinstance(data, bytes) and not data:
            raise TypeError  # So Matplotlib asks whether it should be text.
        if not isinstance(data, bytes):
            data = str.encode(data, "utf-8", "surrogatepass")
        if data and self.begin is not None:
            begin, self.begin = self.begin, None
            begin()
        if self.tell() + len(data) > self.most:
            self.full = True
            raise _Full
        return super().write(data)

    def getvalue(self):
        if self.full:  # An artist of the program's own may have gone on.
            raise _Full
        return super().getvalue()


def displayed(capture, figure):
    """The SVG that is sent, or None, and whether it is exactly what `savefig` writes."""
    most = capture.settings().max_bytes
    pixels = _pixels(capture, figure, most)
    try:
        if pixels:
            try:
                drawn = _lightened(figure, pixels, most)
            except _Full:
                raise
            except Exception as error:
                # What Agg can't draw may yet be a vector.
                _seam.pass_signalled(error)
            else:
                text = "a figure has so many elements that some are displayed as pixels"
                capture.warn(text + " (CG_PLOT_RASTERIZE=never forbids it)")
                return drawn, False
        return svg(figure, most), True
    except _Full:
        return _replaced(capture, figure, most, None)
    except Exception as error:
        _seam.pass_signalled(error)
        return _replaced(capture, figure, most, error)


def _replaced(capture, figure, most, why):
    """The same where there is no SVG, because of an error or because it is too large (None)."""
    try:
        drawn = _as_png(figure, most)
    except Exception as error:
        _seam.pass_signalled(error)
        if why is None:
            capture.warn("a figure is larger than CG_PLOT_MAX_BYTES and cannot be a PNG: " + _told(error))
            return attempt(capture, "be drawn as SVG", svg, figure), True
        capture.warn("a figure cannot be drawn: " + _told(error))
        return None, False
    if why is None:
        capture.warn("a figure's SVG is larger than CG_PLOT_MAX_BYTES, so that it is displayed as a PNG")
    else:
        capture.warn("a figure cannot be drawn as SVG, so that it is displayed as a PNG: " + _told(why))
    return drawn, False


def attempt(capture, what, draw, *arguments):
    """A rendering, or None and a line that says why there is none."""
    try:
        return draw(*arguments)
    except Exception as error:
        _seam.pass_signalled(error)
        capture.warn("a figure cannot %s: %s" % (what, _told(error)))
        return None


def _told(error):
    """An error in a line for people."""
    return "%s: %s" % (type(error).__name__, error)


def render(figure, kind, buffer=None, **options):
    """The bytes of `savefig` in that format."""
    buffer = io.BytesIO() if buffer is None else buffer
    with _drawing_warnings.drawing():
        _savefig(figure, buffer, format=kind, **options)
    content = buffer.getvalue()
    if not content:
        raise ValueError("nothing was drawn")
    return content


def svg(figure, most=math.inf, begin=None, **options):
    """The same for SVG, with nothing in it that differs from one rendering to the next or that is not XML.
    There may be a limit to its bytes; `begin` is called before the first."""
    salt = matplotlib.rcParams["svg.hashsalt"]
    metadata = None if "SOURCE_DATE_EPOCH" in os.environ else {"Date": None}
    # Images in it, for there is no place beside it.
    params = {"svg.hashsalt": HASH_SALT if salt is None else salt, "svg.image_inline": True}
    with _params(params):
        return well_formed(render(figure, "svg", _Svg(most, begin), metadata=metadata, **options))


def well_formed(content):
    """An SVG with U+FFFD in place of what is no character of XML (XML 1.0, 2.2): control characters, two that
    Unicode does not assign, surrogates. Programs write them into labels: `"\\beta"` without its `r`."""
    # Each is a search by memchr(3), which takes a hundredth of the time that the expression takes.
    if any(byte in content for byte in _SUSPECTS):
        return re.sub(_FORBIDDEN, "\ufffd".encode(), content)
    return content


def visible(figure, content):
    """What one sees of an SVG, or of any file. Where a layout places the axes anew at each draw, they move by the
    last bit of a float, which shows in the names of clip paths and nowhere else."""
    return content if figure.get_layout_engine() is None else _CLIP_PATH.sub(b"", content)


def _pixels(capture, figure, most):
    """The artists that an SVG must not hold one by one."""
    threshold = capture.settings().rasterize
    if threshold is None:
        return []
    try:
        return _heavy.artists(figure, threshold, most // BYTES)
    except Exception as error:
        _seam.pass_signalled(error)
        return []  # Artists of the program's own: it has the whole SVG, if that is not too large.


def _lightened(figure, pixels, most):
    """The SVG with these artists as pixels."""
    composite = figure.suppressComposite
    # Else each of the artists would be an image as large as the figure.
    figure.suppressComposite = None
    try:
        with _agg(), contextlib.ExitStack() as stack:
            # `savefig` may lay out the figure by a draw that writes nothing, but for what is rasterized.
            boxes = _heavy.boxes(figure)
            begin = lambda: stack.enter_context(_quirks.rasterized(pixels, boxes))
            return svg(figure, most, begin, dpi=_dpi(figure))
    finally:
        figure.suppressComposite = composite


def _as_png(figure, most):
    """The figure as a PNG within an SVG, with fewer dots per inch if it would be larger than `most` bytes."""
    dpi = _dpi(figure)
    while True:
        with _agg():
            png = render(figure, "png", dpi=dpi)
        picture = _picture.svg(png, dpi, figure.get_size_inches())
        if len(picture) <= most or dpi <= LEAST_DPI:
            return picture
        dpi = max(LEAST_DPI, dpi * min(0.9, 0.95 * (most / len(picture)) ** 0.5))


def picture(figure, pixels):
    """The figure as a PNG with the dots per inch that the program chose, but no more than so many pixels. It is drawn
    on a canvas of its own, because the program may look at what Agg has drawn on the figure's."""
    with _agg():
        return render(figure, "png", dpi=_dpi(figure, 0, pixels), backend="agg")


def _dpi(figure, least=DPI, pixels=PIXELS):
    """Dots per inch of what is drawn as pixels."""
    own = matplotlib.rcParams["savefig.dpi"]
    own = figure.dpi if own == "figure" else own
    width, height = figure.get_size_inches()
    return min(max(own, least), (pixels / (width * height)) ** 0.5)


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
