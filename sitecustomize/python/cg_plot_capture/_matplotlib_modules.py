"""The modules that Matplotlib was loaded with. It imports others as it draws, and a program may have
emptied `sys.modules` since, or loaded another Matplotlib."""

import contextlib
import sys
import weakref

#: By their names. What nobody else holds any more, nobody needs.
_loaded = {}


def remember():
    """Called when all of ours is loaded."""
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
    """Has Matplotlib find what it was loaded with for a while: another one has other classes, and NumPy
    can't be loaded twice."""
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
        # What was loaded meanwhile is derived from these.
        for name in sys.modules.copy():
            if name in _loaded or _package(name) == "matplotlib":
                if name in before:
                    sys.modules[name] = before[name]
                else:
                    sys.modules.pop(name, None)


def _live(*packages):
    """Those that are left, of some packages or of all."""
    found = ((name, module()) for name, module in _loaded.items())
    return {
        name: module
        for name, module in found
        if module is not None and (not packages or _package(name) in packages)
    }


def _package(name):
    return name.partition(".")[0]
