"""Saving: the bytes of a figure's file."""

from . import _render


def saved(capture, figure, kind, svg):
    """The file's bytes in that format, or None; `svg` is what a plain SVG would be, if it is there."""
    if kind == "svg":
        return svg or _render.attempt(capture, "be saved", _render.svg, figure)
    return _render.attempt(capture, "be saved", _render.render, figure, kind)
