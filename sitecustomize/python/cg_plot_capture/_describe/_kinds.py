"""Which function describes which artist or container.

To add a kind, write a function that takes the axes (`_axes.Axes`) and the artist and answers a mapping with `kind`,
and name it in `ARTISTS` by the artist's class. What several artists are together needs a finder in `_composites`. The
modules of these functions are loaded when they are needed first.
"""

from .. import _error_boundary
from . import _composites, _lazy

#: The function for each class of artists; a class that is not here is described as the nearest one that it derives
#: from. By names, because most programs never import some of these modules.
ARTISTS = {
    "matplotlib.lines.Line2D": "_lines.line",
    "matplotlib.lines.AxLine": "_lines.infinite",
    "matplotlib.lines._AxLine": "_lines.infinite",  # Before 3.7
    "matplotlib.patches.Patch": "_patches.patch",
    "matplotlib.patches.Polygon": "_patches.polygon",
    "matplotlib.patches.Rectangle": "_patches.rectangle",
    "matplotlib.patches.Ellipse": "_patches.ellipse",
    "matplotlib.patches.Arc": "_patches.ellipse",
    "matplotlib.patches.Wedge": "_patches.wedge",
    "matplotlib.patches.FancyArrow": "_patches.fancy_arrow",
    "matplotlib.patches.FancyArrowPatch": "_patches.arrow",
    "matplotlib.patches.StepPatch": "_patches.stairs",
    "matplotlib.collections.Collection": "_collections.other",
    "matplotlib.collections.PathCollection": "_collections.paths",
    "matplotlib.collections.RegularPolyCollection": "_collections.scatter",
    "matplotlib.collections.CircleCollection": "_collections.scatter",
    "matplotlib.collections.EllipseCollection": "_collections.scatter",
    "matplotlib.collections.PolyCollection": "_collections.polygons",
    "matplotlib.collections.PolyQuadMesh": "_fields.mesh",  # 3.8
    "matplotlib.collections.LineCollection": "_lines.segments",
    "matplotlib.collections.EventCollection": "_lines.events",
    "matplotlib.collections.QuadMesh": "_fields.mesh",
    "matplotlib.collections.TriMesh": "_fields.triangles",
    "matplotlib.inset.InsetIndicator": "_patches.indicator",  # 3.10
    "matplotlib.contour.ContourSet": "_fields.contours",
    "matplotlib.quiver.Quiver": "_fields.quiver",
    "matplotlib.quiver.Barbs": "_fields.barbs",
    "matplotlib.quiver.QuiverKey": "_texts.quiver_key",
    "matplotlib.image._ImageBase": "_fields.image",
    "matplotlib.text.Text": "_texts.text",
    "matplotlib.text.Annotation": "_texts.annotation",
    "matplotlib.table.Table": "_texts.table",
    "matplotlib.offsetbox.OffsetBox": "_texts.box",
    "matplotlib.offsetbox.AnnotationBbox": "_texts.box",
    "matplotlib.legend.Legend": "_texts.legend_among",
    "mpl_toolkits.mplot3d.art3d.Line3D": "_solids.line",
    "mpl_toolkits.mplot3d.art3d.Path3DCollection": "_solids.scatter",
    "mpl_toolkits.mplot3d.art3d.Patch3DCollection": "_solids.scatter",
    "mpl_toolkits.mplot3d.art3d.Line3DCollection": "_solids.lines",
    "mpl_toolkits.mplot3d.art3d.Poly3DCollection": "_solids.faces",
    "mpl_toolkits.mplot3d.art3d.Patch3D": "_solids.patch",
    "mpl_toolkits.mplot3d.art3d.Text3D": "_texts.text_in_space",
}

#: The function for each composite that a finder of `_composites` finds.
COMPOSITES = {
    "bars": "_bars.bars",
    "bars in space": "_solids.bars",
    "histogram": "_bars.histogram",
    "errorbar": "_bars.errorbar",
    "points with ranges": "_ranges.points",
    "stem": "_bars.stem",
    "boxplot": "_boxes.boxplot",
    "violins": "_fills.violins",
    "pie": "_patches.pie",
    "stream": "_fields.stream",
    "contour levels": "_fields.contour_levels",
    "voxels": "_solids.voxels",
    "colorbar": "_fields.colorbar",
}


class Part:
    """What is one artist to a person: the artists that Matplotlib draws it with, and the function for it."""

    def __init__(self, members, function, subject):
        self.members = members
        self.function = function
        self.subject = subject

    def described(self, axes):
        """What the description says of it. An artist of the program's own need not keep its promises."""
        try:
            found = self.function(axes, self.subject)
        except Exception as error:
            _error_boundary.pass_signalled(error)
            found = {"kind": "unknown", "class": class_of(self.members[0]), "error": type(error).__name__}
        return found


def class_of(artist):
    """The full name of an artist's class."""
    return "%s.%s" % (type(artist).__module__, type(artist).__qualname__)


def unknown(axes, artist):
    """An artist that nothing is known of."""
    return {"kind": "unknown", "class": class_of(artist)}


def function_for(artist):
    """The function for an artist that stands alone."""
    for kind in type(artist).__mro__:
        found = ARTISTS.get("%s.%s" % (kind.__module__, kind.__name__))
        if found is not None:
            return _lazy.function(found)
    return unknown


def parts(axes, artists):
    """What a person sees, in drawing order, of an Axes (`_axes.Axes`) with these artists in it."""
    found, taken = [], set()
    for name, members, subject in _composites.find(axes, artists):
        if taken.isdisjoint(map(id, members)):
            taken.update(map(id, members))
            found.append(Part(members, _lazy.function(COMPOSITES[name]), subject))
    order = {id(artist): place for place, artist in enumerate(artists)}
    found.extend(Part([artist], function_for(artist), artist) for artist in artists if id(artist) not in taken)
    return sorted(found, key=lambda part: _place(part, order, axes.axes.name == "3d"))


def _place(part, order, solid):
    """When it is drawn, by its first member. In three dimensions that depends on where one stands, so that the order
    is the one in which they were added."""
    return min((0 if solid else member.get_zorder(), order.get(id(member), len(order))) for member in part.members)
