"""Finds the artists that are too heavy for an SVG, by counting their elements.

An SVG has one element for each point, and a browser opens about twenty thousand. We count paths, places,
cells and markers before the figure is drawn. A heavy artist becomes an image inside the SVG.

A box of `matplotlib.offsetbox` becomes pixels as a whole: it places its parts in the dots per inch of the
vectors, so that a part alone, which is drawn with more, would be in the wrong place.

Rejected:

- All vertices as elements: a map of 200 countries has ten thousand and is 250 kB.
- All small artists of a crowded Axes: the line over 20 000 bars would become pixels too.
- `get_paths()` of a mesh to count it: makes a path for each of 250 000 cells; its coordinates tell as
much.
- Pairs of artist and count: 20 000 new tuples send the garbage collector through the whole program, 1.4 s.
- `set_rasterized`: warns about classes whose `draw` calls one that supports it (`Path3DCollection`).
"""

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import Collection
from matplotlib.figure import SubFigure
from matplotlib.lines import Line2D
from matplotlib.offsetbox import AnnotationBbox, OffsetBox
from matplotlib.patches import Patch, PathPatch, Polygon, StepPatch
from matplotlib.spines import Spine
from numpy import empty

from . import _matplotlib_private

#: So many vertices of a path are about as long in an SVG as an element.
VERTICES = 10
#: The most images. Each run of artists that are pixels, in drawing order, is an image as large as the figure.
#: If vectors and pixels alternate more often, the vectors in between become pixels too.
IMAGES = 8
#: The number of paths of a collection that are examined.
PATHS = 10_000
#: The classes of which plots consist.
PLOTTED = (Collection, Line2D, Patch)
KINDS = (*PLOTTED, Artist)


def artists(figure, threshold, bound):
    """The artists to draw as pixels: those with more than `threshold` elements, those that have more
    together in one Axes, and more of them if over `bound` elements would be left."""
    parts = [_Part(host) for host in _hosts(figure)]
    for part in parts:
        part.lighten(threshold)
    crowded = [part for part in parts if part.rest()]
    if sum(part.rest() for part in crowded) > bound:
        for part in crowded:
            part.thin_out(bound // len(crowded))
    return [artist for part in parts for artist in part.pixels()]


def boxes(figure):
    """The boxes that place their parts themselves, in pixels: `AnchoredOffsetbox` and similar ones."""
    for host in _hosts(figure):
        for artist in host.get_children():
            if isinstance(artist, (OffsetBox, AnnotationBbox)):
                yield artist


def _hosts(host):
    """Everything that has artists: a figure, its sub-figures and Axes, Axes within Axes."""
    if host.get_visible() and not host.get_rasterized():
        yield host
        for child in host.get_children():
            if isinstance(child, (Axes, SubFigure)):
                yield from _hosts(child)


class _Part:
    """The artists of one Axes, or those of a figure outside its Axes."""

    def __init__(self, host):
        #: The artists in drawing order.
        self.drawn = sorted(host.get_children(), key=lambda artist: artist.zorder)
        #: The light artists by kind; the last kind is everything that has parts, such as a legend or a box.
        self.small = {kind: [] for kind in KINDS}
        #: The numbers of elements by id, because an artist need not be hashable. No pairs are kept, here or
        #: below, because ten thousands of new objects trigger Python's garbage collector.
        self.counts = {}
        for artist in self.drawn:
            if artist is not host.patch and _counts(artist):
                kind, count = _kind(artist), elements(artist)
                if count or kind is not Artist:  # A text has no parts and stays text.
                    self.small[kind].append(artist)
                    self.counts[id(artist)] = count
        self.chosen = {}

    def lighten(self, threshold):
        """Chooses artists that are heavy alone, and then kinds that are heavy together."""
        for kind, small in self.small.items():
            # A line stays a vector, however long it is; only its markers count.
            most = threshold + (kind is Line2D)
            self.choose(artist for artist in small if self.counts[id(artist)] > most)
            self.small[kind] = [artist for artist in small if self.counts[id(artist)] <= most]
        self.thin_out(threshold)

    def thin_out(self, threshold):
        """Chooses whole kinds, the heaviest first, until at most `threshold` elements are left."""
        while self.rest() > threshold:
            self.choose(self.small.pop(max(self.small, key=self.weight)))

    def choose(self, heavy):
        """Marks artists to become pixels."""
        for artist in heavy:
            self.chosen[id(artist)] = artist

    def weight(self, kind):
        """The number of elements of a kind that are left."""
        return sum(self.counts[id(artist)] for artist in self.small[kind])

    def rest(self):
        """The number of elements that are left."""
        return sum(map(self.weight, self.small))

    def pixels(self):
        """The chosen artists, and those that must become pixels with them."""
        raster = [id(artist) in self.chosen or artist.get_rasterized() for artist in self.drawn]
        images = sum(now and not before for before, now in zip([False, *raster], raster))
        if self.chosen and images > IMAGES:
            last = len(raster) - raster[::-1].index(True)
            between = self.drawn[raster.index(True) : last]
            self.choose(artist for artist in between if not isinstance(artist, (Axes, SubFigure, Axis, Spine)))
        return [artist for artist in self.chosen.values() if not artist.get_rasterized()]


def _kind(artist):
    """The kind of an artist, one of `KINDS`."""
    for kind in KINDS:
        if isinstance(artist, kind):
            return kind


def _counts(artist):
    """Whether an artist is part of the plot and not yet pixels."""
    return (
        not isinstance(artist, (Axes, SubFigure, Axis, Spine))
        and artist.get_visible()
        and not artist.get_rasterized()
    )


def _leaves(artist):
    """The parts of a composed artist, such as a table."""
    for child in artist.get_children():
        if _counts(child):
            if isinstance(child, PLOTTED):
                yield child
            yield from _leaves(child)


def elements(artist):
    """The approximate number of SVG elements of an artist."""
    try:
        if isinstance(artist, Collection):
            return _collection(artist)
        if isinstance(artist, Line2D):
            return 1 + _markers(artist)
        if isinstance(artist, (PathPatch, Polygon, StepPatch)):
            return 1 + len(artist.get_path().vertices) // VERTICES
        if isinstance(artist, Patch):
            return 1
        return sum(map(elements, _leaves(artist)))
    except Exception:
        return 1  # A class of the program, or data that is invalid: drawing will report it.


def _collection(collection):
    """The approximate number of SVG elements of a collection."""
    count, vertices = _matplotlib_private.unmade(collection)
    paths = () if count else collection.get_paths()
    # If there are few paths and many places, each place is one element.
    count = max(count, len(paths), len(collection.get_offsets()))
    vertices += sum(len(path.vertices) for path in paths[:PATHS])
    return max(count, vertices // VERTICES)


def _markers(line):
    """The number of a line's markers. Markers that are placed by distance are few and not counted."""
    if line.get_marker() in (None, "None", "none", " ", ""):
        return 0
    count = max(len(line.get_xdata(orig=True)), len(line.get_ydata(orig=True)))
    every = line.get_markevery()
    start, step = every if isinstance(every, tuple) else (0, every)
    if every is None:
        return count
    if isinstance(step, float):
        return 0
    if isinstance(step, int):
        every = slice(start, None, step)
    return empty(count, bool)[every].size
