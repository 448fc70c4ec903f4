"""Runs at interpreter start: arms once, checks descriptor 3, and waits for Matplotlib.

Every Python process pays for this file. So it imports nothing that start-up has not loaded already (`sys`,
`posix`, two frozen modules). Everything else is loaded by path when it is needed, because importing the
parent package would import Matplotlib.
"""

import posix
import sys
from _frozen_importlib import _ImportLockContext, _load_unlocked
from _frozen_importlib_external import spec_from_file_location

#: Our variable: the run of a process, the name of the channel, and the program's own file at descriptor 3:
#: "<run>:<kind>:<st_dev>:<st_ino>:<holder>:<foreign>" (docs/PROTOCOL.md). An armed Python sets it for its
#: children, `run` for its command, and our script for a shell that has a channel.
VARIABLE = "CG_PLOT_CHANNEL"

#: The name of the channel, the four fields in the middle, if there is none.
UNNAMED = ":::"
#: The name of the channel if the harness wants no figures.
SILENT = "none:::"

#: The modules that we react to, each with the function of `_import_watch` that does so.
WATCHED = {
    "cg_plot_capture": "find_package",
    "cg_plot_capture._start": "find_loaded",
    # Matplotlib before 3.9 looks here for a backend with our bare name.
    "matplotlib.backends.backend_cg_plot_capture": "find_alias",
    "matplotlib.rcsetup": "after_rcsetup",
    # Matplotlib imports it next after it has read the backend from the environment and files.
    "matplotlib.cm": "after_cm",
    "matplotlib.pyplot": "after_pyplot",
    # The modules of other libraries that show pictures.
    "PIL.ImageShow": "after_pillow",
    "cv2": "after_opencv",
    "plotly.io._renderers": "after_plotly",
    "altair": "after_altair",
    "turtle": "after_turtle",
    # The modules of engines that run tasks of other programs.
    "distributed.client": "after_dask_client",
    "distributed.worker": "after_dask_worker",
    "ray._private.worker": "after_ray",
    "_posixsubprocess": "after_posixsubprocess",
    # A program that empties `sys.modules` may import it again.
    "posix": "after_posix",
}

#: The functions that start a program without `_posixsubprocess`. They are in `os` and in `posix`.
STARTERS = ("execv", "execve", "posix_spawn", "posix_spawnp", "system")

#: Our modules that belong to the whole process, including this one, by name. We do not rely on `sys.modules`,
#: because a program may remove unknown modules from it.
modules = {__name__: sys.modules[__name__]}
#: The name for which `_import_watch` asks the other finders, so that this one does not answer.
searching = None
#: The folder of this package.
folder = __file__.rpartition("/")[0]
#: The layer that armed this process: "preload", "hook" or "plain" (the backend without an installation). With
#: "off" nothing is armed, and Matplotlib only has to find our backend's name.
layer = None
#: The run: a random id, and the time at which its topmost Python was armed, in nanoseconds since the epoch.
run = None
#: (st_dev, st_ino) of the channel, if it is at descriptor 3.
channel = None
#: The name of the channel, by which a process finds it that does not have it at descriptor 3.
named = UNNAMED
#: Why there is no channel; empty if nobody needs to know.
why_not = None
#: The value of our variable that `look` has set in libc's environment.
announced = b""
#: `MPLBACKEND` at the start of the process; None if it was not set.
backend = None
#: Whether the buffer of stdout may have the parent's text, which the parent writes too: after a bare `fork`.
shares_buffers = False
#: The process that began to run the main script, and the script's file, if this process was forked.
program = None
inherited_main = None
#: The only `Capture` of the process, once Matplotlib is loaded, and the pid for which it was made.
_capture = _process = None


def arm(by, inherited=True, told=None):
    """Starts to wait. The first caller wins; later calls do nothing.

    The preload has run before: it tells whether descriptor 3 was inherited, and has removed our variable
    from the environment.
    """
    global layer
    if layer is not None:
        return
    layer = by
    if by in ("plain", "off"):
        # The program gets the backends that it asks for.
        del WATCHED["matplotlib.cm"], WATCHED["matplotlib.pyplot"]
    if by == "preload":
        # Our built-in module was found under this name, which a program must not find.
        names = sys.builtin_module_names
        if told is None and names.count("sitecustomize") > 1:
            told = told_to_both()
        sys.builtin_module_names = tuple(name for name in names if name != "sitecustomize")
    if by == "off":
        del WATCHED["_posixsubprocess"], WATCHED["posix"]
        sys.meta_path.insert(0, modules[__name__])
        return
    # This comes first: if it fails, nothing of ours is left behind.
    look(inherited, told)
    sys.meta_path.insert(0, modules[__name__])
    posix.register_at_fork(after_in_child=_forked)
    wrap_starters(posix, sys.modules["os"])
    loaded = sys.modules.get("_posixsubprocess")
    if loaded is not None:
        sibling("_children").guard(loaded)


