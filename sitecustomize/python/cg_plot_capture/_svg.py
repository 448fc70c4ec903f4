"""Draws a figure as SVG: deterministic, well-formed, and within a limit of bytes.

The buffer raises when the SVG is too large, because drawing it to its end costs too much: a million points
take 15 s and 107 MB, coloured ones 49 s and 158 MB. The search for characters that XML forbids takes 1.3
ms for 4 MB; the regular expression, which takes fifty times as long, runs only if a byte is found with
which one can begin.
"""

import io
import math
import os
import re

import matplotlib

from . import _savefig
from ._svg_text import well_formed

#: The salt for the ids in an SVG if the user has none, so that equal figures give equal bytes.
HASH_SALT = "cg-plot-capture"
#: The name of a clip path in an SVG.
_CLIP_PATH = re.compile(rb"\bp[0-9a-f]{10}\b")


class Full(Exception):
    """An SVG is larger than its limit."""


class _Svg(io.BytesIO):
    """A buffer for an SVG that raises when it would have more than `most` bytes, so that a hopeless SVG is
    not drawn to its end. It calls `begin` before the first byte.

    It takes text, because Matplotlib's own encoder refuses lone surrogates, which represent the bytes of a
    file's name that are not UTF-8.
    """

    def __init__(self, most=math.inf, begin=None):
        super().__init__()
        self.most = most
        self.begin = begin
        self.full = False

    def write(self, data):
        if isinstance(data, bytes) and not data:
            raise TypeError  # Matplotlib tries this to find out whether the buffer takes text.
        if not isinstance(data, bytes):
            data = str.encode(data, "utf-8", "surrogatepass")
        if data and self.begin is not None:
            begin, self.begin = self.begin, None
            begin()
        if self.tell() + len(data) > self.most:
            self.full = True
            raise Full
        return super().write(data)

    def getvalue(self):
        if self.full:  # The program's own artist may have caught the error.
            raise Full
        return super().getvalue()


def draw(figure, most=math.inf, begin=None, **options):
    """The bytes of `savefig` as SVG, without anything that differs between renderings or is not XML.
    `most` limits the bytes; `begin` is called before the first one."""
    salt = matplotlib.rcParams["svg.hashsalt"]
    metadata = None if "SOURCE_DATE_EPOCH" in os.environ else {"Date": None}
    # Images are inside it, because there is no folder for other files.
    params = {"svg.hashsalt": HASH_SALT if salt is None else salt, "svg.image_inline": True}
    with _savefig.params(params):
        return well_formed(_savefig.content(figure, "svg", _Svg(most, begin), metadata=metadata, **options))


def visible(figure, content):
    """What is visible of an SVG, or of any file. If a layout places the axes anew at each draw, they move
    by the last bit of a float, which changes only the names of clip paths."""
    return content if figure.get_layout_engine() is None else _CLIP_PATH.sub(b"", content)
