"""Draws a figure as pixels: a PNG, or a PNG within an SVG."""

import matplotlib

from . import _savefig, _svg_text

#: The dots per inch of pixels, unless the program has more.
DPI = 150
#: The most pixels. Each takes four bytes of the program's memory, and more in copies.
PIXELS = 25_000_000
#: The fewest dots per inch of a PNG.
LEAST_DPI = 10
#: The points of a line that Agg draws at a time. A long line is then drawn faster, and does not exceed
#: Agg's limit.
CHUNK = 20_000


def draw(figure, pixels):
    """The figure as a PNG, with the program's dots per inch but at most `pixels` pixels. It is drawn on a
    new canvas, because the program may look at what Agg has drawn on the figure's own."""
    with agg():
        return _savefig.content(figure, "png", dpi=dpi(figure, 0, pixels), backend="agg")


def as_svg(figure, most):
    """The figure as a PNG within an SVG, with fewer dots per inch if it would be larger than `most` bytes."""
    dots = dpi(figure)
    while True:
        with agg():
            png = _savefig.content(figure, "png", dpi=dots)
        picture = _within_svg(png, dots, figure.get_size_inches())
        if len(picture) <= most or dots <= LEAST_DPI:
            return picture
        dots = max(LEAST_DPI, dots * min(0.9, 0.95 * (most / len(picture)) ** 0.5))


def _within_svg(png, dpi, inches):
    """The SVG of a PNG that was drawn with `dpi`; `inches` are the figure's width and height."""
    pixels = _svg_text.size(png)
    # A PNG has whole pixels only; it differs by more if the program has margins cut off (`savefig.bbox`).
    sides = [side if abs(count - side * dpi) <= 1 else count / dpi for count, side in zip(pixels, inches)]
    width, height = (("%f" % (side * 72)).rstrip("0").rstrip(".") for side in sides)
    return _svg_text.image(png, width, height, "pt")


def dpi(figure, least=DPI, pixels=PIXELS):
    """The program's dots per inch, at least `least`, but so few that there are at most `pixels` pixels."""
    own = matplotlib.rcParams["savefig.dpi"]
    own = figure.dpi if own == "figure" else own
    width, height = figure.get_size_inches()
    return min(max(own, least), (pixels / (width * height)) ** 0.5)


def agg():
    """Makes Agg draw long lines in pieces, unless the program has set that."""
    return _savefig.params({"agg.path.chunksize": matplotlib.rcParams["agg.path.chunksize"] or CHUNK})
