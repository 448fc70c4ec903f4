"""Tells whether the inherited descriptor 3 is a harness's channel."""

import posix
import stat
import sys

start = sys.modules["cg_plot_capture._start"]


def classify(status):
    """Returns why it is not; None if it is."""
    kind = stat.S_IFMT(status.st_mode)
    terminal = kind == stat.S_IFCHR and posix.isatty(3)
    if kind not in (stat.S_IFIFO, stat.S_IFSOCK, stat.S_IFREG) and not terminal:
        return "file descriptor 3 is neither a pipe, a socket, a terminal nor a file"
    if not posix.get_inheritable(3):
        return "file descriptor 3 belongs to the program"  # PEP 446: Python itself opened it.
    same = [name for name, number in (("stdout", 1), ("stderr", 2)) if is_same(number, status)]
    if len(same) == 2:
        # For example a log of the parent's, or a terminal and `3>&1`.
        text = "file descriptor 3 is the same file as stdout and stderr: %s (try: cg-plot-capture run)"
        return text % what(kind)
    if same:
        return "file descriptor 3 is a duplicate of " + same[0] + " (try: cg-plot-capture run)"
    if kind == stat.S_IFCHR and status.st_rdev == 0x500 and (posix.isatty(1) or posix.isatty(2)):
        return "file descriptor 3 is the terminal too (try: cg-plot-capture run)"  # /dev/tty
    owner = somebody_elses()
    if owner is not None:
        return "file descriptor 3 is taken by " + owner
    if not is_writable():
        return "file descriptor 3 is open for reading only"
    return judge_socket() if kind == stat.S_IFSOCK else None


def name(status, holder):
    """The name of the channel at descriptor 3 for our variable, with a process that holds it."""
    kinds = {stat.S_IFIFO: "p", stat.S_IFSOCK: "s", stat.S_IFCHR: "t", stat.S_IFREG: "f"}
    try:
        # proc_pid_fd(5): the link's own mode says how the file is open.
        readable = posix.lstat("/proc/self/fd/3").st_mode & stat.S_IRUSR
    except OSError:
        holder = ""
    if not holder:
        return start.UNNAMED  # Without /proc no process could find it.
    kind = kinds[stat.S_IFMT(status.st_mode)] + ("rw" if readable else "w")
    return "%s:%d:%d:%s" % (kind, status.st_dev, status.st_ino, holder)


def holder():
    """This process as a holder of the channel: its pid, its start and the number 3."""
    try:
        descriptor = posix.open("/proc/self/stat", posix.O_RDONLY | posix.O_CLOEXEC)
        try:
            line = posix.read(descriptor, 4096)
        finally:
            posix.close(descriptor)
        # proc_pid_stat(5): field 22 is the start, counted after the name, which may have any characters.
        return "%d.%s.3" % (posix.getpid(), line.rpartition(b")")[2].split()[19].decode())
    except (OSError, IndexError):
        return ""


def is_same(number, status):
    """Whether that descriptor is the file of this status."""
    other = start.fstat(number)
    return other is not None and (other.st_dev, other.st_ino) == (status.st_dev, status.st_ino)


def what(kind):
    """A description of the file at descriptor 3."""
    if kind == stat.S_IFIFO:
        return "a pipe"
    if kind == stat.S_IFSOCK:
        return "a socket"
    noun = "file" if kind == stat.S_IFREG else "terminal"
    try:
        # Quoted, because a name may have any characters.
        return "the %s %r" % (noun, posix.readlink("/proc/self/fd/3"))
    except OSError:
        return "a " + noun


def is_writable():
    """Whether 3 is open for writing. It does not use `fcntl`, a library that each start would have to
    load.

    Linux checks the mode of the descriptor before it finds that there is nothing to write (vfs_writev in
    fs/read_write.c), and never calls the file's own code.
    """
    try:
        posix.writev(3, [])
    except OSError:
        return False
    return True


def judge_socket():
    """Returns why a socket can't carry lines; None if it can."""
    import _socket

    with_three = _socket.socket(fileno=3)
    try:
        if with_three.getsockopt(_socket.SOL_SOCKET, _socket.SO_ACCEPTCONN):
            return "file descriptor 3 is a listening socket"
        if with_three.type != _socket.SOCK_STREAM:
            return "file descriptor 3 is a socket that carries no stream"
        with_three.getpeername()
    except OSError:
        return "file descriptor 3 is a socket that is not connected"
    finally:
        with_three.detach()
    return None


def somebody_elses():
    """The variable by which another program claims descriptor 3."""
    get = posix.environ.get
    if get(b"BATS_VERSION") or get(b"BATS_TEST_FILENAME"):
        return "bats"
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
