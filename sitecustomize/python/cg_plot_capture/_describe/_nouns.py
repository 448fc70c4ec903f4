"""What kinds of artists are called in words."""

from ._spoken import plural

#: What a chart is called in which most is of that kind, and one and several of those. "Chart" names nothing.
NOUNS = {
    "line": ("Line chart", "line", "lines"),
    "step": ("Step chart", "stepped line", "stepped lines"),
    "scatter": ("Scatter plot", "set of points", "sets of points"),
    "bar": ("Bar chart", "bars", "sets of bars"),
    "barh": ("Horizontal bar chart", "bars", "sets of bars"),
    "hist": ("Histogram", "histogram", "histograms"),
    "stem": ("Stem plot", "stems", "sets of stems"),
    "errorbar": ("Chart with error bars", "series with error bars", "series with error bars"),
    "fill": ("Area chart", "area", "areas"),
    "pie": ("Pie chart", "pie", "pies"),
    "box": ("Box plot", "box plot", "box plots"),
    "violin": ("Violin plot", "violin plot", "violin plots"),
    "image": ("Image", "image", "images"),
    "mesh": ("Heat map", "colour mesh", "colour meshes"),
    "contour": ("Contour plot", "set of contour lines", "sets of contour lines"),
    "contourf": ("Filled contour plot", "set of filled contours", "sets of filled contours"),
    "hexbin": ("Hexagonal bin plot", "set of hexagonal bins", "sets of hexagonal bins"),
    "quiver": ("Arrow field", "field of arrows", "fields of arrows"),
    "barbs": ("Wind barb plot", "field of wind barbs", "fields of wind barbs"),
    "stream": ("Stream plot", "set of stream lines", "sets of stream lines"),
    "event": ("Event plot", "row of events", "rows of events"),
    "stairs": ("Step chart", "stepped outline", "stepped outlines"),
    "broken_barh": ("Chart of intervals", "row of intervals", "rows of intervals"),
    "surface": ("Surface plot", "surface", "surfaces"),
    "wireframe": ("Wire frame plot", "wire frame", "wire frames"),
    "scatter3d": ("3D scatter plot", "set of points", "sets of points"),
    "line3d": ("3D line chart", "line", "lines"),
    "bar3d": ("3D bar chart", "bars", "sets of bars"),
    "quiver3d": ("3D arrow field", "field of arrows", "fields of arrows"),
    "voxels": ("Voxel plot", "solid", "solids"),
    "polygon3d": ("3D chart", "polygon", "polygons"),
    "lines3d": ("3D chart", "set of lines", "sets of lines"),
    "table": ("Table", "table", "tables"),
    "colorbar": ("Colour bar", "colour bar", "colour bars"),
    "hline": ("Chart", "horizontal line", "horizontal lines"),
    "vline": ("Chart", "vertical line", "vertical lines"),
    "axline": ("Chart", "endless line", "endless lines"),
    "hlines": ("Chart", "set of horizontal lines", "sets of horizontal lines"),
    "vlines": ("Chart", "set of vertical lines", "sets of vertical lines"),
    "lines": ("Chart", "set of lines", "sets of lines"),
    "span": ("Chart", "shaded span", "shaded spans"),
    "polygon": ("Chart", "polygon", "polygons"),
    "polygons": ("Chart", "set of areas", "sets of areas"),
    "rectangle": ("Chart", "rectangle", "rectangles"),
    "rectangles": ("Chart", "set of rectangles", "sets of rectangles"),
    "unknown": ("Chart", "other part", "other parts"),
    "quiverkey": ("Chart", "key to the arrows", "keys to the arrows"),
}
#: What is told last, and never names a chart.
MINOR = ("text", "annotation", "legend", "quiverkey", "arrow", "hline", "vline", "axline", "span", "unknown")


def noun(kind, count=1):
    """What one artist of a kind is called, or several."""
    return NOUNS[kind][min(count, 2)] if kind in NOUNS else plural(kind, count)
