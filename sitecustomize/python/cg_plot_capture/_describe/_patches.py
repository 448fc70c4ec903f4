"""Patches: pies, spans, histograms drawn as one outline, arrows and plain shapes."""

import numpy as np
from matplotlib.patches import Polygon, Shadow, Wedge
from matplotlib.text import Annotation, Text

from . import _colors, _data, _private
from ._lines import coordinates, is_blended, label


def find_pies(artists):
    """Groups of wedges of one pie: each begins where the last one ends."""
    group = []
    for artist in artists:
        if type(artist) is not Wedge:
            continue
        last = group[-1] if group else None
        if last is not None and not _follows(last, artist, group):
            yield from _whole(group)
            group = []
        group.append(artist)
    yield from _whole(group)


def shadows_of(wedges, artists):
    """The shadows that a pie casts."""
    ids = {id(wedge) for wedge in wedges}
    return [artist for artist in artists if type(artist) is Shadow and id(artist.patch) in ids]


def _follows(last, artist, group):
    if (last.r, last.width) != (artist.r, artist.width):
        return False
    # The wedges of a pie that goes clockwise end where the one before began.
    forward = abs(last.theta2 - artist.theta1) < 1e-4
    backward = abs(last.theta1 - artist.theta2) < 1e-4
    full = sum(_angle(wedge) for wedge in group) > 360 - 1e-3
    return (forward or backward) and not full


def _whole(group):
    if len(group) > 1 or (group and _angle(group[0]) > 359):
        yield group


def _angle(wedge):
    return wedge.theta2 - wedge.theta1


def texts_of(wedges, artists):
    """The texts that a pie has, each with the place of its wedge: those in the middle of its angle."""
    found = []
    # Before 3.11 Matplotlib counts in 32 bits.
    middles = np.radians([float(wedge.theta1 + wedge.theta2) / 2 for wedge in wedges])
    directions = np.column_stack([np.cos(middles), np.sin(middles)])
    for artist in artists:
        if not isinstance(artist, Text) or isinstance(artist, Annotation):
            continue
        from_middle = np.array(artist.get_position(), dtype=float) - [wedge.center for wedge in wedges]
        lengths = np.hypot(*from_middle.T)
        with np.errstate(all="ignore"):
            aligned = (from_middle * directions).sum(axis=1) / lengths
        near = np.flatnonzero(aligned > 1 - 1e-9)
        if len(near) and 0 < lengths[near[0]] < 2 * wedges[0].r:
            found.append((near[0], lengths[near[0]] > wedges[0].r, artist))
    return found


def pie(axes, subject):
    """A pie by the parts of the whole that its wedges are."""
    wedges, texts = subject
    labels = [label(wedge) or "" for wedge in wedges]
    written = [[], []]
    for outside in (False, True):
        by_place = {place: text.get_text() for place, is_outside, text in texts if is_outside == outside}
        written[outside] = [by_place.get(place, "") for place in range(len(wedges))] if by_place else None
    if not any(labels):
        labels = written[True]
    return {
        "kind": "pie",
        "label": None,
        "color": _colors.of_patches(wedges),
        "labels": labels,
        "texts": written[False],
        "values": _data.read(np.array([_angle(wedge) for wedge in wedges], dtype=float) / 360),
        "start": wedges[0].theta1 if len(wedges) < 2 or wedges[1].theta1 >= wedges[0].theta1 else wedges[0].theta2,
        "radius": wedges[0].r,
        "hole": None if wedges[0].width is None else wedges[0].r - wedges[0].width,
    }


def patch(axes, artist):
    """A shape by its corners."""
    corners = artist.get_xy() if isinstance(artist, Polygon) else None
    if corners is None:
        corners = artist.get_patch_transform().transform(artist.get_path().vertices)
    return {"kind": "polygon", **_common(artist), **_placed(axes, artist, np.asarray(corners))}


def polygon(axes, artist):
    """A polygon, which may be a span of before Matplotlib 3.9 or a histogram's outline."""
    if is_blended(axes.axes, artist.get_data_transform()) and len(artist.get_xy()) in (4, 5):
        corners = np.asarray(artist.get_xy())
        return _span(axes, artist, *corners.min(axis=0), *corners.max(axis=0))
    outline = _steps(np.asarray(artist.get_xy(), dtype=float), artist.get_fill())
    return patch(axes, artist) if outline is None else _histogram(axes, artist, *outline)


