"""Stands in for the parts of a toolkit's window that programs use. They do nothing."""

import functools

from matplotlib.backend_bases import NavigationToolbar2, ToolContainerBase

from . import _toolkit_answers
from ._toolkit_stub import Stub
from ._toolkit_names import CANVAS, MANAGER, TOOLBAR


def window(manager):
    """A stub of a manager's window."""
    return Stub(_toolkit_answers.Widget(manager))


def widget(manager):
    """A stub of an object in that window."""
    return Stub(_toolkit_answers.Widget(manager, manager.window))


@functools.lru_cache(maxsize=None)
def _names(part, backend):
    """The names that the canvas or the manager of a backend has."""
    name = backend.lower().rpartition("backend_")[2] if isinstance(backend, str) else ""
    for toolkit in CANVAS:
        if name.startswith(toolkit):
            return frozenset((CANVAS if part == "canvas" else MANAGER)[toolkit].split())
    return ()


def of_canvas(canvas, name):
    """A member that a canvas of the program's toolkit has and ours does not; None for any other name."""
    manager = vars(canvas).get("manager")
    if name not in _names("canvas", getattr(manager, "asked", None)):
        return None
    inner = widget(manager)
    # Tk's canvas is not an object of Tk's but has one.
    return inner if name == "_tkcanvas" else getattr(inner, name)


def of_manager(manager, name):
    """A member that a manager of the program's toolkit has and ours does not; None for any other name."""
    if name not in _names("manager", vars(manager).get("asked")):
        return None
    return getattr(manager.window, name)


class ToolkitMembers:
    """Members of a tool bar that come from the toolkit."""

    def __getattr__(self, name):
        if name.startswith("_") and name not in TOOLBAR:
            raise AttributeError("%r object has no attribute %r" % (type(self).__name__, name))
        return getattr(widget(self._manager()), name)

    def __setitem__(self, key, value):
        """Tk's objects are configured so."""


class Toolbar(ToolkitMembers, NavigationToolbar2):
    """Matplotlib's own tool bar, without buttons, for a manager."""

    def _manager(self):
        """The manager of the canvas."""
        return vars(self)["canvas"].manager

    def save_figure(self, *args):
        """Does nothing, because nobody is there to choose a file."""

    def configure_subplots(self, *args):
        """Does nothing: its window is a figure, but not one that the program shows."""


class ToolContainer(ToolkitMembers, ToolContainerBase):
    """The tool bar of Matplotlib's tool manager, without buttons."""

    def _manager(self):
        """The manager of the canvas."""
        return vars(self)["toolmanager"].canvas.manager

    def add_toolitem(self, *args):
        """Would add a button."""

    def toggle_toolitem(self, *args):
        """Would press a button."""

    def remove_toolitem(self, *args):
        """Would remove a button."""

    def set_message(self, s):
        """Would show a message, which nobody reads."""
