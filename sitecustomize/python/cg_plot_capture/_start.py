"""What runs at interpreter start: arm once, look at descriptor 3, wait for Matplotlib.

Every Python process pays for this file, so it imports nothing that start-up has not loaded already
(`sys`, `posix`, two frozen modules), and everything else is loaded when it is needed, by path: the
parent package is Matplotlib's side of us, and importing it would import Matplotlib.
"""

import posix
import sys
from _frozen_importlib import _ImportLockContext, _load_unlocked
from _frozen_importlib_external import spec_from_file_location

#: Our one variable: the run that a process belongs to, the channel by its name, and what of the program's
#: stands at the process's descriptor 3: "<run>:<kind>:<st_dev>:<st_ino>:<holder>:<foreign>"
#: (docs/PROTOCOL.md). An armed Python sets it for its children, `run` for its command, and our script in
#: a shell that has a channel.
VARIABLE = "CG_PLOT_CHANNEL"

#: The name of a channel, the four fields in the middle, where there is none.
UNNAMED = ":::"
#: The same where the harness wants no figures.
SILENT = "none:::"

#: The modules that we react to, each with the function of `_import_watch` that does so.
WATCHED = {
    "cg_plot_capture": "find_package",
    "cg_plot_capture._start": "find_loaded",
    # Where Matplotlib before 3.9 looks for a backend that is called as we are.
    "matplotlib.backends.backend_cg_plot_capture": "find_alias",
    "matplotlib.rcsetup": "after_rcsetup",
    # The first that Matplotlib imports when it knows which backend its surroundings ask for.
    "matplotlib.cm": "after_cm",
    "matplotlib.pyplot": "after_pyplot",
    # What shows pictures in other libraries.
    "PIL.ImageShow": "after_pillow",
    "cv2": "after_opencv",
    "plotly.io._renderers": "after_plotly",
    "altair": "after_altair",
    "turtle": "after_turtle",
    "_posixsubprocess": "after_posixsubprocess",
    # A program that empties `sys.modules` may import it anew.
    "posix": "after_posix",
}

#: What starts a program without `_posixsubprocess`. Modules `os` and `posix` have them both.
STARTERS = ("execv", "execve", "posix_spawn", "posix_spawnp", "system")

#: Our modules that are the whole process's, this one included, by their names. A program may empty
#: `sys.modules` of what it does not know, so that nothing may rest on what stands there.
modules = {__name__: sys.modules[__name__]}
#: The name that `_import_watch` asks the other finders for, so that this one does not answer.
searching = None
#: The folder of this package.
folder = __file__.rpartition("/")[0]
#: Who armed this process: "preload", "hook" or "plain" (the backend without an installation). "off":
#: nobody, and Matplotlib is only to find the name that it was given.
layer = None
#: The run: a random id, and when its topmost Python was armed, in nanoseconds since the epoch.
run = None
#: (st_dev, st_ino) of the channel, if it stands at descriptor 3.
channel = None
#: The channel by its name, by which a process finds it that has it at no descriptor.
named = UNNAMED
#: Why there is no channel; empty where nobody needs to know.
why_not = None
#: What `look` has left in libc's environment as the value of our variable.
announced = b""
#: `MPLBACKEND` as it was when the process began; None without.
backend = None
#: Whether what is buffered for stdout may be the parent's, who writes it too: after a bare `fork`.
shares_buffers = False
#: The process that began to run the main script, and that script's file: where this one was forked.
program = None
inherited_main = None
#: The process's one `Capture`, once Matplotlib is there, and that process.
_capture = _process = None


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
        del WATCHED["matplotlib.cm"], WATCHED["matplotlib.pyplot"]
    if by == "preload":
        # It came as a built-in module, which a program must not find.
        names = sys.builtin_module_names
        if told is None and names.count("sitecustomize") > 1:
            told = told_to_both()
        sys.builtin_module_names = tuple(name for name in names if name != "sitecustomize")
    if by == "off":
        del WATCHED["_posixsubprocess"], WATCHED["posix"]
        sys.meta_path.insert(0, modules[__name__])
        return
    # First: where it fails, nothing of ours is left behind.
    look(inherited, told)
    sys.meta_path.insert(0, modules[__name__])
    posix.register_at_fork(after_in_child=_forked)
    wrap_starters(posix, sys.modules["os"])
    loaded = sys.modules.get("_posixsubprocess")
    if loaded is not None:
        sibling("_children").guard(loaded)


