"""What programs poke at in a window, and what does nothing here."""

import functools

from matplotlib.backend_bases import NavigationToolbar2, ToolContainerBase

from . import _toolkit_answers
from ._toolkit_stub import Stub
from ._toolkit_names import CANVAS, MANAGER, TOOLBAR


def window(manager):
    """Stands for the window of a manager."""
    return Stub(_toolkit_answers.Widget(manager))


def widget(manager):
    """Stands for an object within that window."""
    return Stub(_toolkit_answers.Widget(manager, manager.window))


@functools.lru_cache(maxsize=None)
def _names(part, backend):
    """Those that the canvas or the manager of a backend has."""
    name = backend.lower().rpartition("backend_")[2] if isinstance(backend, str) else ""
    for toolkit in CANVAS:
        if name.startswith(toolkit):
            return frozenset((CANVAS if part == "canvas" else MANAGER)[toolkit].split())
    return ()


def of_canvas(canvas, name):
    """What a canvas has besides ours in the toolkit that the program asked for, or None."""
    manager = vars(canvas).get("manager")
    if name not in _names("canvas", getattr(manager, "asked", None)):
        return None
    inner = widget(manager)
    # Tk's canvas is no object of Tk's, but holds one.
    return inner if name == "_tkcanvas" else getattr(inner, name)


def of_manager(manager, name):
    """The same of a manager."""
    if name not in _names("manager", vars(manager).get("asked")):
        return None
    return getattr(manager.window, name)


class Foreign:
    """What a tool bar has of its toolkit."""

    def __getattr__(self, name):
        if name.startswith("_") and name not in TOOLBAR:
            raise AttributeError("%r object has no attribute %r" % (type(self).__name__, name))
        return getattr(widget(self._manager()), name)

    def __setitem__(self, key, value):
        """Tk's objects are configured so."""


class Toolbar(Foreign, NavigationToolbar2):
    """Matplotlib's own tool bar, without buttons, as a manager's."""

    def _manager(self):
        """Whose it is."""
        return vars(self)["canvas"].manager

    def save_figure(self, *args):
        """Nobody is there to choose a file."""

    def configure_subplots(self, *args):
        """Its window is a figure, but none that the program shows."""


class ToolContainer(Foreign, ToolContainerBase):
    """The tool bar of Matplotlib's tool manager, without buttons."""

    def _manager(self):
        """Whose it is."""
        return vars(self)["toolmanager"].canvas.manager

    def add_toolitem(self, *args):
        """A button."""

    def toggle_toolitem(self, *args):
        """A button that stays pressed."""

    def remove_toolitem(self, *args):
        """A button."""

    def set_message(self, s):
        """Nobody reads it."""
