"""Starts a figure by the statements in its first argument; ends with success if they end."""

import asyncio
import os
import pty
import subprocess
import sys

#: A program that shows one figure, for those who take a list.
FIGURE = [sys.executable, "figure.py"]
#: The same for a shell.
LINE = " ".join(FIGURE)
#: The same, isolated from the environment.
ISOLATED = [sys.executable, "-I", "figure.py"]


def started(statements):
    """A program that starts what it shows as this one does."""
    return [sys.executable, "start.py", statements]


def succeed(status):
    """Raises unless a child, by its wait status, ended well."""
    assert status == 0, status


def wait(child):
    succeed(os.waitpid(child, 0)[1])


def forked(action):
    """Runs `action` in a forked child, which then ends as a program does."""
    child = os.fork()
    if child == 0:
        action()
        sys.stdout.flush()
        os._exit(0)
    wait(child)


def closed(descriptor):
    """Closes a descriptor that may not be open."""
    try:
        os.close(descriptor)
    except OSError:
        pass


def at_three(path):
    """Puts a file of the program's own at descriptor 3, for its children too."""
    file = os.open(path, os.O_RDWR | os.O_CREAT)
    os.dup2(file, 3)


def show():
    """Shows a figure in this very process."""
    import figure  # noqa: F401


def through_terminal(child, terminal):
    """Copies what a child says on its terminal until it ends."""
    while True:
        try:
            said = os.read(terminal, 1024)
        except OSError:  # Linux says EIO where others say the end.
            break
        if not said:
            break
        os.write(1, said)
    wait(child)


async def awaited(starting):
    child = await starting
    succeed(await child.wait())


exec(sys.argv[1])
