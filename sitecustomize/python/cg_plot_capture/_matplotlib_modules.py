"""Remembers the modules with which Matplotlib was loaded. Matplotlib imports others as it draws, and a
program may have emptied `sys.modules` since, or loaded another Matplotlib."""

import contextlib
import sys
import weakref

#: Weak references to the modules, by name.
_loaded = {}


def remember():
    """Called when our whole package is loaded."""
    for name, module in sys.modules.copy().items():
        # A program may load pyplot again over the same Matplotlib.
        if not name.startswith("cg_plot_capture") and name != "matplotlib.pyplot":
            try:
                _loaded[name] = weakref.ref(module)
            except TypeError:
                pass  # Not every entry is a module.


def is_replaced():
    """Whether the program has loaded another Matplotlib."""
    live = _live("matplotlib").items()
    return any(sys.modules.get(name, module) is not module for name, module in live)


@contextlib.contextmanager
def restored():
    """Puts the remembered modules into `sys.modules` for a while: another Matplotlib has other classes,
    and NumPy can't be loaded twice."""
    before = sys.modules.copy()
    needed = _live("matplotlib", "numpy")
    if all(before.get(name) is module for name, module in needed.items()):
        yield
        return
    sys.modules.update((name, module) for name, module in _live().items() if name not in before)
    sys.modules.update(needed)
    try:
        yield
    finally:
        # Modules that were loaded meanwhile depend on these.
        for name in sys.modules.copy():
            if name in _loaded or _package(name) == "matplotlib":
                if name in before:
                    sys.modules[name] = before[name]
                else:
                    sys.modules.pop(name, None)


def _live(*packages):
    """The remembered modules that still exist, of some packages or of all."""
    found = ((name, module()) for name, module in _loaded.items())
    return {
        name: module
        for name, module in found
        if module is not None and (not packages or _package(name) in packages)
    }


def _package(name):
    return name.partition(".")[0]
