"""Fields: a value or a direction at each place of an area (images, meshes, contours, arrows)."""

import numpy as np

from . import _colors, _data, _private
from ._lines import label


def image(axes, artist):
    """An image by its values, and by the area that it covers. Pixels in colour have three or four values each."""
    values = artist.get_array()
    found = {"kind": "image", "label": label(artist)}
    if values is None:
        return found
    found["shape"] = list(values.shape)
    if values.ndim == 2:
        found["colormap"] = _colors.map_of(artist)
    found["values"] = _data.read(values)
    extent = getattr(artist, "get_extent", lambda: None)()
    if extent is not None and axes is not None:
        found["x"] = axes.x.data(np.array(extent[:2], dtype=float))
        found["y"] = axes.y.data(np.array(extent[2:], dtype=float))
    if getattr(artist, "origin", None) == "lower":
        found["origin"] = "lower"
    return found


def mesh(axes, artist):
    """A mesh of quadrangles by the places of its corners, and the values between or at them."""
    corners = artist.get_coordinates()
    found = {"kind": "mesh", "label": label(artist), "shape": [size - 1 for size in corners.shape[:2]]}
    if artist.get_array() is not None:
        found.update(values=_data.read(artist.get_array()), colormap=_colors.map_of(artist))
        found["shape"] = list(np.shape(artist.get_array())) if np.ndim(artist.get_array()) > 1 else found["shape"]
    x, y = corners[..., 0], corners[..., 1]
    # A grid of straight lines by one row and one column of it.
    if (x == x[:1]).all() and (y == y[:, :1]).all():
        x, y = x[0], y[:, 0]
    found.update(x=axes.x.data(x), y=axes.y.data(y))
    return found


def triangles(axes, artist):
    """A mesh of triangles with a value at each corner."""
    found = {"kind": "mesh", "label": label(artist)}
    if artist.get_array() is not None:
        found.update(values=_data.read(artist.get_array()), colormap=_colors.map_of(artist))
    return found


def contours(axes, artist):
    """Contours by their levels. What they were made of is held nowhere."""
    found = {"kind": "contourf" if artist.filled else "contour", "label": None}
    found["levels"] = _data.read(np.asarray(artist.levels, dtype=float))
    if not artist.filled and artist.colors is not None:
        found["color"] = _colors.many(artist.get_edgecolor()) if hasattr(artist, "get_edgecolor") else None
    else:
        found["colormap"] = _colors.map_of(artist)
    least, greatest = _private.levels(artist)
    found["range"] = None if least is None else [float(least), float(greatest)]
    return found


def contour_levels(axes, collections):
    """The same of before Matplotlib 3.8, where each level is a collection that does not know which."""
    filled = len(collections[0].get_facecolor()) > 0
    return {
        "kind": "contourf" if filled else "contour",
        "label": None,
        "color": _colors.many(np.concatenate([np.atleast_2d(_shade(one, filled))[:1] for one in collections])),
        "count": len(collections),
    }


def _shade(collection, filled):
    return collection.get_facecolor() if filled else collection.get_edgecolor()


def quiver(axes, artist):
    """Arrows: where they stand and where they point."""
    found = {"kind": "quiver", "label": label(artist), "color": _colors.of_collection(artist)}
    if artist.get_array() is not None:
        found.update(values=_data.read(artist.get_array()), colormap=_colors.map_of(artist))
    found.update(x=axes.x.data(artist.X), y=axes.y.data(artist.Y))
    return {**found, "u": _data.read(artist.U), "v": _data.read(artist.V)}


def barbs(axes, artist):
    """Feathered arrows."""
    found = {"kind": "barbs", "label": label(artist), "color": _colors.of_collection(artist)}
    found.update(x=axes.x.data(artist.x), y=axes.y.data(artist.y))
    return {**found, "u": _data.read(artist.u), "v": _data.read(artist.v)}


def stream(axes, lines):
    """Stream lines by the points that they go through, without their arrows."""
    found = {"kind": "stream", "label": label(lines), "color": _colors.of_collection(lines)}
    if lines.get_array() is not None:
        found.update(values=_data.read(lines.get_array()), colormap=_colors.map_of(lines))
    paths = [path.vertices for path in lines.get_paths() if len(path.vertices)]
    every = np.concatenate(paths) if paths else np.zeros((0, 2))
    return {**found, "x": axes.x.data(every[:, 0]), "y": axes.y.data(every[:, 1])}


def colorbar(axes, bar):
    """A colour bar: what its colours stand for."""
    along = axes.y if bar.orientation == "vertical" else axes.x
    return {
        "kind": "colorbar",
        "label": along.label() or None,
        "orientation": bar.orientation,
        "limits": [bar.vmin, bar.vmax],
        "colormap": {"name": bar.cmap.name},
        "ticks": [text for _, text in along.ticks()],
    }
