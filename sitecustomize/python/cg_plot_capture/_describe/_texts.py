"""Texts, notes with arrows, tables, and boxes with anything in them."""

import numpy as np

from . import _colors, _data, _private
from ._lines import coordinates, kind, label, style

#: How many cells of a table are written.
CELLS = 400
#: What a legend draws as a line.
_LINES = ("line", "step", "hline", "vline", "axline", "hlines", "vlines", "lines", "line3d", "event", "stream")
#: What it draws as a point.
_POINTS = ("scatter", "scatter3d")
#: What it draws as any of these, by how it was drawn.
_ANY = ("errorbar", "stem", "box", "stairs")
#: What stands in no legend in its colour by intent.
_UNLABELLED = ("text", "annotation", "table", "colorbar", "legend", "quiverkey")


def text(axes, artist):
    """A text and where it stands."""
    found = {"kind": "text", "text": artist.get_text()}
    found["color"] = _colors.text(artist.get_color())
    return {**found, **_place(axes, artist, artist.get_position(), artist.get_transform())}


def annotation(axes, artist):
    """A text that points at something."""
    found = {"kind": "annotation", "text": artist.get_text(), "color": _colors.text(artist.get_color())}
    named = artist.xycoords if isinstance(artist.xycoords, str) else "other"
    x, y = artist.xy
    if named == "data" and axes is not None:
        return {**found, "x": axes.x.data([x]), "y": axes.y.data([y]), "arrow": artist.arrow_patch is not None}
    return {
        **found,
        "coordinates": named,
        "x": _data.read([x]),
        "y": _data.read([y]),
        "arrow": artist.arrow_patch is not None,
    }


def _place(axes, artist, position, transform):
    """Where something stands, along the axes if it stands in the coordinates of the data."""
    if axes is None:
        return {"x": _data.read([position[0]]), "y": _data.read([position[1]])}
    where = coordinates(axes.axes, transform)
    if where != "data":
        return {"coordinates": where, "x": _data.read([position[0]]), "y": _data.read([position[1]])}
    return {"x": axes.x.data([position[0]]), "y": axes.y.data([position[1]])}


def text_in_space(axes, artist):
    """A text in three dimensions."""
    found = {"kind": "text", "text": artist.get_text(), "color": _colors.text(artist.get_color())}
    x, y = artist.get_position()
    return {**found, "x": axes.x.data([x]), "y": axes.y.data([y]), "z": axes.z.data([_private.depth(artist)])}


def table(axes, artist):
    """A table by its rows."""
    cells = artist.get_celld()
    rows = sorted({row for row, _ in cells})
    columns = sorted({column for _, column in cells})
    every = [[_cell(cells.get((row, column))) for column in columns] for row in rows]
    most = max(1, CELLS // max(1, len(columns)))
    return {"kind": "table", "label": None, "cells": every[:most], "rows": len(rows), "columns": len(columns)}


def _cell(cell):
    return "" if cell is None else cell.get_text().get_text()


def box(axes, artist):
    """What is in a box: a text, an image, or both. A box may hold others."""
    texts, images = [], []
    within(artist, texts, images, 0)
    found = {"kind": "annotation" if texts or not images else "image", "label": label(artist)}
    if texts:
        found["text"] = "\n".join(texts)
    if images:
        found["shape"] = list(np.shape(images[0]))
    return found


def within(artist, texts, images, depth):
    if hasattr(artist, "get_text") and isinstance(artist.get_text(), str):
        if artist.get_text():
            texts.append(artist.get_text())
    elif hasattr(artist, "get_data") and type(artist).__name__ == "OffsetImage":
        images.append(artist.get_data())
    elif depth < 10:
        for child in artist.get_children():
            within(child, texts, images, depth + 1)


def legend(artist):
    """A legend by its title and its labels in order."""
    return {
        "title": _private.legend_title(artist) or None,
        "labels": [text.get_text() for text in artist.get_texts()],
        "colors": [_colors.of(handle) for handle in _private.legend_handles(artist)],
    }


def name_by_legend(artists, legend):
    """Gives artists the labels of a legend whose labels are those of no artist: `legend(["a", "b"])`, and those of
    seaborn. An entry of an artist names that one, and any other entry all that look like it."""
    texts = [text.get_text() for text in legend.get_texts()]
    if any(artist.get("label") in texts for artist in artists):
        return
    entries = [_Entry(*pair) for pair in zip(texts, _private.legend_handles(legend))]
    likes = [[artist for artist in artists if entry.is_like(artist)] for entry in entries]
    for artist in artists:
        named = [
            entry
            for entry, like in zip(entries, likes)
            if (entry.is_general or len(like) == 1) and any(artist is one for one in like)
        ]
        if len(named) > 1:
            named = [entry for entry in named if entry.style == artist.get("style")]
        if len(named) == 1:
            artist["label"] = named[0].text


class _Entry:
    """How a legend draws one of its entries. Lines, points and patches that it draws have the label of the artist that
    they stand for, which is Matplotlib's own if the program gave none."""

    def __init__(self, text, handle):
        self.text = text
        name = handle.get_label() if handle is not None else None
        self.is_general = name == text
        self.name = None if self.is_general or name in (None, "", "_nolegend_") else name
        self.color = _colors.of(handle)
        self.is_line = self.is_point = False
        self.style = None
        if hasattr(handle, "get_markerfacecolor"):
            self.is_point = kind(handle) == "scatter"
            self.is_line = not self.is_point
            self.style = style(handle)
        elif hasattr(handle, "get_segments"):
            self.is_line = True
        elif hasattr(handle, "get_offsets"):
            self.is_point = True

    def is_like(self, artist):
        color, named = artist.get("color"), artist["kind"]
        if not (isinstance(color, str) and isinstance(self.color, str)) or color[:7] != self.color[:7]:
            return False
        if self.name is not None and all(member.get_label() != self.name for member in artist["_members"]):
            return False
        if named in _ANY:
            return True
        if named in _LINES:
            return self.is_line and (self.is_general or artist.get("style") == self.style)
        if named in _POINTS:
            return self.is_point
        return named not in _UNLABELLED and not (self.is_line or self.is_point)


def legend_among(axes, artist):
    """A legend that the program added as it would any artist."""
    return {"kind": "legend", "label": None, **legend(artist)}


def quiver_key(axes, artist):
    """The key to the arrows of a quiver plot."""
    return {"kind": "quiverkey", "label": None, "text": artist.text.get_text(), "values": [artist.U]}