def sibling(name):
    """Loads a module of this package without the package.

    Another thread must not find a partly loaded module, nor may a child be forked meanwhile, in which it
    would stay so. So we hold the import lock, for which `os.fork` waits, and under which finders are
    called. The holder must not wait for another lock, so that a module that is loaded while other threads
    run imports only loaded modules.
    """
    file = "/_capture.abi3.so" if name == "_capture" else "/" + name.replace(".", "/") + ".py"
    name = "cg_plot_capture." + name
    loaded = modules.get(name)
    if loaded is None:
        with _ImportLockContext():
            loaded = modules.get(name)
            if loaded is None:
                sys.modules.update(modules)  # It looks for us there.
                loaded = _load_unlocked(spec_from_file_location(name, folder + file))
                modules[name] = loaded
                WATCHED[name] = "find_loaded"
    return loaded


def warn(text):
    """Writes one line for the user to stderr, never to stdout. A pipe that nobody reads delays it for at
    most two seconds."""
    try:
        # PEP 446: if stderr was closed, a file that Python itself opened there is not inheritable.
        if posix.get_inheritable(2):
            _write(2, ("cg-plot-capture: " + text + "\n").encode("utf-8", "backslashreplace"))
    except OSError:
        pass


def _write(descriptor, line):
    own = None
    if posix.fstat(descriptor).st_mode & 0o170000 == 0o010000:
        # We reopen a pipe as non-blocking, so that the program's descriptor keeps its flags.
        flags = posix.O_WRONLY | posix.O_NONBLOCK | posix.O_CLOEXEC
        try:
            own = descriptor = posix.open("/proc/self/fd/%d" % descriptor, flags)
        except OSError:
            pass  # The pipe is another user's.
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
    """Writes one line if `CG_PLOT_LOG` is `debug`."""
    os = sys.modules.get("os")  # None if the interpreter is being torn down.
    if os is not None and os.environ.get("CG_PLOT_LOG", "").lower() == "debug":
        warn(text)


def failed(error):
    """Reports that something of ours has failed. The program goes on without it. An error that a signal handler of
    the program has raised meanwhile is raised again."""
    if "signal" in sys.modules:
        sibling("_error_boundary").pass_signalled(error)
    if isinstance(error, FileNotFoundError):
        debug("taken back meanwhile: %s" % error)
    else:
        warn("not active here: %s: %s" % (type(error).__name__, error))


# Descriptor 3


def look(inherited, told):
    """Classifies descriptor 3 before the program can open anything there."""
    global announced, backend, why_not
    # `os.environ` is made from this one. libc's own is not changed.
    there = posix.environ.pop(VARIABLE.encode(), b"")
    backend = posix.environ.get(b"MPLBACKEND")
    theirs = join((told or there).decode("ascii", "replace"))
    status = fstat(3) if inherited else None
    why_not = decide(status, theirs)
    announced = state(foreign(status)).encode()
    if announced != there:
        posix.putenv(VARIABLE, announced)


def told_to_both():
    """The value of our variable at the start of this process. If there are two preloads (`run` in a shell
    that has one already), the first removes it from the environment, and the other may be the one that
    arms."""
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
    """Joins the run that our parent names, or begins one, and takes the channel's name from it. Returns
    the identity of a descriptor 3 that is the program's own."""
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
    """Applies the first row of the table in docs/PROTOCOL.md that fits. Returns why there is no channel:
    None if there is one, empty if nobody needs to know."""
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
        # The channel is searched when a figure is sent.
        if kind:
            return None
        return "file descriptor 3 " + ("is not open" if identity is None else "belongs to the program")
    # It belongs to another harness, inside the one that is named, or to nobody. A shell knows only the inode.
    fd3 = sibling("_fd3")
    why = fd3.classify(status)
    by_shell = kind and not device and inode == "%d" % identity[1]
    named = UNNAMED
    if why is None:
        channel = identity
        named = fd3.name(status, holder if by_shell else fd3.holder())
    return why


