"""Warnings that drawing a figure raises: the program's own, once, at the line that showed the figure.

On a desktop the window's drawing raises them. Matplotlib's `warn_external` looks for the first line outside of
Matplotlib, which would be ours, so we replace it by a function that skips our frames too. A message is written once
for each delivery, which may draw several times. It is not written if another line of the same module has raised it
before (the program's own `savefig`): Python's registry in that module knows. At the end of a process no frame of the
program is left, so the warning names the line that showed a figure last.

If the program has made warnings errors, the message is written and not raised. NumPy's warnings do not come through
`warn_external`. In that case they are left out, by entries in the list of filters that match only in the thread
that draws. `catch_warnings` would replace the filters of the whole process, and if another thread used it at the
same time, the wrong filters could stay.
"""

import contextlib
import functools
import sys
import threading
import warnings

from . import _matplotlib_private

#: The packages whose frames no warning of Matplotlib's names, besides ours.
_MATPLOTLIB = ("matplotlib", "mpl_toolkits")


class _Thread(threading.local):
    """What a thread is doing."""

    def __init__(self):
        #: In how many drawings of ours it is: no warning is an error there.
        self.drawings = 0
        #: Whether what they warn of has been told already, by another drawing of the same figure.
        self.quiet = False
        #: What has been told since its last delivery.
        self.told = set()


_thread = _Thread()


class _Line:
    """A line of the program's."""

    def __init__(self, file, number, globals):
        self.file = file
        self.number = number
        self.globals = globals

    def warn(self, message, category):
        """As `warnings.warn` does when that line calls it; but not what another line of the module has told."""
        registry = self.globals.setdefault("__warningregistry__", {})
        key = (str(message), category, self.number)
        if any(told[:2] == key[:2] for told in list(registry) if isinstance(told, tuple)):
            # Python empties the registry first, if the filters have changed since.
            registry[key] = True
        module = self.globals.get("__name__") or "<string>"
        warnings.warn_explicit(message, category, self.file, self.number, module, registry)


#: The line that showed a figure last. As long as none did, what Python names where there is no frame.
_shown = _Line("sys", 1, vars(sys))


def _line(frame):
    """The line that a frame is at, or at the end of a process the one that showed a figure last."""
    if frame is None or frame.f_globals.get("__name__") == "multiprocessing.util":
        return _shown
    return _Line(frame.f_code.co_filename, frame.f_lineno, frame.f_globals)


def _outside(frame):
    """The first frame outside of Matplotlib and us, how many frames are before it, and whether any of
    those is ours."""
    depth, ours = 0, False
    while frame is not None:
        package, _, name = str(frame.f_globals.get("__name__", "")).partition(".")
        if package == __package__:
            ours = True
        elif package not in _MATPLOTLIB or name.startswith("tests."):
            break
        frame = frame.f_back
        depth += 1
    return frame, depth, ours


class Delivery:
    """A figure is delivered: what its drawings warn of, however many there are, is told once."""

    def __enter__(self):
        global _shown
        _shown = _line(_outside(sys._getframe())[0])

    def __exit__(self, *raised):
        _thread.told.clear()


@contextlib.contextmanager
def drawing():
    """We draw a figure: where the program has made warnings errors, none is raised in this thread."""
    # Not by `catch_warnings`, which other threads would be subject to, and might put back too late.
    filters = getattr(warnings, "_get_filters", lambda: warnings.filters)()
    added = []
    if _thread.quiet:
        added.append(("ignore", None, _while_drawing(Warning), None, 0))
        filters.insert(0, added[0])
    for item in list(filters):
        if item[0] == "error":
            exemption = ("ignore", item[1], _while_drawing(item[2]), *item[3:])
            with contextlib.suppress(ValueError):
                filters.insert(filters.index(item), exemption)
                added.append(exemption)
    _thread.drawings += 1
    try:
        yield
    finally:
        _thread.drawings -= 1
        for exemption in added:
            with contextlib.suppress(ValueError):
                filters.remove(exemption)


@contextlib.contextmanager
def quiet():
    """What is drawn once more in here warns of nothing in this thread."""
    before, _thread.quiet = _thread.quiet, True
    try:
        yield
    finally:
        _thread.quiet = before


class _WhileDrawing(type):
    """The class of categories whose subclasses are those of another category, but only for a thread that draws."""

    def __subclasscheck__(cls, category):
        return _thread.drawings > 0 and issubclass(category, cls.category)


@functools.lru_cache(maxsize=None)
def _while_drawing(category):
    return _WhileDrawing("WhileDrawing", (Warning,), {"category": category})


def _tell(message, category, line):
    """A drawing of ours has raised a warning."""
    if _thread.quiet:
        return
    category = type(message) if isinstance(message, Warning) else category or UserWarning
    key = (str(message), category)
    if key in _thread.told:
        return
    _thread.told.add(key)
    drawings, _thread.drawings = _thread.drawings, 0
    try:
        line.warn(message, category)
    except Warning as error:
        # The program has made it an error. It is told, because the figure goes on.
        with contextlib.suppress(Exception):
            warnings.showwarning(error.with_traceback(None), category, line.file, line.number)
    except Exception:
        pass  # Raised by the program's own `showwarning`.
    finally:
        _thread.drawings = drawings


def _replacement(warn_external, folders):
    """Matplotlib's `warn_external`, which names the first line outside of Matplotlib, but for us too."""
    files = {}
    if folders and sys.version_info >= (3, 12):
        files["skip_file_prefixes"] = (*folders, _outside.__code__.co_filename)

    @functools.wraps(warn_external)
    def replacement(message, category=None):
        frame, depth, ours = _outside(sys._getframe(1))
        if ours:
            _tell(message, category, _line(frame))
        else:
            warnings.warn(message, category, **(files or {"stacklevel": depth + 2}))

    return replacement


_matplotlib_private.replace_warn_external(_replacement)
