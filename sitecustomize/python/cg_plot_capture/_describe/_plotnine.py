"""Plots of plotnine, whose titles, axis labels and legends are texts of the figure to Matplotlib."""

from matplotlib.offsetbox import OffsetBox

from . import _texts


def add(figure, tree, every):
    """Puts these texts where the description of any other plot has them; `every`: the Axes in the tree's order. A
    figure of anything else stays as it is."""
    engine = figure.get_layout_engine()
    theme = getattr(engine, "theme", None)
    targets = getattr(theme, "targets", None)
    if targets is None or not type(engine).__module__.startswith("plotnine."):
        return
    about, taken = tree["figure"], []

    def text(name):
        found = getattr(targets, name, None)
        if found is None or not found.get_visible():
            return ""
        taken.append(found.get_text())
        return found.get_text()

    about["title"] = about["title"] or text("plot_title")
    labels = {"x": text("axis_title_x"), "y": text("axis_title_y")}
    strips = [*getattr(targets, "strip_text_x", ()), *getattr(targets, "strip_text_y", ())]
    for (axes, _), described in zip(every, tree["axes"]):
        for name, label in labels.items():
            if described.get(name) and not described[name]["label"]:
                described[name]["label"] = label
        own = [strip for strip in strips if strip.draw_info.ax is axes and strip.get_visible()]
        described["title"] = described.get("title") or ", ".join(strip.get_text() for strip in own)
        taken.extend(strip.get_text() for strip in own)
    texts = about["texts"] or []
    for one in taken:
        if one in texts:
            texts.remove(one)
    about["texts"] = texts or None
    about["legends"] = about["legends"] or [_legend(box) for box in figure.artists if isinstance(box, OffsetBox)] or None


def _legend(box):
    """A legend by its texts, the first of which is its title."""
    texts, images = [], []
    _texts.within(box, texts, images, 0)
    return {"title": texts[0] if texts else None, "labels": texts[1:]}
