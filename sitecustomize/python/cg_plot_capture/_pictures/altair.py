"""Captures the charts that Altair would show in a browser or a notebook.

We replace the methods of charts and not the renderers: the default renderer needs a notebook, and `show` looks
at the renderer's name before it calls it.
"""

import functools
import json
import sys

_start = sys.modules["cg_plot_capture._start"]
_drawn = _start.sibling("_pictures._drawn")
_error_boundary = _start.sibling("_error_boundary")
_picture = _start.sibling("_picture")
_watch = _start.sibling("_import_watch")

#: One place for all charts, because each method of a chart makes a new one.
_place = _picture.Place()


def adapt(altair):
    """Replaces the methods that show a chart. They call the original with a renderer that the program has
    chosen, except `browser`."""
    ours = {altair.renderers.active, "browser"}
    for name in ("show", "display"):
        for kind in altair.Chart.__mro__:
            if name in vars(kind):
                setattr(kind, name, _replacement(altair, vars(kind)[name], ours))
                break


def _replacement(altair, real, ours):
    @functools.wraps(real)
    def replacement(self, *arguments, **options):
        try:
            if _watch.in_kernel() or altair.renderers.active not in ours:
                return real(self, *arguments, **options)
            # A chart that is wrong or too large raises here, as it does in a browser's renderer.
            specification = self.to_dict(context={"pre_transform": False})
        except BaseException as error:
            # Removes our frame, from 3.11 on. Before 3.11, `raise` restores the traceback.
            error.__traceback__ = error.__traceback__.tb_next
            raise
        _error_boundary.attempt(_picture.show, _place, Chart, altair, self, specification)

    return replacement


class Chart(_drawn.Chart):
    library = "Altair"
    drawers = "vl-convert-python"

    def __init__(self, altair, chart, spec):
        self.original = chart
        self.version = "_".join(altair.SCHEMA_VERSION.split(".")[:2])
        title = spec.get("title")
        title = title.get("text") if isinstance(title, dict) else title
        title = " ".join(map(str, title)) if isinstance(title, list) else title
        super().__init__(json.dumps(spec), title, list(_parts(spec)))

    def html(self):
        return self.original.to_html()


def _parts(spec):
    """Descriptions of the marks in a chart."""
    mark = spec.get("mark")
    if mark:
        mark = mark.get("type") if isinstance(mark, dict) else mark
        fields = (
            "%s: %s" % (channel, each.get("field") or each.get("aggregate"))
            for channel, each in spec.get("encoding", {}).items()
            if isinstance(each, dict) and (each.get("field") or each.get("aggregate"))
        )
        yield "%s (%s)" % (mark, ", ".join(fields))
    for name in ("layer", "hconcat", "vconcat", "concat"):
        for part in spec.get(name, ()):
            yield from _parts(part)
    if isinstance(spec.get("spec"), dict):
        yield from _parts(spec["spec"])
