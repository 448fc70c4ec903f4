"""Saving: the bytes of a figure's file."""

import gzip
import re

import matplotlib
from matplotlib.backend_bases import FigureCanvasBase

from . import _render

#: Where a format says when the file was made.
_DATES = {
    "pdf": re.compile(rb"/(?:Creation|Mod)Date \([^)]*\)"),
    "ps": re.compile(rb"^%%CreationDate:.*$", re.MULTILINE),
    "svg": re.compile(rb"<dc:date>[^<]*</dc:date>"),
}
_DATES["eps"] = _DATES["ps"]


def saved(capture, figure, kind, svg):
    """The file's bytes, or None, and their format: `kind`, unless only PNG can be had; empty, it is
    what `savefig` writes without a suffix. `svg` is what a plain SVG would be, if it is there."""
    name = capture.settings().filename
    kind = kind or matplotlib.rcParams["savefig.format"].lower()
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
        content = _render.attempt(capture, what, _content, figure, kind, svg)
        if content is not None:
            return content, kind
    return _render.attempt(capture, "be saved", _content, figure, "png", None), "png"


def _content(figure, kind, svg):
    """The file in that format; what is SVG is rendered once for all."""
    if kind not in ("svg", "svgz"):
        return _render.render(figure, kind)
    svg = svg or _render.svg(figure)
    return svg if kind == "svg" else gzip.compress(svg, mtime=0)


def dateless(content, kind):
    """The bytes of a file without the date in them: equal figures give equal ones."""
    if kind == "svgz":
        content, kind = gzip.decompress(content), "svg"
    date = _DATES.get(kind)
    return content if date is None else date.sub(b"", content)
