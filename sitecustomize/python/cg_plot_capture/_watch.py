"""The modules that we react to: how they are found, and what is done once they are loaded."""

import sys
from _frozen_importlib_external import spec_from_file_location

start = sys.modules["cg_plot_capture._start"]

#: The backend that was asked for before pyplot was imported: a name, or whatever stands for none.
asked = None


def find(name, path, target):
    """The spec of a module that is watched; None where nobody has it."""
    react = globals()[start.WATCHED[name]]
    if react in (find_package, find_alias):
        return react(name)
    for finder in sys.meta_path:
        find_spec = getattr(finder, "find_spec", None)
        spec = find_spec(name, path, target) if find_spec and finder is not start else None
        if spec is not None:
            if hasattr(spec.loader, "exec_module"):
                spec.loader = Loader(spec.loader, react)
            return spec
    return None


def find_package(name):
    """Our own package."""
    file = start.folder + "/__init__.py"
    return spec_from_file_location(name, file, submodule_search_locations=[start.folder])


def find_alias(name):
    """What Matplotlib makes of our bare name."""
    return spec_from_file_location(name, start.folder + "/_alias.py")


class Loader:
    """Loads a module as its own loader does, and calls us after it. The module never sees this."""

    def __init__(self, loader, after):
        self.loader = loader
        self.after = after

    def __getattr__(self, name):
        return getattr(self.loader, name)

    def exec_module(self, module):
        module.__spec__.loader = module.__loader__ = self.loader
        if self.after is after_pyplot:
            before_pyplot()
        self.loader.exec_module(module)
        try:
            self.after(module)
        except Exception as error:
            start.failed(error)


def after_rcsetup(module):
    """Lets Matplotlib take our bare name for a backend's, where the user asks for it by that."""
    # The original's way in. Else Matplotlib's own validator stays as it is.
    named = sys.modules["os"].environ.get("MPLBACKEND", "").lower()
    if named != "cg_plot_capture":
        return
    if start.layer in ("plain", "off"):
        # From 3.9 on there are entry points.
        wanted = not hasattr(module, "backend_registry")
    else:
        wanted = start.capture() is not None
    if wanted:
        start.sibling("_quirks").accept_name(module)


def before_pyplot():
    """Remembers which backend was asked for: where there is no display, pyplot forgets it."""
    global asked
    params = getattr(sys.modules.get("matplotlib"), "rcParams", None)
    asked = dict.get(params, "backend") if isinstance(params, dict) else None


def after_pyplot(module):
    """Puts our backend behind every name."""
    # Older ones have no managers that a backend may bring; `__version_info__` is of 3.5.
    version = getattr(sys.modules["matplotlib"], "__version_info__", (0,))
    if version >= (3, 6) and start.capture() is not None:
        start.sibling("_force").force(module)


def after_posixsubprocess(module):
    """Children keep the channel."""
    start.sibling("_children").guard(module)
