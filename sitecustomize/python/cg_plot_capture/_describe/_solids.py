"""Three dimensions: what mplot3d draws."""

import numpy as np

from . import _colors, _data, _private
from ._lines import kind, label, style


def _along(axes, x, y, z):
    return {"x": axes.x.data(x), "y": axes.y.data(y), "z": axes.z.data(z)}


def line(axes, artist):
    """A curve in space, or points."""
    found = {"kind": "scatter3d" if kind(artist) == "scatter" else "line3d", "label": label(artist)}
    found.update(color=_colors.text(artist.get_color()), style=style(artist))
    x, y, z = (np.asanyarray(values) for values in artist.get_data_3d())
    return {**found, **_along(axes, x, y, np.broadcast_to(z, x.shape) if z.size != x.size else z)}


def scatter(axes, artist):
    """Points in space."""
    return {"kind": "scatter3d", **_common(artist), **_along(axes, *_private.offsets(artist))}


def lines(axes, artist):
    """Lines in space: a wire frame, arrows, or any."""
    segments = [np.asarray(segment, dtype=float) for segment in _private.segments(artist)]
    segments = [segment for segment in segments if segment.ndim == 2 and segment.shape[1] == 3]
    found = {"kind": _lines_kind(segments), **_common(artist)}
    if found["kind"] == "quiver3d":
        shafts = np.array(segments[: len(segments) // 3])
        found.update((name, _data.read(values)) for name, values in zip("uvw", (shafts[:, 0] - shafts[:, 1]).T))
        return {**found, **_along(axes, *shafts[:, 1].T)}
    every = np.concatenate(segments) if segments else np.zeros((0, 3))
    return {**found, **_along(axes, *every.T), "sizes": _data.read([len(segment) for segment in segments])}


def _lines_kind(segments):
    """A wire frame has lines that cross; arrows have a shaft of two points and two lines of a head."""
    if not segments:
        return "lines3d"
    sizes = {len(segment) for segment in segments}
    if sizes == {2} or sizes == {2, 3}:
        return "quiver3d" if _is_arrows(segments) else "lines3d"
    return "wireframe"


def _is_arrows(segments):
    """`quiver` adds all shafts, and then for each the two lines of its head, which begin at its end."""
    count, left = divmod(len(segments), 3)
    if left or count == 0 or any(len(segment) != 2 for segment in segments):
        return False
    shafts, heads = segments[:count], segments[count:]
    ends = {tuple(np.round(end, 9)) for shaft in shafts for end in shaft}
    return all(tuple(np.round(head[0], 9)) in ends for head in heads)


def faces(axes, artist):
    """A surface, bars, or any polygons in space."""
    found = [np.asarray(face, dtype=float) for face in _private.faces(artist)]
    found = [face for face in found if len(face)]
    every = np.concatenate(found) if found else np.zeros((0, 3))
    described = {"kind": _faces_kind(found), **_common(artist)}
    if described["kind"] == "bar3d":
        low = np.array(
            [np.min([face.min(axis=0) for face in found[at : at + 6]], axis=0) for at in range(0, len(found), 6)]
        )
        high = np.array(
            [np.max([face.max(axis=0) for face in found[at : at + 6]], axis=0) for at in range(0, len(found), 6)]
        )
        size = {"dx": high[:, 0] - low[:, 0], "dy": high[:, 1] - low[:, 1], "dz": high[:, 2] - low[:, 2]}
        return {**described, **_along(axes, *low.T), **{name: _data.read(values) for name, values in size.items()}}
    return {**described, **_along(axes, *every.T), "count": len(found)}


def _faces_kind(faces):
    """Bars have six upright rectangles each; those of a surface share their corners with their neighbours."""
    if not faces:
        return "polygon3d"
    flat = [bool((face == face[0]).all(axis=0).any()) for face in faces]
    if all(flat) and all(len(face) == 4 for face in faces) and len(faces) % 6 == 0:
        return "bar3d" if _is_cuboids(faces) else "surface"
    corners = [tuple(point) for face in faces for point in np.round(face, 9)]
    if len(faces) > 1 and len(set(corners)) < len(corners):
        # Where each has a plane of its own, they are areas that stand behind each other.
        return "polygon3d" if all(flat) and any(len(face) > 4 for face in faces) else "surface"
    return "surface" if len(faces) == 1 and len(faces[0]) <= 4 and not flat[0] else "polygon3d"


def _is_cuboids(faces):
    for at in range(0, len(faces), 6):
        points = np.concatenate(faces[at : at + 6])
        if any(len(np.unique(np.round(points[:, column], 9))) > 2 for column in range(3)):
            return False
    return True


def voxels(axes, collections):
    """Filled cells by the least corner of each."""
    corners = [np.concatenate(_private.faces(one)).min(axis=0) for one in collections]
    found = {"kind": "voxels", "label": None, "color": _colors.many([one.get_facecolor()[0] for one in collections])}
    return {**found, **_along(axes, *np.array(corners).T), "count": len(corners)}


def find_voxels(artists):
    """Collections of up to six unit squares each, one for each cell that is seen."""
    group = []
    for artist in artists:
        name = "%s.%s" % (type(artist).__module__, type(artist).__name__)
        if name == "mpl_toolkits.mplot3d.art3d.Poly3DCollection" and _is_cell(artist):
            group.append(artist)
    # Two planes are surfaces, if they do not stand upright.
    return [group] if len(group) > 7 or (len(group) > 1 and all(map(_is_upright, group))) else []


def _is_cell(artist):
    faces = _private.faces(artist)
    return 0 < len(faces) <= 6 and all(len(face) == 4 for face in faces)


def _is_upright(artist):
    return all((np.asarray(face) == np.asarray(face)[0]).all(axis=0).any() for face in _private.faces(artist))


def patch(axes, artist):
    """A flat shape in space. Only its projection is held where it can be asked for."""
    return {
        "kind": "bar3d" if type(artist).__name__ == "Patch3D" else "polygon3d",
        "label": label(artist),
        "color": _colors.of_patch(artist),
    }


def patches(axes, artist):
    """Flat shapes in space."""
    return {"kind": "polygon3d", **_common(artist)}


def _common(artist):
    color = _colors.of_collection(artist)
    # The shades of a surface say where the light comes from.
    found = {"label": label(artist), "color": None if isinstance(color, list) else color}
    if artist.get_array() is not None:
        found.update(values=_data.read(artist.get_array()), colormap=_colors.map_of(artist))
    return found


def bars(axes, container):
    """Flat bars that stand in space."""
    corners = [np.asarray(_private.corners(patch), dtype=float) for patch in container.patches]
    low = np.array([points.min(axis=0) for points in corners])
    high = np.array([points.max(axis=0) for points in corners])
    found = {"kind": "bar3d", "label": label(container) or label(container.patches[0])}
    found["color"] = _colors.of_patches(container.patches)
    size = {"dx": high[:, 0] - low[:, 0], "dy": high[:, 1] - low[:, 1], "dz": high[:, 2] - low[:, 2]}
    return {**found, **_along(axes, *low.T), **{name: _data.read(values) for name, values in size.items()}}
