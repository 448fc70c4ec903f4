"""Makes warnings of our drawing look like the program's: written once, for the line that showed the
figure.

On a desktop, the drawing of the window raises them. Matplotlib's `warn_external` looks for the first line
outside of Matplotlib, which would be ours, so that we replace it by a function that skips our frames too.
A message is written once for each delivery, which may draw several times. It is not written if another
line of the same module has raised it before (the program's own `savefig`), as Python's registry in that
module tells. At the end of a process there is no frame of the program, so that the warning names the line
that showed a figure last.

If the program has made warnings errors, the message is written and not raised. NumPy's warnings do not go
through `warn_external`. In that case they are dropped, by entries in the list of filters that match only
in the thread that draws. `catch_warnings` would replace the filters of the whole process, and if another
thread used it at the same time, the wrong filters could stay.
"""

import contextlib
import functools
import sys
import threading
import warnings

from . import _matplotlib_private

#: Packages whose frames are skipped, besides ours.
_MATPLOTLIB = ("matplotlib", "mpl_toolkits")


class _Thread(threading.local):
    """The state of a thread."""

    def __init__(self):
        #: The number of our drawings that are in progress. Meanwhile no warning is an error.
        self.drawings = 0
        #: Whether to drop warnings, because another drawing of the same figure has raised them.
        self.quiet = False
        #: The messages that were written in this delivery.
        self.told = set()


_thread = _Thread()


class _Line:
    """A line of the program."""

    def __init__(self, file, number, globals):
        self.file = file
        self.number = number
        self.globals = globals

    def warn(self, message, category):
        """Warns as `warnings.warn` does for that line, but not if another line of the module has written
        the message."""
        registry = self.globals.setdefault("__warningregistry__", {})
        key = (str(message), category, self.number)
        if any(told[:2] == key[:2] for told in list(registry) if isinstance(told, tuple)):
            # Python empties the registry first if the filters have changed since.
            registry[key] = True
        module = self.globals.get("__name__") or "<string>"
        warnings.warn_explicit(message, category, self.file, self.number, module, registry)


#: The line that showed a figure last. Before the first show, Python's place for a warning without a frame.
_shown = _Line("sys", 1, vars(sys))


def _line(frame):
    """The line of a frame; at the end of a process, the line that showed a figure last."""
    if frame is None or frame.f_globals.get("__name__") == "multiprocessing.util":
        return _shown
    return _Line(frame.f_code.co_filename, frame.f_lineno, frame.f_globals)


def _outside(frame):
    """The first frame outside of Matplotlib and us, the number of frames before it, and whether one of
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
    """The delivery of a figure, during which each message is written once, even if it draws several times."""

    def __enter__(self):
        global _shown
        _shown = _line(_outside(sys._getframe())[0])

    def __exit__(self, *raised):
        _thread.told.clear()


@contextlib.contextmanager
def drawing():
    """A drawing of a figure by us: a warning that the program has made an error is not raised in this
    thread."""
    # Not by `catch_warnings`, which affects other threads, and which they might restore too late.
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
    """Drops the warnings of a repeated drawing in this thread."""
    before, _thread.quiet = _thread.quiet, True
    try:
        yield
    finally:
        _thread.quiet = before


class _WhileDrawing(type):
    """The class of categories whose subclasses are those of another category, but only for a thread that
    draws."""

    def __subclasscheck__(cls, category):
        return _thread.drawings > 0 and issubclass(category, cls.category)


@functools.lru_cache(maxsize=None)
def _while_drawing(category):
    return _WhileDrawing("WhileDrawing", (Warning,), {"category": category})


def _tell(message, category, line):
    """Writes the message of a warning that our drawing has raised."""
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
        # The program has made it an error. It is written instead, because the figure is delivered.
        with contextlib.suppress(Exception):
            warnings.showwarning(error.with_traceback(None), category, line.file, line.number)
    except Exception:
        pass  # The program's own `showwarning` has raised it.
    finally:
        _thread.drawings = drawings


def _replacement(warn_external, folders):
    """A `warn_external` that names the first line outside of Matplotlib and of us."""
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
