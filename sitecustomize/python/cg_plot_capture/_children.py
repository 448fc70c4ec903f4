"""Prepares child processes: the channel stays open in them, our variable tells them about descriptor 3,
and an environment that the program gives them gets our settings too.

Python itself closes descriptors of children, in `fork_exec` and by the closefrom of `posix_spawn`, so that
these calls must keep the channel open.
"""

import os
import posix
import stat
import sys

start = sys.modules["cg_plot_capture._start"]

VARIABLE = start.VARIABLE.encode()

#: The preload, beside this package's folder. A process without the preload has to pass it on here.
PRELOAD = os.fsencode(start.folder.rpartition("/")[0] + "/libcg_plot_inject.so")


#: The functions that `os._exit` calls first.
_ending = []


def before_exit(function):
    """Has `os._exit` call a function first."""
    if function not in _ending:
        _ending.append(function)
    if not isinstance(posix._exit, start.Starter):
        posix._exit = os._exit = start.Starter(posix._exit)


def guard(module):
    """Wraps the functions that `subprocess` and `multiprocessing` call in the end."""
    real = module.fork_exec
    module.fork_exec = start.Starter(real)
    # From 3.11 on, it has its own name for the function.
    subprocess = sys.modules.get("subprocess")
    if getattr(subprocess, "_fork_exec", None) is real:
        subprocess._fork_exec = module.fork_exec


# Each function takes the arguments of the function that it is named after, and returns them changed.


def _exit(*arguments, **options):
    """`os._exit`. multiprocessing ends its workers with it, after their finalizers."""
    caller = str(sys._getframe(2).f_globals.get("__name__"))
    if not caller.startswith("multiprocessing."):
        for function in _ending:
            function()
    return arguments, options


def fork_exec(*arguments):
    """`_posixsubprocess.fork_exec`, with the arguments of Modules/_posixsubprocess.c."""
    # The frame above is the `Starter`'s, and the next one its caller's.
    by_subprocess = sys._getframe(2).f_globals.get("__name__") == "subprocess"
    args, programs, close_fds, keep, cwd, env, *rest = arguments
    status = start.fstat(3)
    theirs, afresh = start.foreign(status), False
    if start.is_channel(status):
        if close_fds and 3 not in keep:
            # We do not sort, because Python refuses numbers out of order and must still refuse them.
            place = sum(each < 3 for each in keep)
            keep = keep[:place] + (3,) + keep[place:]
    elif status is not None:
        # Descriptor 3 in the child stays the program's, or multiprocessing's. If `subprocess` passes a pipe
        # or socket at 3 on purpose, it may be a harness's. So may a file that `preexec_fn` opens there, which
        # can have the same identity as ours. In both cases the child checks it itself.
        passed = by_subprocess and stat.S_IFMT(status.st_mode) in (stat.S_IFIFO, stat.S_IFSOCK)
        afresh = passed and 3 in keep
        stays = not afresh if 3 in keep else not close_fds and posix.get_inheritable(3)
        theirs = theirs if stays else ""
    # ..., gid, groups, uid, umask, preexec_fn and, from 3.11 to 3.13, whether vfork may be used.
    gid, groups, uid, _, preexec_fn = (rest[:-1] if isinstance(rest[-1], bool) else rest)[-5:]
    elsewhere = (gid, groups, uid, preexec_fn) != (None,) * 4
    told = start.state(theirs, afresh or preexec_fn is not None)
    if env is None:
        put(changes(os.environb, told, programs, elsewhere))
    else:
        entries = [entry.partition(b"=") for entry in env]
        new = changes({name: value for name, _, value in entries}, told, programs, elsewhere, True)
        env = [b"".join(entry) for entry in entries if entry[0] not in new]
        env += [name + b"=" + value for name, value in new.items() if value is not None]
    return (args, programs, close_fds, keep, cwd, env, *rest), {}


def system(command):
    """`os.system`."""
    put(changes(os.environb, inheritable(), (b"/bin/sh",)))
    return (command,), {}


def execv(path, argv):
    """`os.execv`."""
    put(changes(os.environb, inheritable(), (path,)))
    return (path, argv), {}


def execve(path, argv, env):
    """`os.execve`."""
    return (path, argv), {"env": given(env, inheritable(), path)}


def posix_spawn(path, argv, env, **options):
    """`os.posix_spawn`. A closefrom, as in `subprocess` of 3.13, starts after the channel."""
    told = inheritable()
    # It may be an iterator, which can be read only once.
    actions = tuple(options.get("file_actions") or ())
    if actions:
        options["file_actions"] = actions
    closing = (getattr(posix, "POSIX_SPAWN_CLOSEFROM", None), 3)
    if closing in actions:
        if start.is_channel(start.fstat(3)):
            past = (closing[0], 4)
            options["file_actions"] = [past if each == closing else each for each in actions]
        else:
            told = start.state("")
    if env is None:
        put(changes(os.environb, told, (path,)))
    else:
        env = given(env, told, path)
    return (path, argv, env), options


