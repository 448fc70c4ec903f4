"""The main script of a figure. It is determined when the figure is made, because at exit it is no longer
known.

CPython deletes `__main__.__file__` when the script has run to its end (Python/pythonrun.c), and by then
`sys.modules` may have anything. For a figure that is made even later, the loader of `__main__` still has
the path. A worker of multiprocessing that was not forked has imported its parent's script as
`__mp_main__`. If it has not (joblib's workers, `python -m package`), it has its parent's `sys.argv`.
"""

import os
import sys

_start = sys.modules["cg_plot_capture._start"]
_error_boundary = _start.sibling("_error_boundary")

#: The main module of loky's workers, which do not import the script for which they work.
LOKY = ".loky.backend.popen_loky_posix"


def task():
    """The task of an engine (`_engines`) that runs here; None if there is none."""


class Origin:
    """The main script that ran when a figure was made."""

    def __init__(self):
        #: The task that made it.
        self.task = task()
        #: The path of the script; `-c` and the command line after a NUL; empty if there is none.
        self.script = ""
        #: The process that began to run it: this one, or the one whose worker this is.
        self.program = os.getpid()
        #: The line of the program that made the figure, the one that showed it last, and the test that ran
        #: then; None unless figures are described.
        self.made_at = self.shown_at = self.test = None
        #: The folder of a relative name; None for the working directory.
        self.put_off()
        self.made_at = self.shown_at
        try:
            file, self.program = _find()
            self.script = _named(file)
        except Exception as error:  # A program may put anything into `sys`.
            _start.debug("the main script is not known: %r" % error)

    def put_off(self):
        """Stores the working directory, because the figure will be delivered later."""
        try:
            self.folder = os.getcwd()
        except OSError:  # It is gone.
            self.folder = None
        self.locate()

    def shown(self):
        """It is delivered now."""
        self.folder = None
        self.locate()

    @_error_boundary.harmless
    def locate(self):
        """Stores the line of the program that runs now, if descriptions need it. At the end of a process there
        is none, and the last one stays."""
        described = _start.capture().describes()
        if described:
            site = _start.sibling("_call_site")
            self.shown_at = site.here() or self.shown_at
            self.test = site.test() if described == "test" else None

    def places(self):
        """What a description says of these."""
        place = _start.sibling("_call_site").place
        found = {"shown_at": place(self.shown_at), "made_at": place(self.made_at), "test": self.test}
        # Only an engine may have run it on another machine.
        return found if self.task is None else {**found, "host": os.uname().nodename}


def _find():
    """The main script's file, or None, and the process that began to run it."""
    file = _start.main_file()
    process = sys.modules.get("multiprocessing.process")
    parent = process.parent_process() if process is not None else None
    modules = map(sys.modules.get, ("__main__", "__mp_main__"))
    main, imported = ({} if module is None else vars(module) for module in modules)
    theirs = None
    # A worker that was not forked. In the parent, `__mp_main__` is another name of `__main__`.
    if imported.get("__name__") == "__mp_main__":
        theirs = imported.get("__file__")
    elif parent is not None and parent.pid != _start.program:
        if file is None or str(getattr(main.get("__spec__"), "name", None)).endswith(LOKY):
            theirs, file = _started(), None
    # Otherwise it runs its own script, by `runpy`.
    if theirs and file in (theirs, None):
        return theirs, os.getppid() if parent is None else parent.pid
    if _start.program is not None and file == _start.inherited_main:
        return file, _start.program
    return file, os.getpid()


def _started():
    """The main script of the parent, by its command line, which workers have too."""
    first = sys.argv[0]
    # A folder or an archive with a `__main__.py` is on the path, where it is absolute.
    for entry in map(str, sys.path):
        if entry == first or (first and entry.endswith("/" + first)):
            return entry + "/__main__.py"
    return first


def _named(file):
    """The name of a main script with that file, as `Capture` takes it."""
    if file and isinstance(file, str) and not file.startswith(("<", "-")):  # "<stdin>", "-c"
        try:
            return os.path.abspath(file)
        except OSError:  # The working directory is gone.
            return file
    command = getattr(sys, "orig_argv", None)  # 3.10
    return "\0".join(["-c", *command]) if command and sys.argv[0] == "-c" else ""
