"""Every private name of Matplotlib that describing needs, and what differs between its versions (3.6 to 3.11)."""

import contextlib
import logging
import sys

import matplotlib.dates
import numpy as np

#: The classes of pandas' converters whose numbers are Matplotlib's days.
_PANDAS_DATES = ("DatetimeConverter", "MilliSecondConverter")


@contextlib.contextmanager
def silent_ticks():
    """Locators log that there are too many ticks, and have done so when the figure was drawn."""
    logger = logging.getLogger("matplotlib.ticker")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def converter(axis):
    """What converts values of an axis to numbers; None where they are numbers."""
    get = getattr(axis, "get_converter", None)  # 3.10
    return axis.converter if get is None else get()


def is_date_axis(axis):
    """Whether numbers along the axis are days."""
    kind = type(converter(axis))
    return kind.__module__ == "matplotlib.dates" or (
        kind.__name__ in _PANDAS_DATES and kind.__module__.startswith("pandas.")
    )


def period_moments(axis, values):
    """What numbers along an axis of pandas' periods are the beginnings of; None along any other axis."""
    frequency = getattr(axis, "freq", None)
    kind = type(converter(axis))
    pandas = sys.modules.get("pandas")
    if frequency is None or pandas is None or kind.__name__ != "PeriodConverter":
        return None
    index = pandas.PeriodIndex
    ordinals = np.round(values).astype("i8")
    make = getattr(index, "from_ordinals", None)  # 2.2
    periods = index(ordinal=ordinals, freq=frequency) if make is None else make(ordinals, freq=frequency)
    return np.asarray(periods.to_timestamp(), dtype="M8[us]")


def periods(values):
    """The beginnings of periods of pandas'."""
    return np.asarray(sys.modules["pandas"].PeriodIndex(values).to_timestamp(), dtype="M8[us]")


def epoch():
    """Day 0 of Matplotlib."""
    return np.datetime64(matplotlib.dates.get_epoch(), "us")


def categories(axis):
    """The categories of an axis by their numbers; None where it has none."""
    mapping = getattr(axis.get_units(), "_mapping", None)
    return {number: name for name, number in mapping.items()} if isinstance(mapping, dict) else None


def limits(axes, name):
    """The limits of an axis. `get_xlim` would scale the axes first, and tell the program's callbacks of it, if they
    were not drawn since something was added."""
    if name == "z":
        return tuple(axes.zz_viewLim.intervalx)
    box = getattr(axes, "xy_viewLim", None) or axes._viewLim
    return tuple(box.intervalx if name == "x" else box.intervaly)


def tick_places(axis):
    """Where the major ticks were drawn last. A locator of the program's own is not called once more: a formatter
    keeps what it was called with."""
    locator = axis.get_major_locator()
    if type(locator).__module__.partition(".")[0] in ("matplotlib", "mpl_toolkits", "pandas"):
        return axis.get_majorticklocs()
    return axis.get_major_formatter().locs


def has_axes(axes):
    """Whether the axes of an Axes are drawn."""
    return getattr(axes, "_axis3don", axes.axison)


def colorbar(axes):
    """The colour bar that is drawn in the axes; None where there is none."""
    return getattr(axes, "_colorbar", None)


def titles(part):
    """The title of a whole figure or sub-figure, and the labels of all its x and y axes."""
    return part._suptitle, part._supxlabel, part._supylabel


def side_titles(axes):
    """The titles at the left and at the right."""
    return axes._left_title, axes._right_title


def slope(line):
    """A point of an infinite line, and its slope or a second point."""
    return line._xy1, line._slope, line._xy2


def offsets(collection):
    """The points of a scatter in three dimensions."""
    return collection._offsets3d


def segments(collection):
    """The lines of a collection in three dimensions."""
    return collection._segments3d


def faces(collection):
    """The faces of a collection in three dimensions: a list of arrays of points."""
    found = getattr(collection, "_faces", None)  # 3.11
    if found is not None:
        invalid = getattr(collection, "_invalid_vertices", False)
        if invalid is False or not np.any(invalid):
            return list(np.asarray(found))
        return [face[~gone] for face, gone in zip(np.asarray(found), invalid)]
    vectors = np.asarray(collection._vec)[:3].T
    return [vectors[part] for part in collection._segslices]


def arrow_ends(patch):
    """The two ends of an arrow; None where it has a path of its own."""
    return getattr(patch, "_posA_posB", None)


def arrow_line(patch):
    """The two ends of an arrow that is one polygon."""
    x, y = getattr(patch, "_x", None), getattr(patch, "_y", None)
    if x is None:  # Before 3.5 it keeps its corners alone.
        return patch.get_xy()[:2]
    return (x, y), (x + patch._dx, y + patch._dy)


def depth(text):
    """The third coordinate of a text; None in two dimensions."""
    return getattr(text, "_z", None)


def legend_title(legend):
    """The title of a legend."""
    return legend.get_title().get_text()


def legend_handles(legend):
    """What stands for the labels of a legend."""
    found = getattr(legend, "legend_handles", None)
    return legend.legendHandles if found is None else found  # Before 3.7


def levels(contours):
    """The least and the greatest of what contours were made of."""
    return getattr(contours, "zmin", None), getattr(contours, "zmax", None)


def corners(patch):
    """The corners of a flat shape in space."""
    return patch._segment3d
