"""One Axes: where it is, its titles, axes and legend, and what is drawn in it."""

from matplotlib.patches import Rectangle
from matplotlib.text import Text

from .. import _error_boundary
from . import _axis, _data, _kinds, _lazy, _private


class Axes:
    """An Axes of Matplotlib (`axes`) with its axes as they are described."""

    def __init__(self, axes):
        self.axes = axes
        self.names = tuple(name for name in ("x", "y", "z") if hasattr(axes, name + "axis"))
        for name in self.names:
            setattr(self, name, _axis.Axis(axes, name))

    def parts(self):
        """What a person sees in it, in drawing order."""
        return _kinds.parts(self, artists(self.axes))

    def described(self, roles):
        """What the description says of it. An Axes of the program's own need not keep its promises: what can't be
        read is left out, and `errors` says so."""
        found, errors = {"projection": self.axes.name, **roles}, {}
        readers = {
            "position": self._position,
            "title": lambda: _seen(self.axes.title),
            "title_left": lambda: _seen(_private.side_titles(self.axes)[0]) or None,
            "title_right": lambda: _seen(_private.side_titles(self.axes)[1]) or None,
            "label": self._label,
            **{name: getattr(self, name).described for name in self.names},
            "legend": self._legend,
            "artists": self._artists,
            "legend_names": lambda: self._name_by_legend(found),
        }
        for name, read in readers.items():
            try:
                found[name] = read()
            except Exception as error:
                _error_boundary.pass_signalled(error)
                errors[name] = type(error).__name__
        found.setdefault("artists", [])
        found["errors"] = errors or None
        return found

    def _position(self):
        box = self.axes.bbox.transformed(_root(self.axes.figure).transFigure.inverted())
        return [float(value) for value in (box.x0, box.y0, box.width, box.height)]

    def _label(self):
        label = str(self.axes.get_label() or "")
        return label if label and not label.startswith(("_", "<")) else None

    def _legend(self):
        legend = self.axes.get_legend()
        return None if legend is None or not legend.get_visible() else _lazy.function("_texts.legend")(legend)

    def _name_by_legend(self, found):
        if found.get("legend"):
            _lazy.function("_texts.name_by_legend")(found.get("artists", ()), self.axes.get_legend())

    def _artists(self):
        artists = ({**part.described(self), "_members": part.members} for part in self.parts())
        return [artist for artist in artists if not _is_unseen(artist)]


def described(axes, roles):
    """What the description says of an Axes of Matplotlib."""
    try:
        return Axes(axes).described(roles)
    except Exception as error:
        _error_boundary.pass_signalled(error)
        return {**roles, "artists": [], "errors": {"axes": type(error).__name__}}


def _seen(text):
    return text.get_text() if text.get_visible() else ""


def _is_unseen(artist):
    """Whether it is a curve without points, as some libraries add for a legend."""
    return (
        artist["kind"] in ("line", "step", "scatter")
        and isinstance(artist.get("x"), _data.Data)
        and len(artist["x"]) == 0
    )


def _root(figure):
    """The figure at the top of sub-figures."""
    while getattr(figure, "figure", figure) is not figure and figure.figure is not None:
        figure = figure.figure
    return figure


def artists(axes):
    """What one sees of what the program has put into an Axes, in the order in which it did: no spines, axes, titles."""
    groups = (axes.lines, axes.patches, axes.collections, axes.images, axes.texts, axes.tables, axes.artists)
    wanted = {id(artist) for group in groups for artist in group}
    found = (artist for artist in axes.get_children() if id(artist) in wanted and artist.get_visible())
    return [artist for artist in found if not _is_empty(artist)]


def _is_empty(artist):
    """Whether it is a text without any, as pies and tables leave, or a rectangle without a size, as seaborn adds for a
    legend."""
    if isinstance(artist, Text):
        return artist.get_text() == ""
    return isinstance(artist, Rectangle) and artist.get_width() == artist.get_height() == 0


def all_of(figure):
    """Every Axes of a figure that is seen, at every depth, each with what it is to another one."""
    found, queue = [], [(axes, {}) for axes in figure.axes]
    while queue:
        axes, roles = queue.pop(0)
        if not axes.get_visible() or any(axes is other for other, _ in found):
            continue
        index = len(found)
        twin = _twin(axes, [other for other, _ in found]) if not roles else None
        found.append((axes, roles if twin is None else {"twin_of": twin}))
        for child in getattr(axes, "child_axes", ()):
            role = "secondary_of" if type(child).__name__ == "SecondaryAxis" else "inset_of"
            queue.append((child, {role: index}))
    return found


def _twin(axes, others):
    """The Axes before this one that it lies upon, with a common axis."""
    for index, other in enumerate(others):
        shared = axes.get_shared_x_axes().joined(axes, other) or axes.get_shared_y_axes().joined(axes, other)
        if shared and (axes.bbox.get_points() == other.bbox.get_points()).all():
            return index
    return None
