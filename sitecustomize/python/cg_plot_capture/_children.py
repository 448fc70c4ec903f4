"""Starting children: the channel stays open in them, and they learn what their descriptor 3 is.

Python closes descriptors of children by itself, inside `fork_exec` and by `posix_spawn`'s
closefrom, so this is where the channel has to be held.
"""

import posix
import sys

from_start = sys.modules["cg_plot_capture._start"]


def guard_fork_exec(module):
    """Wraps what `subprocess` and `multiprocessing` end in."""
    real = module.fork_exec

    def fork_exec(*arguments):
        try:
            by_subprocess = sys._getframe(1).f_globals.get("__name__") == "subprocess"
            arguments = amended(arguments, by_subprocess)
        except Exception as error:
            from_start.warn("a child process may miss the channel: %r" % error)
        return real(*arguments)

    module.fork_exec = fork_exec
    # From 3.11 on it holds a name of its own.
    subprocess = sys.modules.get("subprocess")
    if getattr(subprocess, "_fork_exec", None) is real:
        subprocess._fork_exec = fork_exec


def amended(arguments, by_subprocess):
    """The arguments of `fork_exec` (args, executables, close_fds, fds_to_keep, cwd, env, ...)."""
    first, (close_fds, keep, cwd, env), rest = arguments[:2], arguments[2:6], arguments[6:]
    said = None
    status = from_start.fstat(3)
    if status is not None:
        identity = (status.st_dev, status.st_ino)
        if identity == from_start.channel:
            said = from_start.state("channel", identity)
            if close_fds and 3 not in keep:
                keep = tuple(sorted((*keep, 3)))
        elif not by_subprocess if 3 in keep else not close_fds and posix.get_inheritable(3):
            # Ours stays there in the child: the program's, or multiprocessing's. What `subprocess`
            # passes at 3 on purpose may be a harness's pipe, and so may what `preexec_fn` puts
            # there, whose other end we may hold at 3 with the same identity: judged afresh.
            said = from_start.state("foreign", identity)
    return (*first, close_fds, keep, cwd, told(env, said), *rest)


def told(env, said):
    """The child's environment with our variable in it: None is the process's own."""
    name = from_start.VARIABLE
    if env is None:
        if said is None:
            posix.unsetenv(name)
        else:
            posix.putenv(name, said)
        return None
    prefix = name.encode() + b"="
    env = [entry for entry in env if not entry.startswith(prefix)]
    return env if said is None else [*env, prefix + said.encode()]


def guard_posix_spawn():
    """Moves the closefrom of 3.13's `subprocess` past the channel."""
    CLOSEFROM = getattr(posix, "POSIX_SPAWN_CLOSEFROM", None)
    if CLOSEFROM is None:
        return
    os = sys.modules["os"]
    for name in ("posix_spawn", "posix_spawnp"):
        setattr(os, name, holding(getattr(os, name), (CLOSEFROM, 3), (CLOSEFROM, 4)))


def holding(real, closing, past):
    def posix_spawn(*arguments, **options):
        actions = options.get("file_actions")
        status = from_start.fstat(3)
        if actions and status and (status.st_dev, status.st_ino) == from_start.channel:
            options["file_actions"] = [past if action == closing else action for action in actions]
        return real(*arguments, **options)

    posix_spawn.__name__ = posix_spawn.__qualname__ = real.__name__
    return posix_spawn
