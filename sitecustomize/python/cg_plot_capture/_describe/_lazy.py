"""Loads the modules of this package that only some figures need, with the first such figure. Most figures have lines,
and a program's first figure should not wait for the rest."""

import importlib
import sys

_PACKAGE = __package__.rpartition(".")[0]

#: The modules of ours that were loaded, by their full names.
_loaded = {}


def module(name):
    """A module of this package. The program may have emptied `sys.modules`, and must not notice that we need it."""
    full = "%s.%s" % (__package__, name)
    found = _loaded.get(full)
    if found is None:
        hidden = {key: ours for key, ours in _loaded.items() if sys.modules.get(key) is not ours}
        before = {key: sys.modules[key] for key in _loaded if key in sys.modules} if hidden else {}
        sys.modules.update(hidden)
        try:
            found = importlib.import_module(full)
            remember()
        finally:
            if hidden:
                for key in _loaded:
                    sys.modules.pop(key, None)
                sys.modules.update(before)
    return found


def remember():
    """Keeps the modules of ours that are loaded now."""
    for name, ours in sys.modules.copy().items():
        if ours is not None and (name == _PACKAGE or name.startswith(_PACKAGE + ".")):
            _loaded[name] = ours


def function(path):
    """A function by the names of its module and of itself."""
    name, _, attribute = path.partition(".")
    return getattr(module(name), attribute)
