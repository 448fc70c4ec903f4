"""What runs at interpreter start: arm once, look at descriptor 3, wait for Matplotlib.

Every Python process pays for this file, so it imports nothing that start-up has not loaded already
(`sys`, `posix`, two frozen modules), and everything else is loaded when it is needed, by path: the
parent package is Matplotlib's side of us, and importing it would import Matplotlib.
"""

import posix
import sys
from _frozen_importlib import _load
from _frozen_importlib_external import spec_from_file_location

#: Our one variable: what an armed Python tells its child about the child's descriptor 3.
VARIABLE = "CG_PLOT_CHANNEL"

#: The folder of this package.
folder = __file__.rpartition("/")[0]
#: Who armed this process: "preload", "hook" or "plain" (the backend without an installation).
layer = None
#: (st_dev, st_ino) of the channel.
channel = None
#: Why there is no channel; empty where nobody needs to know.
why_not = None
#: The process's one `Capture`, once Matplotlib is there.
_capture = None


def arm(by, inherited=True, told=None):
    """Starts to wait. The first caller wins; later ones find all done.

    The preload has looked at descriptor 3 before any code of the program ran, and has taken our
    variable out of the environment: it hands over both."""
    global layer
    if layer is not None:
        return
    layer = by
    look(told if by == "preload" else take(), inherited)
    if by == "preload":
        # It came as a built-in module, which a program must not find.
        names = sys.builtin_module_names
        sys.builtin_module_names = tuple(name for name in names if name != "sitecustomize")
    if by != "plain":
        sys.meta_path.insert(0, Finder)
    loaded = sys.modules.get("_posixsubprocess")
    if loaded is not None:
        _guard_children(loaded)


def sibling(name):
    """A module of this package without its parent."""
    name = "cg_plot_capture." + name
    loaded = sys.modules.get(name)
    if loaded is not None:
        return loaded
    suffix = "/_capture.abi3.so" if name.endswith("._capture") else "/" + name[16:] + ".py"
    return _load(spec_from_file_location(name, folder + suffix))


def warn(text):
    """One line for the person who runs the program; never on stdout."""
    try:
        posix.write(2, ("cg-plot-capture: " + text + "\n").encode("utf-8", "backslashreplace"))
    except OSError:
        pass


def debug(text):
    """The same for somebody who looks for it."""
    if sys.modules["os"].environ.get("CG_PLOT_LOG", "").lower() == "debug":
        warn(text)


# Descriptor 3


def take():
    """Takes our variable out of the environment."""
    told = posix.environ.pop(VARIABLE.encode(), None)
    os = sys.modules.get("os")
    if told and os is not None:
        os.environ.pop(VARIABLE, None)
    return told


def look(told, inherited):
    """Judges descriptor 3 before the program can open anything there."""
    global channel, why_not
    told = (told or b"").decode("ascii", "replace")
    status = fstat(3) if inherited else None
    if status is None:
        why_not = "file descriptor 3 is not open"
        return
    identity = (status.st_dev, status.st_ino)
    if told == state("foreign", identity):
        why_not = "file descriptor 3 belongs to the program"
    elif told != state("channel", identity):
        why_not = judge(status)
    if why_not is None:
        channel = identity
    posix.putenv(VARIABLE, state("channel" if channel else "foreign", identity))


def fstat(descriptor):
    """`fstat(2)`, or None where nothing is open."""
    try:
        return posix.fstat(descriptor)
    except OSError:
        return None


def state(kind, identity):
    """What the variable says: a child believes it only where the identity is that of its own 3."""
    return "%s:%d:%d" % (kind, *identity)


