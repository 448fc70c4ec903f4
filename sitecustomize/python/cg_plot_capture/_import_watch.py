"""The modules whose import we watch: finds them, and reacts when they are loaded."""

import sys
from _frozen_importlib import _find_spec, _ImportLockContext
from _frozen_importlib_external import spec_from_file_location

start = sys.modules["cg_plot_capture._start"]

#: The backend that was asked for before pyplot was imported: a name, or Matplotlib's value for none.
asked = None
#: The modules of our package by name, which belong to one Matplotlib, and its `_matplotlib_modules`.
package = {}
its_modules = None


def find(name, path, target):
    """The spec of a watched module; None if no finder has it, or if it should load unwatched."""
    react = globals()[start.WATCHED[name]]
    if react in (find_package, find_loaded, find_alias):
        return react(name)
    if react is after_rcsetup:
        forget_replaced()
        if not is_named():
            return None
    with _ImportLockContext():
        before, start.searching = start.searching, name
        try:
            spec = _find_spec(name, path, target)
        finally:
            start.searching = before
    if spec is not None and hasattr(spec.loader, "exec_module"):
        spec.loader = Loader(spec.loader, react)
    return spec


def behind_search(traceback):
    """The part of a traceback after `find`: the frames of the finder that raised."""
    while traceback is not None:
        code = traceback.tb_frame.f_code
        traceback = traceback.tb_next
        if code is _find_spec.__code__:
            break
    return traceback


def find_alias(name):
    """The module that Matplotlib makes of our bare name."""
    return spec_from_file_location(name, start.folder + "/_alias.py")


class Loader:
    """Loads a module with its own loader, and calls us before and after it. The module never sees this
    loader.

    No frame of ours is on the stack while the module runs, because it would be in the traceback of an
    error there, and warnings with a `stacklevel` would name it. `tuple.count` calls all three steps: it
    compares each of its elements with the module.
    """

    def __init__(self, loader, react):
        self.loader = loader
        self.react = react
        self.exec_module = tuple(map(step, (self.before, loader.exec_module, self.after))).count

    def __getattr__(self, name):
        return getattr(self.loader, name)

    def before(self, module):
        try:
            module.__spec__.loader = module.__loader__ = self.loader
            if self.react is after_pyplot:
                before_pyplot()
            elif self.react is after_turtle:
                before_turtle(self.loader)
        except Exception as error:
            start.failed(error)

    def after(self, module):
        try:
            self.react(module)
        except Exception as error:
            start.failed(error)


def step(function):
    """An object that calls `function` with the value to which it is compared."""
    return type("Step", (), {"__eq__": staticmethod(function)})()


class Loaded:
    """Returns the module that a program had before it emptied `sys.modules`, so that ours is not executed
    again."""

    def __init__(self, module):
        self.module = module
        self.spec = module.__spec__

    def create_module(self, spec):
        return self.module

    def exec_module(self, module):
        module.__spec__, module.__loader__ = self.spec, self.spec.loader


# Our package: one for each Matplotlib, because its classes are derived from Matplotlib's


def find_package(name):
    """Our own package."""
    # Not the package itself, because `import` would execute it again if it found it.
    restore_package(but=name)
    if name in package:
        return find_loaded(name)
    file, folders = start.folder + "/__init__.py", [start.folder]
    return spec_from_file_location(name, file, submodule_search_locations=folders)


def find_loaded(name):
    """A module of ours that is loaded already."""
    module = start.modules.get(name) or package.get(name)
    if module is None:
        return None
    folders = getattr(module, "__path__", None)
    return spec_from_file_location(
        name, module.__file__, loader=Loaded(module), submodule_search_locations=folders
    )


def keep_package(modules):
    """Our package calls it when it is loaded; `modules` is its `_matplotlib_modules`."""
    global its_modules
    its_modules = modules
    package.update(loaded_package())
    for name in package:
        start.WATCHED.setdefault(name, "find_loaded")


def restore_package(but=None):
    """Puts our modules back into `sys.modules` if the program has removed them."""
    forget_replaced()
    known = {**start.modules, **package}
    known.pop(but, None)
    sys.modules.update(known)


def forget_replaced():
    """Makes our package load again if the program has loaded another Matplotlib since."""
    if package and its_modules.is_replaced():
        for name in {**loaded_package(), **package}:
            sys.modules.pop(name, None)
        package.clear()


def loaded_package():
    """The modules of our package in `sys.modules`, except those that belong to the whole process."""
    return {
        name: module
        for name, module in sys.modules.copy().items()
        if name.partition(".")[0] == "cg_plot_capture" and name not in start.modules
    }


# Reactions


