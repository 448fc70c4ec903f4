"""Rendering: the bytes of a figure, in SVG for the harness or in any format for a file."""

import io
import os
import re
import warnings

import matplotlib

#: Salt for the ids in an SVG where the user has none, so that equal figures give equal bytes.
HASH_SALT = "cg-plot-capture"

#: The name of a clip path in an SVG.
_CLIP_PATH = re.compile(rb"\bp[0-9a-f]{10}\b")

#: What has been said of figures that can't be drawn or saved.
_said = set()


def displayed(capture, figure):
    """The SVG that is sent, or None, and whether it is exactly what `savefig` writes."""
    return attempt(capture, "be drawn as SVG", svg, figure), True


def attempt(capture, what, draw, *arguments):
    """A rendering, or None and a line, once, that says why there is none."""
    try:
        try:
            return draw(*arguments)
        except Warning:
            # The program made warnings errors, but not for us.
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return draw(*arguments)
    except Exception as error:
        say(capture, "a figure cannot %s: %s: %s" % (what, type(error).__name__, error))
        return None


def say(capture, text):
    """One line on stderr, the same one only once."""
    if text not in _said:
        _said.add(text)
        capture.warn(text)


def render(figure, kind, **options):
    """The bytes of `savefig` in that format."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format=kind, **options)
    return buffer.getvalue()


def svg(figure, **options):
    """The same for SVG, with nothing in it that differs from one rendering to the next."""
    params = matplotlib.rcParams
    salt = params["svg.hashsalt"]
    metadata = None if "SOURCE_DATE_EPOCH" in os.environ else {"Date": None}
    # Not by an rc_context, which would put back all that other threads set meanwhile.
    params["svg.hashsalt"] = HASH_SALT if salt is None else salt
    try:
        return render(figure, "svg", metadata=metadata, **options)
    finally:
        params["svg.hashsalt"] = salt


def visible(figure, svg):
    """What one sees of an SVG. Where a layout places the axes anew at each draw, they move by the
    last bit of a float, which shows in the names of clip paths and nowhere else."""
    return svg if figure.get_layout_engine() is None else _CLIP_PATH.sub(b"", svg)