def rectangle(axes, artist):
    """A rectangle, or a span."""
    x, y = artist.convert_xunits(artist.get_x()), artist.convert_yunits(artist.get_y())
    width, height = artist.convert_xunits(artist.get_width()), artist.convert_yunits(artist.get_height())
    if is_blended(axes.axes, artist.get_data_transform()):
        return _span(axes, artist, x, y, x + width, y + height)
    found = {"kind": "rectangle", **_common(artist)}
    found.update(_placed(axes, artist, np.array([[x, y], [x + width, y + height]], dtype=float)))
    return {**found, "angle": artist.get_angle() or None}


def indicator(axes, artist):
    """The frame around what an inset shows larger."""
    return rectangle(axes, artist.rectangle)


def ellipse(axes, artist):
    """A circle or an ellipse by its middle and its diameters."""
    circle = hasattr(artist, "get_radius")
    found = {"kind": "circle" if circle else "ellipse", **_common(artist)}
    # In case they have units.
    x, y = artist.get_center()
    middle = artist.convert_xunits(x), artist.convert_yunits(y)
    found.update(_placed(axes, artist, np.array([middle], dtype=float)))
    size = float(artist.convert_xunits(artist.width)), float(artist.convert_yunits(artist.height))
    return {**found, "width": size[0], "height": size[1], "angle": float(artist.angle) or None}


def wedge(axes, artist):
    """A wedge that is no part of a pie."""
    found = {"kind": "wedge", **_common(artist)}
    found.update(_placed(axes, artist, np.array([artist.center], dtype=float)))
    return {**found, "radius": artist.r, "angles": [artist.theta1, artist.theta2]}


def arrow(axes, artist):
    """An arrow by its two ends, if it has them."""
    ends = _private.arrow_ends(artist)
    found = {"kind": "arrow", **_common(artist)}
    if ends is None:
        path = artist.get_path().vertices
        return found if len(path) == 0 else {**found, **_placed(axes, artist, path[[0, -1]])}
    return {**found, **_placed(axes, artist, np.array(ends, dtype=float))}


def fancy_arrow(axes, artist):
    """An arrow that is one polygon, from the middle of its end to its point."""
    return {
        "kind": "arrow",
        **_common(artist),
        **_placed(axes, artist, np.asarray(_private.arrow_line(artist), dtype=float)),
    }


def stairs(axes, artist):
    """Steps between edges (`stairs`), which may be a histogram counted beforehand."""
    values, edges, baseline = artist.get_data()
    up = artist.orientation == "vertical"
    along, across = (axes.x, axes.y) if up else (axes.y, axes.x)
    found = {"kind": "stairs", **_common(artist), "orientation": artist.orientation}
    found["bins"] = along.data(edges)
    found["values"] = across.data(values)
    base = np.atleast_1d(0 if baseline is None else baseline)
    return {**found, "base": across.data(base) if np.any(base) else None}


def _common(artist):
    return {"label": label(artist), "color": _colors.of_patch(artist)}


def _placed(axes, artist, corners):
    """Corners along the axes, and in which coordinates, if not in those of the data."""
    where = coordinates(axes.axes, artist.get_data_transform())
    if where == "data":
        return {"x": axes.x.data(corners[:, 0]), "y": axes.y.data(corners[:, 1])}
    return {"coordinates": where, "x": _data.read(corners[:, 0]), "y": _data.read(corners[:, 1])}


def _span(axes, artist, x, y, x2, y2):
    """A stripe from one side of the Axes to the other, or between two parts of it."""
    found = {"kind": "span", **_common(artist)}
    if artist.get_data_transform() is axes.axes.get_xaxis_transform(which="grid"):
        return {**found, "orientation": "vertical", "x": axes.x.data(np.array([x, x2], dtype=float))}
    return {**found, "orientation": "horizontal", "y": axes.y.data(np.array([y, y2], dtype=float))}


def _steps(corners, filled):
    """The bins and values of an outline that `hist` draws with `step` or `stepfilled`, its base, and whether it stands
    upright. None for any other outline.

    It goes up from the base, and from bin to bin down to the base again; if it is filled, also back along the base.
    """
    count, left = ((len(corners) + 3) // 4, (len(corners) - 1) % 4) if filled else divmod(len(corners), 2)
    if left or count < 2:
        return None
    for upright in (True, False):
        x, y = corners[: 2 * count, :: 1 if upright else -1].T
        same = (x[::2] == x[1::2]).all() and (y[1:-1:2] == y[2:-1:2]).all()
        if same and (np.diff(x[::2]) > 0).all():
            return x[::2], y[1:-1:2], y[0], upright
    return None


def _histogram(axes, artist, bins, values, base, upright):
    along, up = (axes.x, axes.y) if upright else (axes.y, axes.x)
    found = {"kind": "hist", **_common(artist), "orientation": "vertical" if upright else "horizontal"}
    found.update(bins=along.data(bins), values=up.data(values))
    return {**found, "base": up.data(np.array([base])) if base else None}
