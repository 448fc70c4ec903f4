"""Colours as `#rrggbb`, with two more digits where they are not opaque."""

import numpy as np
from matplotlib import colors

#: How many colours of one artist are written.
MOST = 100


def text(color):
    """One colour of any spelling; None for none."""
    if color is None or (isinstance(color, str) and color.lower() == "none"):
        return None
    rgba = colors.to_rgba(color)
    return None if rgba[3] == 0 else colors.to_hex(rgba, keep_alpha=rgba[3] < 1)


def many(rgba):
    """One colour if all are alike, else a list of them, if it is short."""
    rows = np.atleast_2d(colors.to_rgba_array(rgba))
    if len(rows) == 0 or (len(rows) == 1 and rows[0][3] == 0):
        return None
    if (rows == rows[0]).all():
        return text(rows[0])
    return [text(row) for row in rows] if len(rows) <= MOST else None


def of_patch(patch):
    """What a person would call the colour of an area: that of its inside, or of its edge."""
    face = text(patch.get_facecolor()) if patch.get_fill() else None
    return face or text(patch.get_edgecolor())


def series(items, color_of):
    """Items in a list for each colour, if each colour has several, as those of seaborn's `hue`; else all in one."""
    found = {}
    for item in items:
        found.setdefault(str(color_of(item)), []).append(item)
    groups = list(found.values())
    return groups if len(groups) > 1 and min(map(len, groups)) > 1 else [items]


def of_patches(patches):
    """The same of several."""
    rows = [patch.get_facecolor() if patch.get_fill() else patch.get_edgecolor() for patch in patches]
    return many(rows) if rows else None


def of_collection(collection):
    """The same of what is drawn at once; None where a colour map gives the colours."""
    if collection.get_array() is not None:
        return None
    face = many(collection.get_facecolor())
    return many(collection.get_edgecolor()) if face is None else face


def of(artist):
    """The same of a line, a patch or a collection; None for anything else."""
    if hasattr(artist, "get_fill"):
        return of_patch(artist)
    if hasattr(artist, "get_offsets"):
        return of_collection(artist)
    if hasattr(artist, "get_markerfacecolor"):
        line = artist.get_linestyle() not in ("None", " ", "")
        return text(artist.get_color()) if line else text(artist.get_markerfacecolor())
    return None


def map_of(mappable):
    """The colour map of an artist and what its ends stand for."""
    norm = mappable.norm
    return {
        "name": mappable.get_cmap().name,
        "scale": _SCALES.get(type(norm).__name__),
        "limits": [norm.vmin, norm.vmax],
    }


#: What the classes of norms are called as scales of axes are.
_SCALES = {
    "Normalize": "linear",
    "LogNorm": "log",
    "SymLogNorm": "symlog",
    "AsinhNorm": "asinh",
    "PowerNorm": "power",
    "BoundaryNorm": "boundaries",
    "CenteredNorm": "centered",
    "TwoSlopeNorm": "two slopes",
    "FuncNorm": "function",
    "NoNorm": "none",
}
