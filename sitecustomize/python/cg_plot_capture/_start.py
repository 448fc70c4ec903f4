"""What runs at interpreter start: arm once, look at descriptor 3, wait for Matplotlib.

Every Python process pays for this file, so it imports nothing that start-up has not loaded already
(`sys`, `posix`, two frozen modules), and everything else is loaded when it is needed, by path: the
parent package is Matplotlib's side of us, and importing it would import Matplotlib.
"""

import posix
import sys
from _frozen_importlib import _ImportLockContext, _load_unlocked
from _frozen_importlib_external import spec_from_file_location

#: Our one variable: what an armed Python tells its child about the run that it belongs to and about
#: the child's descriptor 3. "<run>:channel:<st_dev>:<st_ino>", "<run>:foreign:<st_dev>:<st_ino>"
#: or "<run>:nothing".
VARIABLE = "CG_PLOT_CHANNEL"

#: The modules that we react to, each with the function of `_watch` that does so.
WATCHED = {
    "cg_plot_capture": "find_package",
    # Where Matplotlib before 3.9 looks for a backend that is called as we are.
    "matplotlib.backends.backend_cg_plot_capture": "find_alias",
    "matplotlib.rcsetup": "after_rcsetup",
    "matplotlib.pyplot": "after_pyplot",
    "_posixsubprocess": "after_posixsubprocess",
}

#: What starts a program without `_posixsubprocess`. Modules `os` and `posix` have them both.
STARTERS = ("execv", "execve", "posix_spawn", "posix_spawnp", "system")

#: The folder of this package.
folder = __file__.rpartition("/")[0]
#: Who armed this process: "preload", "hook" or "plain" (the backend without an installation). "off":
#: nobody, and Matplotlib is only to find the name that it was given.
layer = None
#: The run: the pid of its topmost Python, and when that was armed, in nanoseconds since the epoch.
run = None
#: (st_dev, st_ino) of the channel.
channel = None
#: Why there is no channel; empty where nobody needs to know.
why_not = None
#: What `look` has left in libc's environment as the value of our variable.
announced = b""
#: Whether what is buffered for stdout may be the parent's, who writes it too: after a bare `fork`.
shares_buffers = False
#: The process's one `Capture`, once Matplotlib is there.
_capture = None


def arm(by, inherited=True, told=None):
    """Starts to wait. The first caller wins; later ones find all done.

    The preload was there first: it knows whether what stands at 3 was inherited, and has taken our
    variable out of the environment.
    """
    global layer
    if layer is not None:
        return
    layer = by
    if by in ("plain", "off"):
        # The program has the backends that it asks for.
        del WATCHED["matplotlib.pyplot"]
    if by == "preload":
        # It came as a built-in module, which a program must not find.
        names = sys.builtin_module_names
        sys.builtin_module_names = tuple(name for name in names if name != "sitecustomize")
    if by == "off":
        del WATCHED["_posixsubprocess"]
        sys.meta_path.insert(0, sys.modules[__name__])
        return
    # First: where it fails, nothing of ours is left behind.
    look(inherited, told)
    sys.meta_path.insert(0, sys.modules[__name__])
    posix.register_at_fork(after_in_child=_forked)
    _wrap_starters()
    loaded = sys.modules.get("_posixsubprocess")
    if loaded is not None:
        sibling("_children").guard(loaded)


def sibling(name):
    """A module of this package without its parent.

    Another thread must not find half of it, nor may a child be forked meanwhile, where nobody would
    ever finish that: `os.fork` waits for the import lock, and finders are called under it. Who holds
    it must wait for no other, so that what is loaded beside other threads imports only what is there.
    """
    file = "/_capture.abi3.so" if name == "_capture" else "/" + name + ".py"
    name = "cg_plot_capture." + name
    loaded = sys.modules.get(name)
    if loaded is None or loaded.__spec__._initializing:
        with _ImportLockContext():
            loaded = sys.modules.get(name)
            if loaded is None:
                loaded = _load_unlocked(spec_from_file_location(name, folder + file))
    return loaded


def warn(text):
    """One line for the person who runs the program; never on stdout. A stderr that nobody reads delays
    it, for two seconds at most."""
    try:
        # PEP 446: what Python itself opened there, where stderr was closed, is not inheritable.
        if posix.get_inheritable(2):
            _write(2, ("cg-plot-capture: " + text + "\n").encode("utf-8", "backslashreplace"))
    except OSError:
        pass


def _write(descriptor, line):
    own = None
    if posix.fstat(descriptor).st_mode & 0o170000 == 0o010000:
        # A pipe, opened anew: one that does not wait, while the program's own keeps its flags.
        flags = posix.O_WRONLY | posix.O_NONBLOCK | posix.O_CLOEXEC
        try:
            own = descriptor = posix.open("/proc/self/fd/%d" % descriptor, flags)
        except OSError:
            pass  # Another user's.
    try:
        for _ in range(20):
            try:
                line = line[posix.write(descriptor, line) :]
            except BlockingIOError:
                import time  # Built in.

                time.sleep(0.1)
            if not line:
                break
    finally:
        if own is not None:
            posix.close(own)


