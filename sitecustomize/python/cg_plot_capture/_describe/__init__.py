"""What is in a figure: a description for graders and for people who can't see it.

It is read from the artists after the figure was drawn. Nothing here draws, asks a formatter of the program's, or scales
an axis, so that the figure is the same with the description and without it.
"""

import json
import sys

import numpy as np

from .. import _svg_text
from . import _axes, _data, _lazy, _private, _words

#: The version of the description; `docs/description.schema.json` is its schema.
VERSION = 1
#: The most bytes that it may have.
MOST_BYTES = 256 * 1024
#: How many numbers are written one by one, and how many artists of an Axes and Axes, until it is short enough.
LIMITS = (
    (1000, None, None),
    (250, None, None),
    (50, None, None),
    (10, 400, 400),
    (2, 100, 100),
    (0, 20, 40),
    (0, 0, 20),
)

_lazy.remember()


class TooLong(Exception):
    """There is no room for the description."""


class Description:
    """The description of a figure, in JSON and in words."""

    def __init__(self, tree, most=MOST_BYTES):
        self.title, self.words = _words.title(tree), _words.words(tree)
        self.text, self.content = _short({"version": VERSION, "words": self.words, **tree}, most)

    def file(self):
        """The bytes of its file."""
        return self.text.encode() + b"\n"

    def within(self, svg):
        """The SVG of the figure with the description in it."""
        return _svg_text.described(svg, self.title, self.words, self.text)


def read(figure, number=None, places=None, most=MOST_BYTES):
    """The description of a figure that was drawn, at most so many bytes of JSON. `places` says where the program
    made it and showed it."""
    return Description(tree(figure, number, places), most)


def tree(figure, number=None, places=None):
    """The same with all of the data in it."""
    title, x_label, y_label = (
        None if text is None or not text.get_visible() else text.get_text() for text in _private.titles(figure)
    )
    every = _axes.all_of(figure)
    about = {
        "number": number,
        "label": str(figure.get_label()) or None,
        "title": title or "",
        "x_label": x_label or None,
        "y_label": y_label or None,
        "size": [float(inches) for inches in figure.get_size_inches()],
        "dpi": float(figure.dpi),
        **(places or {}),
        "legends": [_lazy.function("_texts.legend")(legend) for legend in figure.legends if legend.get_visible()] or None,
        "texts": _texts_of(figure, (title, x_label, y_label)) or None,
        "parts": _parts_of(figure) or None,
    }
    with np.errstate(all="ignore"), _private.silent_ticks():
        axes = [_axes.described(axes, roles) for axes, roles in every]
    found = {"figure": about, "axes": axes}
    if "plotnine" in sys.modules and hasattr(figure, "get_layout_engine"):
        _lazy.module("_plotnine").add(figure, found, every)
    return found


def _texts_of(figure, titles):
    """The texts that stand beside all Axes, and not the titles."""
    texts = [text.get_text() for text in figure.texts if text.get_visible() and text.get_text()]
    for title in filter(None, titles):
        if title in texts:
            texts.remove(title)
    return texts


def _parts_of(figure):
    """What of a figure is a picture by itself: its sub-figures by their titles, and images without Axes."""
    found = []
    for part in getattr(figure, "subfigs", ()):
        title = _private.titles(part)[0]
        found.append({"title": "" if title is None else title.get_text(), "axes": len(part.axes)})
    for image in figure.images:
        if image.get_visible():
            found.append(_lazy.module("_fields").image(None, image))
    return found


def _short(tree, most):
    """The JSON of a tree, with less and less in it until it is short enough, and what it means."""
    text = content = ""
    for numbers, artists, axes in LIMITS:
        content = _data.json(_cut(tree, artists, axes), numbers)
        text = _svg_text.inert(json.dumps(content, separators=(",", ":")))
        if len(text) <= most:
            return text, content
    raise TooLong("it has %d bytes" % len(text))


def _cut(tree, artists, axes):
    """The tree with no more artists and Axes than that; it says how many are missing."""
    if artists is None:
        return tree
    every = tree["axes"]
    kept = []
    for one in every[:axes]:
        left = len(one["artists"]) - artists
        kept.append({**one, "artists": one["artists"][:artists], **({"more_artists": left} if left > 0 else {})})
    cut = {**tree, "axes": kept}
    if len(every) > axes:
        cut["more_axes"] = len(every) - axes
    return cut
