"""Captures the figures that Plotly would open in a browser, by its registry of renderers."""

import json
import sys

_start = sys.modules["cg_plot_capture._start"]
_drawn = _start.sibling("_pictures._drawn")
_error_boundary = _start.sibling("_error_boundary")
_picture = _start.sibling("_picture")
_watch = _start.sibling("_import_watch")

#: The renderers that open a window. We do not replace other renderers.
BROWSERS = ("browser", "chrome", "chromium", "firefox")
#: The types of traces that only a browser draws: three dimensions, maps, and those that need WebGL.
#: `plotly-print` omits them without an error.
_IN_BROWSER = set(
    """
    choropleth choroplethmap choroplethmapbox cone densitymap densitymapbox heatmapgl isosurface mesh3d parcoords
    pointcloud scatter3d scattergeo scattermap scattermapbox scatterpolargl splom streamtube surface volume
    """.split()
)

#: One place for all figures, because Plotly shows a copy of a figure.
_place = _picture.Place()


def adapt(module):
    """Replaces the renderers with the names of browsers."""
    renderers = module.renderers
    for name in BROWSERS:
        if name in renderers:
            kind = type(renderers[name])
            captured = type(kind.__name__, (Captured, kind), {})
            renderer = captured.__new__(captured)
            vars(renderer).update(vars(renderers[name]))
            renderers[name] = renderer
    if not renderers.default and not _watch.in_kernel():
        # On a desktop, Plotly finds a browser.
        renderers.default = "browser"


class Captured:
    """Delivers the figures of a renderer that opens a window."""

    def render(self, fig_dict):
        if _watch.in_kernel():
            super().render(fig_dict)
        else:
            _error_boundary.attempt(_picture.show, _place, Figure, fig_dict)


class Figure(_drawn.Chart):
    library = "Plotly"

    def __init__(self, figure):
        from plotly.io import to_json

        self.figure = figure
        chart = to_json(figure, validate=False)
        traces = json.loads(chart).get("data", [])
        types = [trace.get("type", "scatter") for trace in traces]
        self.browser = next((each for each in types if each in _IN_BROWSER), None)
        self.drawers = "kaleido" if self.browser else "plotly-print or kaleido"
        title = (figure.get("layout") or {}).get("title")
        title = title.get("text") if isinstance(title, dict) else title
        named = zip(types, (trace.get("name") for trace in traces))
        super().__init__(chart, title, ["%s: %s" % pair if pair[1] else pair[0] for pair in named])

    def html(self):
        from plotly.io import to_html

        return to_html(self.figure, include_plotlyjs=True, validate=False)
