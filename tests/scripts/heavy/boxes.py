"""Shows boxes that place their parts themselves, with too much in them for an SVG: each figure is also
saved by Agg, in the pixels of an SVG that is drawn at 150 dots per inch. Prints their names.

For a threshold of 1000."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.legend_handler import HandlerBase
from matplotlib.lines import Line2D
from matplotlib.offsetbox import (
    AnchoredOffsetbox,
    AnchoredText,
    AnnotationBbox,
    AuxTransformBox,
    DrawingArea,
    HPacker,
    OffsetImage,
    TextArea,
    VPacker,
)
from matplotlib.patches import Rectangle
from matplotlib.transforms import Affine2D

random = np.random.default_rng(1)
WIDTH, HEIGHT = 90, 60


def segments(count, width=WIDTH, height=HEIGHT, **options):
    return LineCollection(random.random((count, 2, 2)) * [width, height], linewidths=0.5, **options)


def drawing(count=1200, clip=False, scale=1):
    area = DrawingArea(WIDTH, HEIGHT, clip=clip)
    area.add_artist(segments(count, WIDTH * scale, HEIGHT * scale))
    return area


def anchored(place, child=None, **options):
    return AnchoredOffsetbox(place, child=child or drawing(), **options)


def corners(axes):
    for place in ["upper right", "lower left"]:
        axes.add_artist(anchored(place))


def together(axes):
    """Only all of them are too much."""
    for place in ["upper left", "upper right", "lower left", "lower right"]:
        axes.add_artist(anchored(place, drawing(300)))


def annotation(axes):
    box = AnnotationBbox(
        drawing(), (0.2, 0.3), xybox=(120, 90), boxcoords="offset points", arrowprops={"arrowstyle": "->"}
    )
    axes.add_artist(box)


def nested(axes):
    image = OffsetImage(random.random((10, 10)), zoom=3)
    light = DrawingArea(30, 30)
    light.add_artist(Rectangle((5, 5), 20, 20, color="red"))
    row = HPacker(children=[drawing(), image, light], pad=2, sep=8)
    axes.add_artist(anchored("center", VPacker(children=[TextArea("a text"), row], pad=4, sep=4)))


def auxiliary(axes):
    """In the units of the data."""
    box = AuxTransformBox(axes.transData + Affine2D().rotate_deg(20))
    box.add_artist(segments(1200, 0.3, 0.3))
    axes.add_artist(anchored("lower right", box))


class Hatched(HandlerBase):
    def create_artists(self, legend, handle, x, y, width, height, size, transform):
        return [segments(1200, width, height, transform=transform)]


def legend(axes):
    line = axes.plot([0, 1], label="a line")[0]
    axes.legend([line, object()], ["a line", "many"], handler_map={object: Hatched()}, loc="center left")


def clipped(axes):
    axes.add_artist(anchored("upper left", drawing(clip=True, scale=2)))


def between(axes):
    """In drawing order."""
    axes.add_line(Line2D([0, 1], [0, 1], linewidth=9, zorder=1))
    axes.add_artist(anchored("center", zorder=2))
    axes.add_line(Line2D([0, 1], [1, 0], linewidth=9, zorder=3, color="red"))


def behind(axes):
    """Light boxes right behind pixels."""
    axes.set_axis_off()
    axes.scatter(*random.random((2, 1200)) / 2, zorder=10)
    axes.add_artist(anchored("upper right", drawing(9), zorder=11))
    axes.scatter(*random.random((2, 1200)) / 2, zorder=12)
    axes.add_artist(AnnotationBbox(drawing(9), (0.8, 0.3), zorder=13))
    axes.add_artist(AnchoredText("a text", "upper left", zorder=14))


def of_figure(axes):
    """In no Axes; and in Axes within Axes."""
    figure = axes.figure
    figure.add_artist(anchored("lower left", bbox_to_anchor=figure.bbox))
    axes.inset_axes([0.6, 0.6, 0.3, 0.3]).add_artist(anchored("center"))


def laid_out(axes):
    axes.figure.set_layout_engine("constrained")
    axes.set_ylabel("a label\nof two lines")
    axes.add_artist(anchored("upper right"))


CASES = [corners, together, annotation, nested, auxiliary, legend, clipped, between, behind, of_figure, laid_out]
for case in CASES:
    figure, axes = plt.subplots(facecolor="w")
    case(axes)
    figure.savefig(case.__name__ + ".png", dpi=150)
    print(case.__name__)
    plt.show()
    assert not any("draw" in vars(artist) for artist in figure.findobj())
