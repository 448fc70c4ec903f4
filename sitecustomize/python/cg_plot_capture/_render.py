"""Renders a figure: as SVG for the harness, and in any format for a file.

Artists are marked as pixels only from the first written byte on. Constrained layouts and
`bbox_inches="tight"` draw twice, and the first draw would make pixels in vain.
"""

import contextlib
import gzip
import re

import matplotlib
from matplotlib.backend_bases import FigureCanvasBase

from . import _error_boundary, _matplotlib_private, _png, _rasterize, _savefig, _svg

#: The smallest size in bytes of an element in an SVG.
BYTES = 100

#: The metadata with which a format stores its date.
_DATES = {
    "pdf": re.compile(rb"/(?:Creation|Mod)Date \([^)]*\)"),
    "ps": re.compile(rb"^%%CreationDate:.*$", re.MULTILINE),
    "svg": re.compile(rb"<dc:date>[^<]*</dc:date>"),
}
_DATES["eps"] = _DATES["ps"]


def render(capture, figure):
    """Renders the figure for the harness and for the file: its SVG, the bytes and format of its file, each
    None if it is not wanted, and what is visible of them. None if nothing can be rendered."""
    settings = capture.settings()
    svg = saved = None
    kind = settings.saved_format
    exact = True
    if capture.displays():
        svg, exact = _displayed(capture, settings, figure)
    if kind is not None:
        saved, kind = _saved(capture, settings, figure, svg if exact else None)
    if svg is None and saved is None:
        return None
    content = _dateless(saved, kind) if svg is None else svg
    return svg, saved, kind, _svg.visible(figure, content)


def _displayed(capture, settings, figure):
    """The SVG that is sent, or None, and whether it is exactly what `savefig` writes."""
    most = settings.max_bytes
    pixels = _pixels(settings, figure, most)
    try:
        if pixels:
            try:
                drawn = _lightened(figure, pixels, most)
            except _svg.Full:
                raise
            except Exception as error:
                # Agg can't draw it, but it may be possible as vectors.
                _error_boundary.pass_signalled(error)
            else:
                text = "a figure has so many elements that some are displayed as pixels"
                capture.warn(text + " (CG_PLOT_RASTERIZE=never forbids it)")
                return drawn, False
        return _svg.draw(figure, most), True
    except _svg.Full:
        return _replaced(capture, figure, most, None)
    except Exception as error:
        _error_boundary.pass_signalled(error)
        return _replaced(capture, figure, most, error)


def _replaced(capture, figure, most, why):
    """The SVG with a PNG in it. `why` is the error of the SVG, or None if the SVG is too large."""
    try:
        drawn = _png.as_svg(figure, most)
    except Exception as error:
        _error_boundary.pass_signalled(error)
        if why is None:
            capture.warn("a figure is larger than CG_PLOT_MAX_BYTES and cannot be a PNG: " + _told(error))
            return _attempt(capture, "be drawn as SVG", _svg.draw, figure), True
        capture.warn("a figure cannot be drawn: " + _told(error))
        return None, False
    if why is None:
        capture.warn("a figure's SVG is larger than CG_PLOT_MAX_BYTES, so that it is displayed as a PNG")
    else:
        capture.warn("a figure cannot be drawn as SVG, so that it is displayed as a PNG: " + _told(why))
    return drawn, False


def _attempt(capture, what, draw, *arguments):
    """The result of a drawing function, or None and a warning with the reason."""
    try:
        return draw(*arguments)
    except Exception as error:
        _error_boundary.pass_signalled(error)
        capture.warn("a figure cannot %s: %s" % (what, _told(error)))
        return None


def _told(error):
    """An error in one line for the user."""
    return "%s: %s" % (type(error).__name__, error)


def _pixels(settings, figure, most):
    """The artists that must not be vectors in the SVG."""
    threshold = settings.rasterize
    if threshold is None:
        return []
    try:
        return _rasterize.artists(figure, threshold, most // BYTES)
    except Exception as error:
        _error_boundary.pass_signalled(error)
        return []  # The program's own artists stay vectors, unless the SVG is too large.


def _lightened(figure, pixels, most):
    """The SVG with these artists as pixels."""
    composite = figure.suppressComposite
    # Otherwise each of the artists would be an image as large as the figure.
    figure.suppressComposite = None
    try:
        with _png.agg(), contextlib.ExitStack() as stack:
            # `savefig` may lay out the figure by a draw that writes nothing, except rasterized artists.
            boxes = _rasterize.boxes(figure)
            begin = lambda: stack.enter_context(_matplotlib_private.rasterized(pixels, boxes))
            return _svg.draw(figure, most, begin, dpi=_png.dpi(figure))
    finally:
        figure.suppressComposite = composite


def _saved(capture, settings, figure, svg):
    """The bytes of the file, or None, and their format: the one of the settings, or PNG if that can't be
    made. An empty format means the default of `savefig`. `svg` is the plain SVG, if it was drawn."""
    name = settings.filename
    kind = settings.saved_format or matplotlib.rcParams["savefig.format"].lower()
    writable = FigureCanvasBase.get_supported_filetypes()
    if kind not in writable:
        known = ", ".join(sorted(writable))
        capture.warn(
            "CG_PLOT_FILENAME=%s: Matplotlib %s writes no %s, only %s; saving png instead"
            % (name, matplotlib.__version__, kind, known),
        )
        kind = "png"
    if kind != "png":
        what = "be saved as %s (CG_PLOT_FILENAME=%s), so it is saved as png" % (kind, name)
        content = _attempt(capture, what, _content, figure, kind, svg)
        if content is not None:
            return content, kind
    return _attempt(capture, "be saved", _content, figure, "png", None), "png"


def _content(figure, kind, svg):
    """The file in that format; an SVG is rendered only once."""
    if kind not in ("svg", "svgz"):
        return _savefig.content(figure, kind)
    svg = svg or _svg.draw(figure)
    return svg if kind == "svg" else gzip.compress(svg, mtime=0)


def _dateless(content, kind):
    """The bytes of a file without its date, so that equal figures give equal bytes."""
    if kind == "svgz":
        content, kind = gzip.decompress(content), "svg"
    date = _DATES.get(kind)
    return content if date is None else date.sub(b"", content)