def judge(status):
    """Why descriptor 3, as it was inherited, is not a harness's channel; None if it is one."""
    kind = status.st_mode & 0o170000
    terminal = kind == 0o020000 and posix.isatty(3)
    if kind == 0o020000 and status.st_rdev == 0x103:
        return ""  # /dev/null: the harness wants nothing.
    if kind not in (0o010000, 0o140000, 0o100000) and not terminal:
        return "file descriptor 3 is neither a pipe, a socket, a terminal nor a file"
    if not posix.get_inheritable(3):
        return "file descriptor 3 belongs to the program"  # PEP 446: Python itself opened it.
    for name, number in (("stdout", 1), ("stderr", 2)):
        other = fstat(number)
        if other is not None and (other.st_dev, other.st_ino) == (status.st_dev, status.st_ino):
            return "file descriptor 3 is " + name + " once more (try: cg-plot-capture run)"
    if status.st_rdev == 0x500 and kind == 0o020000 and (posix.isatty(1) or posix.isatty(2)):
        return "file descriptor 3 is the terminal once more (try: cg-plot-capture run)"  # /dev/tty
    owner = somebody_elses()
    if owner is not None:
        return "file descriptor 3 is taken by " + owner
    import fcntl  # Only here, where there is a descriptor 3: it may have to be loaded.

    if fcntl.fcntl(3, fcntl.F_GETFL) & 3 == posix.O_RDONLY:
        return "file descriptor 3 is open for reading only"
    return None


def somebody_elses():
    """The variable by which another program says that 3 is its own."""
    get = posix.environ.get
    for name in (b"NODE_CHANNEL_FD", b"BASH_XTRACEFD"):
        if get(name) == b"3":
            return name.decode()
    if get(b"LISTEN_FDS", b"0") != b"0" and get(b"LISTEN_PID") == b"%d" % posix.getpid():
        return "LISTEN_FDS"
    for word in get(b"MAKEFLAGS", b"").split():
        name, _, value = word.partition(b"=")
        if name in (b"--jobserver-auth", b"--jobserver-fds") and b"3" in value.split(b","):
            return "MAKEFLAGS"
    return None


# Modules that we react to


class Finder:
    """Stands first in `sys.meta_path`; passes on every name but a handful."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        after = AFTER.get(name)
        if after is None:
            return None
        if name == "cg_plot_capture":
            file = folder + "/__init__.py"
            return spec_from_file_location(name, file, submodule_search_locations=[folder])
        for finder in sys.meta_path:
            find = getattr(finder, "find_spec", None)
            spec = find(name, path, target) if find and finder is not cls else None
            if spec is not None:
                if hasattr(spec.loader, "exec_module"):
                    spec.loader = Loader(spec.loader, after)
                return spec
        return None


class Loader:
    """Loads a module as its own loader does, and calls us after it. The module never sees this."""

    def __init__(self, loader, after):
        self.loader = loader
        self.after = after

    def __getattr__(self, name):
        return getattr(self.loader, name)

    def exec_module(self, module):
        module.__spec__.loader = module.__loader__ = self.loader
        self.loader.exec_module(module)
        try:
            self.after(module)
        except FileNotFoundError as error:
            debug("taken back meanwhile: %s" % error)
        except Exception as error:
            warn("not active here: %s: %s" % (type(error).__name__, error))


def _guard_children(module):
    sibling("_children").guard(module)


def _after_rcsetup(module):
    # The original's way in. Else Matplotlib's own validator stays as it is.
    asked = sys.modules["os"].environ.get("MPLBACKEND", "").lower()
    if asked == "cg_plot_capture" and capture() is not None:
        sibling("_quirks").accept_name(module)


def _after_pyplot(module):
    # Older ones have no managers that a backend may bring; `__version_info__` is of 3.5.
    version = getattr(sys.modules["matplotlib"], "__version_info__", (0,))
    if version >= (3, 6) and capture() is not None:
        sibling("_force").force(module)


AFTER = {
    "cg_plot_capture": True,
    "matplotlib.rcsetup": _after_rcsetup,
    "matplotlib.pyplot": _after_pyplot,
    "_posixsubprocess": _guard_children,
}


# The capture itself


def capture():
    """The process's one `Capture`; None where the extension can't be loaded (a sub-interpreter)."""
    global _capture
    if _capture is None:
        try:
            made = sibling("_capture").Capture(stored(), channel, why_not)
        except ImportError:
            return None
        # Threads that come here together must not get two counters: setdefault is atomic.
        _capture = globals().setdefault("_made", made)
        if _capture is made:
            sys.modules["os"].register_at_fork(after_in_child=_forked)
    return _capture


def stored():
    """The file in which `enable` keeps settings, beside the payload's folder; None without one."""
    home, _, payload = folder.rpartition("/")[0].rpartition("/")
    return home + "/settings" if payload.startswith("payload-") else None


def _forked():
    global _capture
    _capture = _capture.forked()


def probe():
    """Sends a message that is no figure: how `enable` proves that all of this works."""
    capture().send("probe.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>')
