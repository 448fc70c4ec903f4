"""Decides which backend Matplotlib reports, and whether the program itself has asked for it.

Libraries show nothing if the answer is `agg`, and they look for the answer among the interactive backends.
So if the program has asked for none, or if only the environment or a file asks for Agg, the answer is a
desktop's.
"""

import sys

start = sys.modules["cg_plot_capture._start"]

#: The backends without windows, with which a blocking show closes nothing.
WINDOWLESS = ("agg", "cairo", "pdf", "pgf", "ps", "svg", "template")
#: The value in `rcParams` while the program has asked for nothing. We compare the object and not the text,
#: because a program may ask for a backend of the same name.
given = None
#: The value in `rcParamsOrig`, by which IPython chooses an event loop. The IPythons of Matplotlib before 3.9
#: do not know it in lower case, so that they choose none.
ORIGINAL = "tkagg"
#: `matplotlib.use` turns this parameter off, even if the program asks for the same backend.
_falls_back = True


def surroundings(matplotlib, captures):
    """Called when Matplotlib has read its environment and its files, before the program can ask it.
    `captures` tells whether its figures will be captured."""
    global given, _falls_back
    params, original = matplotlib.rcParams, matplotlib.rcParamsOrig
    name = dict.get(params, "backend")
    _falls_back = dict.get(params, "backend_fallback")
    given = None
    if "IPython" in sys.modules and captures():
        # IPython asks before it imports pyplot.
        start_no_loop()
    if isinstance(name, str) and not _by_program():
        stand_in = bare(name) == "agg" and captures()
        given = desktop(matplotlib) if stand_in else "".join(name)
        dict.__setitem__(params, "backend", given)
        if stand_in and isinstance(dict.get(original, "backend"), str):
            dict.__setitem__(original, "backend", ORIGINAL)


def _by_program():
    """Whether the program has changed `MPLBACKEND`, which wins over every file, since its start."""
    os = sys.modules["os"]
    name = os.environ.get("MPLBACKEND")
    return bool(name) and os.fsencode(name) != start.backend


def nothing(matplotlib):
    """The answer if nobody has asked for a backend: a new string, which becomes `given`."""
    global given
    given = desktop(matplotlib)
    return given


def desktop(matplotlib):
    """The backend that Matplotlib itself chooses on a desktop, as that version spells it; a new string."""
    return "".join("TkAgg" if matplotlib.__version_info__ < (3, 9) else "tkagg")


def start_no_loop():
    """Makes IPython's `%matplotlib` start no event loop for the answer of a desktop, because no window
    needs one, and without tkinter it can't be started. `%matplotlib tk` starts it."""
    module = sys.modules.get("matplotlib.backends.registry")  # 3.9
    if module is None or hasattr(module.backend_registry.resolve_backend, "__wrapped__"):
        return
    resolve = module.backend_registry.resolve_backend

    def resolve_backend(backend):
        try:
            name, loop = resolve(backend)
        except BaseException as error:
            # From 3.11 on, this removes our frame. Before, `raise` restores the traceback that it caught.
            error.__traceback__ = error.__traceback__.tb_next
            raise
        caller = str(sys._getframe(1).f_globals.get("__name__"))
        return name, None if name == "tkagg" and caller.startswith("IPython.") else loop

    resolve_backend.__wrapped__ = resolve
    resolve_backend.__doc__ = resolve.__doc__
    module.backend_registry.resolve_backend = resolve_backend


def without_windows(params):
    """Whether the program's last choice was a backend without windows."""
    name = dict.get(params, "backend")
    if bare(name) not in WINDOWLESS:
        return False
    used = _falls_back and not dict.get(params, "backend_fallback")
    return name is not given or used


def bare(name):
    """The name of one of Matplotlib's own backends as it is listed; any other value unchanged."""
    if not isinstance(name, str):
        return None
    return name.lower().removeprefix("module://matplotlib.backends.backend_")
