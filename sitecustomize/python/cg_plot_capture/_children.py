"""Starting children: the channel stays open in them, and they learn what their descriptor 3 is.

Python closes descriptors of children by itself, inside `fork_exec` and by `posix_spawn`'s
closefrom, so this is where the channel has to be held.
"""

import functools
import posix
import sys

start = sys.modules["cg_plot_capture._start"]


def guard(module):
    """Wraps what `subprocess` and `multiprocessing` end in: `_posixsubprocess`, `posix_spawn`."""
    guard_fork_exec(module)
    os = sys.modules["os"]
    for name in ("posix_spawn", "posix_spawnp"):
        setattr(os, name, guarded_spawn(getattr(os, name)))


def guard_fork_exec(module):
    real = module.fork_exec

    def fork_exec(*arguments):
        try:
            by_subprocess = sys._getframe(1).f_globals.get("__name__") == "subprocess"
            arguments = amended(arguments, by_subprocess)
        except Exception as error:
            start.debug("a child process may miss the channel: %r" % error)
        return real(*arguments)

    module.fork_exec = fork_exec
    # From 3.11 on it holds a name of its own.
    subprocess = sys.modules.get("subprocess")
    if getattr(subprocess, "_fork_exec", None) is real:
        subprocess._fork_exec = fork_exec


def amended(arguments, by_subprocess):
    """The arguments of `fork_exec` (args, executables, close_fds, fds_to_keep, cwd, env, ...)."""
    first, (close_fds, keep, cwd, env), rest = arguments[:2], arguments[2:6], arguments[6:]
    identity, said = at_three(close_fds, keep, by_subprocess)
    if identity is not None and identity == start.channel and close_fds and 3 not in keep:
        keep = tuple(sorted((*keep, 3)))
    if env is None:
        tell_by_our_own(said)
    else:
        prefix = start.VARIABLE.encode() + b"="
        env = [entry for entry in env if not entry.startswith(prefix)]
        if said is not None:
            env.append(prefix + said.encode())
    return (*first, close_fds, keep, cwd, env, *rest)


def at_three(close_fds, keep, by_subprocess):
    """What stands at our 3, and what the child is told of its own."""
    status = start.fstat(3)
    if status is None:
        return None, None
    identity = (status.st_dev, status.st_ino)
    if identity == start.channel:
        return identity, start.state("channel", identity)
    # Ours stays there in the child: the program's, or multiprocessing's. A pipe or socket that
    # `subprocess` passes at 3 on purpose may be a harness's, and so may what `preexec_fn` puts
    # there, whose other end we may hold at 3 with the same identity: judged afresh.
    pipe = status.st_mode & 0o170000 in (0o010000, 0o140000)
    passed = by_subprocess and pipe
    if not passed if 3 in keep else not close_fds and posix.get_inheritable(3):
        return identity, start.state("foreign", identity)
    return identity, None


def tell_by_our_own(said):
    """Where no environment is given, the child gets the process's own: libc's, not `os.environ`."""
    if said is None:
        posix.unsetenv(start.VARIABLE)
    else:
        posix.putenv(start.VARIABLE, said)


def guarded_spawn(real):
    @functools.wraps(real)
    def posix_spawn(path, argv, env, *rest, **options):
        try:
            env, options = amended_spawn(env, options)
        except Exception as error:
            start.debug("a child process may miss the channel: %r" % error)
        return real(path, argv, env, *rest, **options)

    return posix_spawn


def amended_spawn(env, options):
    """Environment and options of `posix_spawn`: a closefrom, as of 3.13's `subprocess`, begins
    behind the channel."""
    actions = options.get("file_actions") or ()
    closing = (getattr(posix, "POSIX_SPAWN_CLOSEFROM", None), 3)
    identity, said = at_three(closing in actions, (), False)
    if identity is not None and identity == start.channel and closing in actions:
        past = (closing[0], 4)
        actions = [past if action == closing else action for action in actions]
        options = {**options, "file_actions": actions}
    if env is None:
        tell_by_our_own(said)
    else:
        env = {name: value for name, value in env.items() if os_name(name) != start.VARIABLE}
        if said is not None:
            env[start.VARIABLE] = said
    return env, options


def os_name(name):
    return name.decode("ascii", "replace") if isinstance(name, bytes) else name
