"""Tells whether a figure has changed, without drawing it."""

import zlib

import numpy as np
from matplotlib.text import Text

from . import _matplotlib_private


def changed(figure, fingerprint):
    """Whether the figure may look different from when it had this fingerprint and was drawn.

    `figure.stale` does not tell: it is true after an SVG was saved, and false after the program has drawn.
    The parts of the figure are stale from a change to the next drawing.
    """
    stale = any(part.stale and part.get_visible() for part in figure.get_children())
    return stale or fingerprint != of(figure)


def of(figure):
    """A hash of the artists' data. Data that is changed in place marks nothing as stale, and neither does
    an animated artist."""
    parts = ((id(part), part.get_visible()) for part in figure.get_children())
    # One number at a time, because a list that grows with the artists would trigger the garbage collector.
    found = hash((*figure.get_size_inches(), *parts))
    for artist in artists(figure):
        try:
            found = hash((found, type(artist).__name__, artist.get_visible(), *data(artist)))
        except Exception:
            pass  # A program's own artist may raise anything.
    return found


def pixels(canvas):
    """A checksum of what Agg drew last."""
    return zlib.crc32(canvas.buffer_rgba())


def artists(figure):
    """The artists that have data, without those that a draw makes from them, such as ticks."""
    for part in (figure, *_matplotlib_private.parts(figure)):
        for group in (part.artists, part.lines, part.patches, part.images, part.texts):
            yield from group
    for axes in figure.axes:
        for artist in axes.get_children():
            if artist.axes is axes:
                yield artist


def data(artist):
    """The data of an artist, as hashable values."""
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
    """A checksum of the bytes of an array; for a masked array, of its values and its mask."""
    if array is None:
        return None
    mask = getattr(array, "mask", None)
    values = np.asarray(array)
    if values.dtype == object:
        return hash(tuple(map(id, values.flat)))
    # `hash` would need a copy, which may be as large as the rest of the program.
    parts = (values,) if mask is None else (values, mask)
    return tuple(zlib.crc32(np.ascontiguousarray(part)) for part in parts)