def is_named():
    """Whether the user asks for the backend by our bare name, as for the original package."""
    os = sys.modules.get("os")
    return os is not None and os.environ.get("MPLBACKEND", "").lower() == "cg_plot_capture"


def after_rcsetup(module):
    """Makes our bare name a valid backend for Matplotlib, if it is needed."""
    if start.layer in ("plain", "off"):
        # From 3.9 on, there are entry points.
        wanted = not hasattr(module, "backend_registry")
    else:
        wanted = start.capture() is not None
    if wanted:
        start.sibling("_bare_name").accept(module)


def after_cm(module):
    """Makes Matplotlib report a desktop's backend, if only the environment or a file asks for Agg."""
    matplotlib = sys.modules["matplotlib"]
    # Not if a program loads this module again, because it may have chosen a backend by then.
    if getattr(matplotlib.__spec__, "_initializing", False):
        start.sibling("_reported_backend").surroundings(matplotlib, captures)


def before_pyplot():
    """Stores the backend that was asked for, because without a display pyplot forgets it."""
    global asked
    params = getattr(sys.modules.get("matplotlib"), "rcParams", None)
    asked = dict.get(params, "backend") if isinstance(params, dict) else None


def captures():
    """Whether figures of this Matplotlib are captured."""
    # In older versions a backend can't bring its own managers; `__version_info__` exists since 3.5.
    version = getattr(sys.modules["matplotlib"], "__version_info__", (0,))
    return version >= (3, 6) and start.capture() is not None


def after_pyplot(module):
    """Puts our backend behind every name."""
    if not captures():
        return
    restore_package()
    import cg_plot_capture

    if hasattr(cg_plot_capture, "show"):
        from cg_plot_capture import _backend_switch

        _backend_switch.force(module, asked)


def adapt(library, module):
    """Captures the pictures of a library other than Matplotlib."""
    adapter = adapter_of(library)
    if adapter is not None:
        adapter.adapt(module)


def capture_here():
    """The `Capture` of this process; None if only Matplotlib's figures are captured, or nothing."""
    os = sys.modules.get("os")
    if os is None or os.environ.get("CG_PLOT_CAPTURE", "").lower() == "off" or start.layer in ("plain", "off"):
        return None
    return start.capture()


def adapter_of(library):
    """The adapter of a library; None if its pictures should not be captured."""
    capture = capture_here()
    if capture is None or not capture.settings().pictures:
        return None
    # Our modules need these, and must not import them under the import lock.
    import atexit, base64, binascii, functools, html, re, weakref, zlib

    return start.sibling("_pictures." + library)


def after_pillow(module):
    """Goes before Pillow's viewers."""
    adapt("pillow", module)


def after_opencv(module):
    """Replaces OpenCV's windows."""
    adapt("opencv", module)


def after_plotly(module):
    """Replaces Plotly's browsers."""
    adapt("plotly", module)


def after_altair(module):
    """Replaces Altair's browser and notebooks."""
    adapt("altair", module)


def before_turtle(loader):
    """Makes `turtle` import our canvas in place of tkinter's."""
    # As in `adapter_of`.
    import collections, math, struct, threading, time, types

    adapter = adapter_of("turtle")
    if adapter is not None and not in_kernel():
        adapter.prepare(loader)


def after_turtle(module):
    """Delivers the drawings of `turtle`'s windows."""
    adapt("turtle", module)


def after_tkinter(module):
    """Makes a window of `turtle` its default root. It is watched once `turtle` is captured."""
    start.sibling("_pictures._turtle_window").adopt()


def after_dask_client(module):
    """Makes a client of Dask's receive the figures of its tasks."""
    adapt_engine("dask_client", module)


def after_dask_worker(module):
    """Makes a worker of Dask's send the figures of tasks to their clients."""
    adapt_engine("dask_worker", module)


def after_ray(module):
    """Makes a driver of Ray's receive the figures of its tasks, and workers send them."""
    adapt_engine("ray", module)


def adapt_engine(name, module):
    """Brings figures of an engine's tasks to their program, if anything is captured here."""
    if capture_here() is None:
        return
    # As in `adapter_of`.
    import asyncio, atexit, collections, concurrent.futures, contextlib, functools, inspect
    import json, threading, time, weakref, zlib

    start.sibling("_engines." + name).adapt(module)


def in_kernel():
    """Whether an IPython kernel shows figures itself."""
    kernelapp = sys.modules.get("ipykernel.kernelapp")
    return kernelapp is not None and kernelapp.IPKernelApp.initialized()


def after_posixsubprocess(module):
    """Makes children keep the channel."""
    start.sibling("_children").guard(module)


def after_posix(module):
    """Makes children that start without `_posixsubprocess` keep the channel."""
    start.wrap_starters(module)