def fstat(descriptor):
    """`fstat(2)`, or None if the descriptor is closed."""
    try:
        return posix.fstat(descriptor)
    except OSError:
        return None


def is_channel(status):
    """Whether a descriptor with that status is the channel."""
    return status is not None and (status.st_dev, status.st_ino) == channel


def foreign(status):
    """The last field of our variable for a descriptor 3 with that status; empty if it is the channel."""
    return "" if status is None or is_channel(status) else "%d.%d" % (status.st_dev, status.st_ino)


def state(theirs, afresh=False):
    """The value of our variable for a process whose descriptor 3 is the program's own file `theirs`. If
    that is empty, descriptor 3 is the channel, is closed, or has to be checked. With `afresh`, a harness
    wants figures there even if ours wants none."""
    name = UNNAMED if afresh and named == SILENT else named
    return run + ":" + name + ":" + theirs


# The wait for imports


def find_spec(name, path=None, target=None):
    """`import` calls this for every module (PEP 451). It passes on every name except those of a few
    modules.

    This module itself is the finder, because making a class takes longer than everything that the class
    would do.
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
        # Another finder has raised. From 3.11 on, this removes our frames. Before, `raise` restores the
        # traceback that it caught.
        error.__traceback__ = watch.behind_search(error.__traceback__)
        raise


def __deepcopy__(memo):
    """A program may copy `sys.meta_path`, but a module can't be copied."""
    return modules[__name__]


def wrap_starters(posix, *others):
    """Wraps functions that start a program, so that they tell it about its descriptor 3."""
    for name in STARTERS:
        real = getattr(posix, name, None)
        if real is not None and not isinstance(real, Starter):
            ours = Starter(real)
            # In every module, because pickle looks for a function in the module that the function names.
            for module in (posix, *others):
                setattr(module, name, ours)
                if real in getattr(module, "supports_fd", ()):
                    module.supports_fd.add(ours)


class Starter:
    """A built-in function that starts a program, with what `_children` does before it.

    It is not a function, because a function in a class would become a method.
    """

    def __init__(self, real):
        self.__wrapped__ = real
        # A class has its own values of these two.
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
            # From 3.11 on, this removes our frame. Before, `raise` restores the traceback that it caught.
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
    """The only `Capture` of the process; None if the extension can't be loaded (a sub-interpreter)."""
    global _capture, _process
    if _capture is None:
        try:
            began = int(run.partition(".")[2])
            made = sibling("_capture").Capture(stored(), channel, named, why_not, began)
        except ImportError:
            return None
        _process = posix.getpid()
        # Threads that come here at the same time must not get two counters: setdefault is atomic.
        _capture = globals().setdefault("_made", made)
    elif _process != posix.getpid():
        # A child counts its own figures, even if a `register_at_fork` of the program's comes before ours.
        _process = posix.getpid()
        _capture = _capture.forked()
    return _capture


def stored():
    """The settings file of `enable`, beside the payload's folder; None if there is no installation."""
    home, _, payload = folder.rpartition("/")[0].rpartition("/")
    return home + "/settings" if payload.startswith("payload-") else None


def main_file():
    """The main script's file; None if there is none."""
    try:
        # Not `getattr`, because the program's module may have a `__getattr__`.
        names = vars(sys.modules["__main__"])
        file = names.get("__file__")
        if file is None and sys.argv[0] not in ("", "-", "-c"):
            # The script has run to its end. In an interactive session, this would be `$PYTHONSTARTUP`.
            file = getattr(names.get("__loader__"), "path", None)
        return file
    except Exception:  # A program may put anything there.
        return None


def _forked():
    """In a forked child: counts from 1, and works for the process that runs its main script."""
    global shares_buffers, program, inherited_main
    file = main_file()
    if program is None or file != inherited_main:
        program, inherited_main = posix.getppid(), file
    # multiprocessing flushes the buffers before it forks.
    caller = sys._getframe().f_back
    name = caller.f_globals.get("__name__") if caller is not None else None
    shares_buffers = not str(name).startswith("multiprocessing.")
    if _capture is not None:
        capture()


def probe():
    """Sends a message that is not a figure, with which `enable` proves that the capture works."""
    capture().send("probe.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>')
