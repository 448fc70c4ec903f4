"""Whether a figure has changed, without drawing it."""

import zlib

import numpy as np
from matplotlib.text import Text

from . import _matplotlib_private


def changed(figure, fingerprint):
    """Whether it may look different than when that was its fingerprint and it was drawn.

    `figure.stale` itself says nothing: it is true after an SVG was saved, and false once the program
    has drawn. What stands in the figure is stale from a change to its next drawing.
    """
    stale = any(part.stale and part.get_visible() for part in figure.get_children())
    return stale or fingerprint != of(figure)


def of(figure):
    """A hash of the data that the artists hold: what is changed in place marks nothing as stale, and
    neither does an animated artist."""
    parts = ((id(part), part.get_visible()) for part in figure.get_children())
    # One number at a time: what grows with the artists would have the garbage collected again and again.
    found = hash((*figure.get_size_inches(), *parts))
    for artist in artists(figure):
        try:
            found = hash((found, type(artist).__name__, artist.get_visible(), *data(artist)))
        except Exception:
            pass  # A program's own artist need not keep its promises.
    return found


def pixels(canvas):
    """A checksum of what Agg drew last."""
    return zlib.crc32(canvas.buffer_rgba())


def artists(figure):
    """The artists that hold data, and not those that a draw makes from them, such as ticks."""
    for part in (figure, *_matplotlib_private.parts(figure)):
        for group in (part.artists, part.lines, part.patches, part.images, part.texts):
            yield from group
    for axes in figure.axes:
        for artist in axes.get_children():
            if artist.axes is axes:
                yield artist


def data(artist):
    """Hashable values."""
    if hasattr(artist, "get_xydata"):
        yield digest(artist.get_xydata())
    if hasattr(artist, "get_offsets"):
        yield digest(artist.get_offsets())
    if hasattr(artist, "get_array"):
        yield digest(artist.get_array())
    if isinstance(artist, Text):
        yield artist.get_text()
        yield artist.get_position()
    if hasattr(artist, "get_coordinates"):
        yield digest(artist.get_coordinates())
    elif hasattr(artist, "get_paths") and _matplotlib_private.unmade(artist) == (0, 0):
        yield tuple(digest(path.vertices) for path in artist.get_paths())
    elif hasattr(artist, "get_patch_transform"):
        yield digest(artist.get_path().vertices)
        if artist.get_animated():
            yield digest(artist.get_patch_transform().get_matrix())


def digest(array):
    """A checksum of an array's bytes; of the values and the mask of a masked one."""
    if array is None:
        return None
    mask = getattr(array, "mask", None)
    values = np.asarray(array)
    if values.dtype == object:
        return hash(tuple(map(id, values.flat)))
    # A hash of its own would need a copy, which may be as large as all of the program.
    parts = (values,) if mask is None else (values, mask)
    return tuple(zlib.crc32(np.ascontiguousarray(part)) for part in parts)