posix_spawnp = posix_spawn


def inheritable():
    """The value of our variable for a child in which nothing closes descriptor 3."""
    status = start.fstat(3)
    return start.state(start.foreign(status) if status and posix.get_inheritable(3) else "")


# The environment


def changes(env, told, programs, elsewhere=False, given=False):
    """The variables to set in `env` for a child that runs one of `programs`; None means to remove one.
    `told` is the value of our variable."""
    new = {VARIABLE: told.encode()}
    if start.layer == "plain" or env.get(b"CG_PLOT_CAPTURE", b"").lower() == b"off":
        return new
    entries = env.get(b"LD_PRELOAD", b"")
    listed = is_listed(entries)
    # The preload does this itself, except inside libc, where system(3) starts its shell.
    lost = not given and not listed and is_listed(initial().get(b"LD_PRELOAD", b""))
    cleared = lost or not any(map(env.get, initial()))
    if not listed and not settings(env) and (given or cleared):
        new.update(settings(os.environb) or settings(initial()))
    if listed and given and start.layer == "hook" and not usable(programs):
        new[b"LD_PRELOAD"] = without_us(entries)
    elif not listed and (lost or start.layer == "hook"):
        # A child of another user, or one with a `preexec_fn`, may not be able to read it.
        if not elsewhere and usable(programs):
            entries = entries + b":" + PRELOAD if entries else PRELOAD
        if entries or not given:
            new[b"LD_PRELOAD"] = entries or None
    return new


def is_listed(entries):
    """Whether the preload is in the list of an `LD_PRELOAD`."""
    return PRELOAD in entries.replace(b" ", b":").split(b":")


def without_us(entries):
    """The list without the preload; None if it is empty then."""
    others = [item for item in entries.replace(b" ", b":").split(b":") if item != PRELOAD]
    return b":".join(others) if any(others) else None


#: The result of `initial`.
_initial = {}


def initial():
    """The environment with which this process was started."""
    if not _initial:
        try:
            with open("/proc/self/environ", "rb") as file:
                entries = (entry.partition(b"=") for entry in file.read().split(b"\0"))
                _initial.update((name, value) for name, _, value in entries if value)
        except OSError:
            pass
    return _initial


def settings(env):
    """Our settings in an environment."""
    return {name: env[name] for name in env if name.startswith(b"CG_PLOT_") and name != VARIABLE}


#: The values that `put` has set, by name: the object that `os.environ` had then, and our value.
_put = {VARIABLE: (None, start.announced)}


def put(new):
    """Sets variables for a child that gets no environment and so inherits libc's, which is not
    `os.environ`.

    Only changes are set, because setenv(3) may free the old value while a child of another thread reads
    it. libc can't be asked for its values. But we know what we have set, and whether the program has set
    something else since: then `os.environ` has another object. A variable that neither `os.environ` nor we
    have set is not there, and need not be removed.
    """
    for name, value in new.items():
        given = os.environb.get(name)
        before = _put.get(name, (given, None))
        if before[0] is given and before[1] == value:
            continue
        _put[name] = given, value
        if value is None:
            posix.unsetenv(name)
        else:
            posix.putenv(name, value)


def given(env, told, program):
    """The program's mapping for its child, with our variables."""
    env = {os.fsencode(name): os.fsencode(value) for name, value in env.items()}
    env.update(changes(env, told, (program,), given=True))
    return env


def usable(programs):
    """Whether the child can load the preload, as far as we can tell; otherwise ld.so would complain."""
    if not posix.access(os.fsdecode(start.folder + "/_start.py"), posix.R_OK):
        return False
    return next((kind == machine("/proc/self/exe") for kind in map(machine, programs) if kind), True)


def machine(program, depth=4):
    """Class, byte order and machine of an ELF file, or of a script's interpreter; otherwise None."""
    try:
        if not depth or not stat.S_ISREG(posix.stat(program).st_mode):
            return None
        descriptor = posix.open(program, posix.O_RDONLY | posix.O_CLOEXEC)
        try:
            head = posix.read(descriptor, 256)
        finally:
            posix.close(descriptor)
    except (OSError, TypeError):  # Absent, unreadable, a descriptor.
        return None
    if head.startswith(b"#!"):
        interpreter = head[2:].split(maxsplit=1)
        return machine(interpreter[0], depth - 1) if interpreter else None
    return head[4:6] + head[18:20] if head.startswith(b"\x7fELF") else None