def debug(text):
    """The same for somebody who looks for it."""
    os = sys.modules.get("os")  # None where the interpreter is being torn down.
    if os is not None and os.environ.get("CG_PLOT_LOG", "").lower() == "debug":
        warn(text)


def failed(error):
    """Something of ours has failed; the program goes on without it."""
    if isinstance(error, FileNotFoundError):
        debug("taken back meanwhile: %s" % error)
    else:
        warn("not active here: %s: %s" % (type(error).__name__, error))


# Descriptor 3


def look(inherited, told):
    """Judges descriptor 3 before the program can open anything there."""
    global announced, channel, why_not
    # `os.environ` stands upon this one. libc's own stays.
    there = posix.environ.pop(VARIABLE.encode(), b"")
    said = join((told or there).decode("ascii", "replace"))
    status = fstat(3) if inherited else None
    if status is None:
        why_not = "file descriptor 3 is not open"
    else:
        identity = (status.st_dev, status.st_ino)
        if said == "foreign:%d:%d" % identity:
            why_not = "file descriptor 3 belongs to the program"
        elif said != "channel:%d:%d" % identity:
            why_not = sibling("_judge").judge(status)
        if why_not is None:
            channel = identity
    announced = state(at_three(status)).encode()
    if announced != there:
        posix.putenv(VARIABLE, announced)


def join(told):
    """Joins the run that our parent names, or begins one; answers what it says of our 3."""
    global run
    named, _, said = told.partition(":")
    pid, _, began = named.partition(".")
    if pid.isdigit() and began.isdigit() and len(began) < 20:
        run = named
        return said
    import time  # Built in.

    run = "%d.%d" % (posix.getpid(), time.time_ns())
    return ""


def fstat(descriptor):
    """`fstat(2)`, or None where nothing is open."""
    try:
        return posix.fstat(descriptor)
    except OSError:
        return None


def at_three(status):
    """What stands at a descriptor 3 with that status, in our variable's words."""
    if status is None:
        return "nothing"
    identity = (status.st_dev, status.st_ino)
    return ("channel:%d:%d" if identity == channel else "foreign:%d:%d") % identity


def state(said):
    """Our variable's value. A child believes it only where the identity is that of its own 3."""
    return run + ":" + said


# What we wait for


def find_spec(name, path=None, target=None):
    """What `import` asks every finder (PEP 451): passes on every name but those of a few modules.

    This module itself is the finder, because to make a class takes longer than all that one would do.
    """
    if name not in WATCHED:
        return None
    try:
        watch = sibling("_watch")
    except Exception as error:
        failed(error)
        return None
    return watch.find(name, path, target)


def _wrap_starters():
    """Before they start a program they tell it what stands at its descriptor 3."""
    os = sys.modules["os"]
    for name in STARTERS:
        real = getattr(posix, name, None)
        if real is not None:
            ours = Starter(real)
            # Both, because pickle looks for functions in the module that they name as theirs.
            setattr(posix, name, ours)
            setattr(os, name, ours)
            if real in os.supports_fd:
                os.supports_fd.add(ours)


class Starter:
    """A built-in function that starts a program, and what `_children` does before it.

    No function, because those become methods where they are found in a class.
    """

    def __init__(self, real):
        self.__wrapped__ = real
        # The two that a class has of its own.
        self.__module__ = real.__module__
        self.__doc__ = real.__doc__

    def __getattr__(self, name):
        return getattr(self.__wrapped__, name)

    def __call__(self, *arguments, **options):
        try:
            amended = getattr(sibling("_children"), self.__name__)
            arguments, options = amended(*arguments, **options)
        except Exception as error:
            debug("a child process may miss the channel: %r" % error)
        return self.__wrapped__(*arguments, **options)

    def __repr__(self):
        return repr(self.__wrapped__)

    def __reduce__(self):
        return self.__name__

    @property
    def __class__(self):
        return type(self.__wrapped__)


# The capture itself


def capture():
    """The process's one `Capture`; None where the extension can't be loaded (a sub-interpreter)."""
    global _capture
    if _capture is None:
        try:
            began = int(run.partition(".")[2])
            made = sibling("_capture").Capture(stored(), channel, why_not, began)
        except ImportError:
            return None
        # Threads that come here together must not get two counters: setdefault is atomic.
        _capture = globals().setdefault("_made", made)
    return _capture


def stored():
    """The file in which `enable` keeps settings, beside the payload's folder; None without one."""
    home, _, payload = folder.rpartition("/")[0].rpartition("/")
    return home + "/settings" if payload.startswith("payload-") else None


def _forked():
    """A child counts for itself."""
    global _capture, shares_buffers
    # multiprocessing writes out what is buffered before it forks.
    caller = sys._getframe().f_back
    name = caller.f_globals.get("__name__") if caller is not None else None
    shares_buffers = not str(name).startswith("multiprocessing.")
    if _capture is not None:
        _capture = _capture.forked()


def probe():
    """Sends a message that is no figure: how `enable` proves that all of this works."""
    capture().send("probe.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>')
