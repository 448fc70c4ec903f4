"""Starting children: the channel stays open in them, they learn what their descriptor 3 is, and
where they are given an environment of their own, our settings are in it too.

Python closes descriptors of children by itself, inside `fork_exec` and by `posix_spawn`'s
closefrom, so this is where the channel has to be held.
"""

import os
import posix
import stat
import sys

start = sys.modules["cg_plot_capture._start"]

VARIABLE = start.VARIABLE.encode()

#: The preload, beside this package's folder. Only a process without it has to pass it on by hand.
PRELOAD = os.fsencode(start.folder.rpartition("/")[0] + "/libcg_plot_inject.so")


#: Called before the program ends its process at once.
_ending = []


def before_exit(function):
    """Has `os._exit` call a function first."""
    if function not in _ending:
        _ending.append(function)
    if not isinstance(posix._exit, start.Starter):
        posix._exit = os._exit = start.Starter(posix._exit)


def guard(module):
    """Wraps what `subprocess` and `multiprocessing` end in."""
    real = module.fork_exec
    module.fork_exec = start.Starter(real)
    # From 3.11 on it holds a name of its own.
    subprocess = sys.modules.get("subprocess")
    if getattr(subprocess, "_fork_exec", None) is real:
        subprocess._fork_exec = module.fork_exec


# Each takes what its namesake takes, and answers it as it has to be.


def _exit(*arguments, **options):
    """`os._exit`. multiprocessing ends its workers by it, after their finalizers."""
    caller = str(sys._getframe(2).f_globals.get("__name__"))
    if not caller.startswith("multiprocessing."):
        for function in _ending:
            function()
    return arguments, options


def fork_exec(*arguments):
    """`_posixsubprocess.fork_exec`, as Modules/_posixsubprocess.c takes its arguments."""
    # Behind us is the `Starter`, and behind that who called it.
    by_subprocess = sys._getframe(2).f_globals.get("__name__") == "subprocess"
    args, programs, close_fds, keep, cwd, env, *rest = arguments
    status = start.fstat(3)
    theirs, afresh = start.foreign(status), False
    if start.is_channel(status):
        if close_fds and 3 not in keep:
            # Not sorted by us: what is out of order is refused, and has to be refused still.
            place = sum(each < 3 for each in keep)
            keep = keep[:place] + (3,) + keep[place:]
    elif status is not None:
        # Ours stays there in the child: the program's, or multiprocessing's. A pipe or socket that
        # `subprocess` passes at 3 on purpose may be a harness's, and so may what `preexec_fn` puts
        # there, whose other end we may hold at 3 with the same identity: judged afresh.
        passed = by_subprocess and stat.S_IFMT(status.st_mode) in (stat.S_IFIFO, stat.S_IFSOCK)
        afresh = passed and 3 in keep
        stays = not afresh if 3 in keep else not close_fds and posix.get_inheritable(3)
        theirs = theirs if stays else ""
    # ..., gid, groups, uid, umask, preexec_fn and, from 3.11 to 3.13, whether vfork will do.
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
    """`os.posix_spawn`. A closefrom, as of 3.13's `subprocess`, begins behind the channel."""
    told = inheritable()
    # It may be an iterator, which is to be read once.
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
    """Our variable for a child in which nobody closes descriptor 3."""
    status = start.fstat(3)
    return start.state(start.foreign(status) if status and posix.get_inheritable(3) else "")


# The environment


def changes(env, told, programs, elsewhere=False, given=False):
    """What has to be put into `env` for a child that runs one of `programs`; None: taken out. `told` is
    our variable's value."""
    new = {VARIABLE: told.encode()}
    if start.layer == "plain" or env.get(b"CG_PLOT_CAPTURE", b"").lower() == b"off":
        return new
    entries = env.get(b"LD_PRELOAD", b"")
    listed = is_listed(entries)
    # The preload sees to itself, but not inside of libc, where system(3) starts its shell.
    lost = not given and not listed and is_listed(initial().get(b"LD_PRELOAD", b""))
    cleared = lost or not any(map(env.get, initial()))
    if not listed and not settings(env) and (given or cleared):
        new.update(settings(os.environb) or settings(initial()))
    if listed and given and start.layer == "hook" and not usable(programs):
        new[b"LD_PRELOAD"] = without_us(entries)
    elif not listed and (lost or start.layer == "hook"):
        # A child of another user, or behind a `preexec_fn`, perhaps could not read it.
        if not elsewhere and usable(programs):
            entries = entries + b":" + PRELOAD if entries else PRELOAD
        if entries or not given:
            new[b"LD_PRELOAD"] = entries or None
    return new


def is_listed(entries):
    """Whether the preload is in the list of an `LD_PRELOAD`."""
    return PRELOAD in entries.replace(b" ", b":").split(b":")


def without_us(entries):
    """The same list without the preload; None where nothing is left."""
    others = [item for item in entries.replace(b" ", b":").split(b":") if item != PRELOAD]
    return b":".join(others) if any(others) else None


#: What `initial` has found.
_initial = {}


def initial():
    """The environment that this process was started with."""
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


#: What `put` has put, by name: what `os.environ` had for it then, and the value.
_put = {VARIABLE: (None, start.announced)}


def put(new):
    """Where no environment is given, the child gets the process's own: libc's, not `os.environ`.

    Only what changes is put: setenv(3) may free the old value, which another thread's child may be
    reading just then. There is no way to ask libc, but we know what we have put, and whether the
    program has put something else since: `os.environ` has another object then. What it has not got,
    and we have not put, is not there to be taken out.
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
    """The mapping that a program gives its child, amended."""
    env = {os.fsencode(name): os.fsencode(value) for name, value in env.items()}
    env.update(changes(env, told, (program,), given=True))
    return env


def usable(programs):
    """Whether the child can map the preload, as far as one can see: ld.so complains where not."""
    if not posix.access(os.fsdecode(start.folder + "/_start.py"), posix.R_OK):
        return False
    return next((kind == machine("/proc/self/exe") for kind in map(machine, programs) if kind), True)


def machine(program, depth=4):
    """Class, byte order and machine of an ELF file, or of a script's interpreter; else None."""
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
