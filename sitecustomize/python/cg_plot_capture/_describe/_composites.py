"""What several artists are together: containers of Matplotlib's, and what it draws without keeping it together."""

import itertools

import matplotlib.cbook
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.container import BarContainer, ErrorbarContainer, StemContainer
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Wedge

from . import _lazy, _private


def find(axes, artists):
    """Names of composites, the artists that each is made of, and what its function needs. The first one that
    claims an artist has it."""
    bar = _private.colorbar(axes.axes)
    if bar is not None and bar.ax is axes.axes:
        yield "colorbar", artists or [axes.axes.patch], bar
        return
    if axes.axes.containers:
        yield from _containers(axes, artists)
    short = _have_short_lines(artists)
    for group in _lazy.module("_boxes").find(artists) if short else ():
        yield "boxplot", [member for box in group for member in box.members], group
    for line, ranges in _lazy.module("_ranges").of_lines(artists) if short else ():
        yield "points with ranges", [line, *(one.line for one in ranges)], (line, ranges)
    if any(isinstance(artist, PolyCollection) for artist in artists):
        for group, members in _lazy.module("_fills").find_violins(artists):
            yield "violins", members, group
    if any(type(artist) is Wedge for artist in artists):
        yield from _pies(artists)
    yield from _streams(artists)
    yield from _contours(axes, artists)
    if axes.axes.name == "3d":
        for group in _lazy.module("_solids").find_voxels(artists):
            yield "voxels", group, group


def _have_short_lines(artists):
    """Whether there are lines of two points, as boxes and ranges have, with or without caps."""
    lines = (artist for artist in artists if isinstance(artist, (Line2D, LineCollection)))
    return any(isinstance(line, LineCollection) or len(line.get_xdata()) in (2, 8) for line in lines)


def _pies(artists):
    patches = _lazy.module("_patches")
    for group in patches.find_pies(artists):
        texts = patches.texts_of(group, artists)
        others = patches.shadows_of(group, artists)
        yield "pie", [*group, *others, *(text for _, _, text in texts)], (group, texts)


def _containers(axes, artists):
    """Those of which something is still there."""
    bars_of, ranges_of = _lazy.module("_bars"), _lazy.module("_ranges")
    present = {id(artist) for artist in artists}
    containers = [(one, _members(one, present)) for one in axes.axes.containers]
    containers = [(one, members) for one, members in containers if members]
    bars = [one for one, _ in containers if isinstance(one, BarContainer) and hasattr(one.patches[0], "get_x")]
    histograms = bars_of.histograms(bars, axes)
    lines = list(filter(None, map(ranges_of.read, artists))) if bars else []
    # Error bars of bars belong to those, and come before them in the list.
    errors = {id(one.errorbar) for one in bars if one.errorbar is not None}
    for container, members in containers:
        if id(container) in errors:
            continue
        if isinstance(container, BarContainer):
            if getattr(container, "errorbar", None) is not None:
                members = members + _members(container.errorbar, present)
            if id(container) in histograms:
                yield "histogram", members, (container, histograms[id(container)])
            elif hasattr(container.patches[0], "get_x"):
                ranges = None
                if getattr(container, "errorbar", None) is None:
                    ranges = ranges_of.of_bars(bars_of.Boxes(container), lines)
                yield "bars", members + [one.line for one in ranges or ()], (container, ranges)
            else:
                yield "bars in space", members, container
        elif isinstance(container, ErrorbarContainer):
            yield "errorbar", members, container
        elif isinstance(container, StemContainer):
            yield "stem", members, container


def _members(container, present):
    """Its artists that are in the Axes and seen."""
    found = [artist for artist in matplotlib.cbook.flatten(container, scalarp=_is_artist) if id(artist) in present]
    # Those before 3.5 and programs may keep lists in it.
    return found


def _is_artist(value):
    return isinstance(value, Artist) or value is None


def _streams(artists):
    """Stream lines with their arrows, which are patches of their own."""
    for place, artist in enumerate(artists):
        if type(artist) is not LineCollection:
            continue
        after = _run(artists, place + 1, 1)
        before = _run(artists, place - 1, -1)
        arrows = after if len(after) >= len(before) else before
        if len(arrows) > 1 and _start_on(arrows[0], artist):
            yield "stream", [artist, *arrows], artist


def _start_on(arrow, lines):
    """Whether an arrow starts at a point of the lines."""
    ends = _private.arrow_ends(arrow)
    return ends is not None and any((path.vertices == ends[0]).all(axis=1).any() for path in lines.get_paths())


def _run(artists, place, step):
    found = []
    while 0 <= place < len(artists) and type(artists[place]) is FancyArrowPatch:
        found.append(artists[place])
        place += step
    return found


def _contours(axes, artists):
    """The levels of contours before Matplotlib 3.8: collections in a row that no other function makes."""
    for _, group in itertools.groupby(artists, lambda artist: _level(axes, artist)):
        group = list(group)
        if _level(axes, group[0]) is not None and len(group) > 1:
            yield "contour levels", group, group


def _level(axes, artist):
    """Whether an artist is a level of filled contours; None if it is no level at all."""
    if type(artist) is PathCollection:
        if artist.get_offset_transform() is not axes.axes.transData and len(artist.get_offsets()) <= 1:
            return len(artist.get_facecolor()) > 0
    # `hlines` and the like have labels that count the artists.
    elif type(artist) is LineCollection and artist.get_label() == "_nolegend_":
        return False
    return None
