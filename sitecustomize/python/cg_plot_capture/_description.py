"""The description of a figure, if `CG_PLOT_DESCRIBE` asks for one.

The package `_describe` reads it from the figure. If something there fails, the figure is delivered without it.
"""

from . import _error_boundary, _start

#: The most bytes that the title, the text and their elements take in an SVG, besides the description itself.
BESIDE = 4096

#: The package `_describe`, once it was needed.
_reader = None


def load():
    """Loads the package `_describe`, and keeps it: a program may empty `sys.modules` later."""
    global _reader
    if _reader is None:
        from . import _describe

        _reader = _describe
    return _reader


def load_if_wanted():
    """Loads it now if figures are described by the settings at this moment."""
    if _start.capture().describes():
        _error_boundary.attempt(load)


def of(state, svg, most):
    """The description of a state's figure, which was just drawn, as the bytes of a file, and the SVG with the
    description in it, which has at most `most` bytes. If there is no room for it, None and the SVG as it was."""
    reader = load()
    room = most - (0 if svg is None else len(svg)) - BESIDE
    number = getattr(state.figure, "number", None)
    try:
        found = reader.read(state.figure, number, state.origin.places(), min(room, reader.MOST_BYTES))
    except reader.TooLong as error:
        _start.capture().debug("a figure goes out without a description: %s" % error)
        return None, svg
    return found.file(), None if svg is None else found.within(svg)
