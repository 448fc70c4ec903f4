"""A figure as SVG: deterministic, well-formed, and no larger than it may be.

The buffer raises when an SVG is too large, because to draw it to its end costs too much: a million points are 15 s
and 107 MB, coloured ones 49 s and 158 MB. To look for characters that XML forbids takes 1.3 ms for 4 MB; the regular
expression, which takes fifty times as long, runs only if a byte that can begin one is found.
"""

import io
import math
import os
import re

import matplotlib

from . import _savefig
from ._svg_text import well_formed

#: Salt for the ids in an SVG where the user has none, so that equal figures give equal bytes.
HASH_SALT = "cg-plot-capture"
#: The name of a clip path in an SVG.
_CLIP_PATH = re.compile(rb"\bp[0-9a-f]{10}\b")


class Full(Exception):
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
            raise Full
        return super().write(data)

    def getvalue(self):
        if self.full:  # An artist of the program's own may have gone on.
            raise Full
        return super().getvalue()


def draw(figure, most=math.inf, begin=None, **options):
    """The bytes of `savefig` in SVG, with nothing in it that differs from one rendering to the next or that is not XML.
    There may be a limit to its bytes; `begin` is called before the first."""
    salt = matplotlib.rcParams["svg.hashsalt"]
    metadata = None if "SOURCE_DATE_EPOCH" in os.environ else {"Date": None}
    # Images in it, for there is no place beside it.
    params = {"svg.hashsalt": HASH_SALT if salt is None else salt, "svg.image_inline": True}
    with _savefig.params(params):
        return well_formed(_savefig.content(figure, "svg", _Svg(most, begin), metadata=metadata, **options))


def visible(figure, content):
    """What one sees of an SVG, or of any file. Where a layout places the axes anew at each draw, they move by the
    last bit of a float, which shows in the names of clip paths and nowhere else."""
    return content if figure.get_layout_engine() is None else _CLIP_PATH.sub(b"", content)