def sibling(name):
    """A module of this package without its parent.

    Another thread must not find half of it, nor may a child be forked meanwhile, where nobody would
    ever finish that: `os.fork` waits for the import lock, and finders are called under it. Who holds
    it must wait for no other, so that what is loaded beside other threads imports only what is there.
    """
    file = "/_capture.abi3.so" if name == "_capture" else "/" + name.replace(".", "/") + ".py"
    name = "cg_plot_capture." + name
    loaded = modules.get(name)
    if loaded is None:
        with _ImportLockContext():
            loaded = modules.get(name)
            if loaded is None:
                sys.modules.update(modules)  # Where it looks for us.
                loaded = _load_unlocked(spec_from_file_location(name, folder + file))
                modules[name] = loaded
                WATCHED[name] = "find_loaded"
    return loaded


def warn(text):
    """One line for the person who runs the program; never on stdout. A pipe that nobody reads delays it,
    for two seconds at most."""
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
    """Decides what descriptor 3 is, before the program can open anything there."""
    global announced, backend, why_not
    # `os.environ` stands upon this one. libc's own stays.
    there = posix.environ.pop(VARIABLE.encode(), b"")
    backend = posix.environ.get(b"MPLBACKEND")
    theirs = join((told or there).decode("ascii", "replace"))
    status = fstat(3) if inherited else None
    why_not = decide(status, theirs)
    announced = state(foreign(status)).encode()
    if announced != there:
        posix.putenv(VARIABLE, announced)


def told_to_both():
    """Our variable as this process was given it. Of two preloads (`run` in a shell that has one already),
    the first takes it out of the environment, and the other may be the one that arms."""
    try:
        descriptor = posix.open("/proc/self/environ", posix.O_RDONLY | posix.O_CLOEXEC)
    except OSError:
        return None
    try:
        parts = list(iter(lambda: posix.read(descriptor, 65536), b""))
    finally:
        posix.close(descriptor)
    entries = (entry.partition(b"=") for entry in b"".join(parts).split(b"\0"))
    return next((value for name, _, value in entries if name == VARIABLE.encode()), None)


def join(told):
    """Joins the run that our parent names, or begins one; takes the channel's name from it. Answers what
    it says of a descriptor 3 that is the program's own."""
    global run, named
    named_run, _, rest = told.partition(":")
    fields = rest.split(":")
    identifier, _, began = named_run.partition(".")
    if len(fields) == 5:
        named = ":".join(fields[:4])
        if identifier.isalnum() and len(identifier) < 33 and began.isdigit() and len(began) < 20:
            run = named_run
    if run is None:
        import time  # Built in.

        run = "%s.%d" % (posix.urandom(8).hex(), time.time_ns())
    return fields[4] if len(fields) == 5 else ""


def decide(status, theirs):
    """The table of docs/PROTOCOL.md, the first row that fits. Answers why there is no channel: None if
    there is one, empty where nobody needs to know."""
    global channel, named
    if named == SILENT:
        return ""
    kind, device, inode, holder = named.split(":")
    identity = status and (status.st_dev, status.st_ino)
    if identity and (device, inode) == ("%d" % identity[0], "%d" % identity[1]):
        channel = identity
        return None
    if status and status.st_rdev == 0x103 and status.st_mode & 0o170000 == 0o020000:  # /dev/null
        named = SILENT
        return ""
    if identity is None or theirs == "%d.%d" % identity:
        # Found when a figure is sent, where there is one.
        if kind:
            return None
        return "file descriptor 3 " + ("is not open" if identity is None else "belongs to the program")
    # Another harness's, within the one that the name is of; or nobody's. A shell knows the inode alone.
    fd3 = sibling("_fd3")
    why = fd3.classify(status)
    by_shell = kind and not device and inode == "%d" % identity[1]
    named = UNNAMED
    if why is None:
        channel = identity
        named = fd3.name(status, holder if by_shell else fd3.holder())
    return why


def fstat(descriptor):
    """`fstat(2)`, or None where nothing is open."""
    try:
        return posix.fstat(descriptor)
    except OSError:
        return None


def is_channel(status):
    """Whether a descriptor with that status is the channel."""
    return status is not None and (status.st_dev, status.st_ino) == channel


def foreign(status):
    """What our variable says of a descriptor 3 with that status, if it is not the channel."""
    return "" if status is None or is_channel(status) else "%d.%d" % (status.st_dev, status.st_ino)


def state(theirs, afresh=False):
    """Our variable's value for a process whose descriptor 3 is the program's own file `theirs`; empty:
    it is the channel, nothing, or to be judged. `afresh`: a harness wants figures there, even where
    ours wants none."""
    name = UNNAMED if afresh and named == SILENT else named
    return run + ":" + name + ":" + theirs


# What we wait for


def find_spec(name, path=None, target=None):
    """What `import` asks every finder (PEP 451): passes on every name but those of a few modules.

    This module itself is the finder, because to make a class takes longer than all that one would do.
    """
    if name not in WATCHED or name == searching:
        return None
    try:
        watch = sibling("_import_watch")
    except Exception as error:
        failed(error)
        return None
    try:
        return watch.find(name, path, target)
    except BaseException as error:
        # Another finder's: without our frames, from 3.11 on. Before, `raise` restores what it caught.
        error.__traceback__ = watch.behind_search(error.__traceback__)
        raise


def __deepcopy__(memo):
    """A program may copy `sys.meta_path`, and no module can be copied."""
    return modules[__name__]


def wrap_starters(posix, *others):
    """Before they start a program they tell it what stands at its descriptor 3."""
    for name in STARTERS:
        real = getattr(posix, name, None)
        if real is not None and not isinstance(real, Starter):
            ours = Starter(real)
            # All of them, because pickle looks for functions in the module that they name as theirs.
            for module in (posix, *others):
                setattr(module, name, ours)
                if real in getattr(module, "supports_fd", ()):
                    module.supports_fd.add(ours)


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
        try:
            return self.__wrapped__(*arguments, **options)
        except BaseException as error:
            # Without this frame, from 3.11 on. Before, `raise` restores what it caught.
            error.__traceback__ = error.__traceback__.tb_next
            raise

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
    global _capture, _process
    if _capture is None:
        try:
            began = int(run.partition(".")[2])
            made = sibling("_capture").Capture(stored(), channel, named, why_not, began)
        except ImportError:
            return None
        _process = posix.getpid()
        # Threads that come here together must not get two counters: setdefault is atomic.
        _capture = globals().setdefault("_made", made)
    elif _process != posix.getpid():
        # A child counts for itself, also where a `register_at_fork` of the program's comes before ours.
        _process = posix.getpid()
        _capture = _capture.forked()
    return _capture


def stored():
    """The file in which `enable` keeps settings, beside the payload's folder; None without one."""
    home, _, payload = folder.rpartition("/")[0].rpartition("/")
    return home + "/settings" if payload.startswith("payload-") else None


def main_file():
    """The main script's file; None where there is none."""
    try:
        # No `getattr`: a module may have a `__getattr__` of the program's.
        names = vars(sys.modules["__main__"])
        file = names.get("__file__")
        if file is None and sys.argv[0] not in ("", "-", "-c"):
            # It has run to its end. In a session that is typed in, this would be `$PYTHONSTARTUP`.
            file = getattr(names.get("__loader__"), "path", None)
        return file
    except Exception:  # A program may put anything there.
        return None


def _forked():
    """A child counts for itself, and works for the process that runs its main script."""
    global shares_buffers, program, inherited_main
    file = main_file()
    if program is None or file != inherited_main:
        program, inherited_main = posix.getppid(), file
    # multiprocessing writes out what is buffered before it forks.
    caller = sys._getframe().f_back
    name = caller.f_globals.get("__name__") if caller is not None else None
    shares_buffers = not str(name).startswith("multiprocessing.")
    if _capture is not None:
        capture()


def probe():
    """Sends a message that is no figure: how `enable` proves that all of this works."""
    capture().send("probe.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>')
