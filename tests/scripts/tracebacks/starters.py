"""Prints the whole traceback of whatever can't start a program."""

import os
import subprocess
import traceback

import _posixsubprocess

ABSENT = "/nonexistent"


def attempts():
    yield lambda: os.execv(ABSENT, ["x"])
    yield lambda: os.execve(ABSENT, ["x"], {})
    yield lambda: os.execvp("nonexistent", ["x"])
    yield lambda: os.execvpe("nonexistent", ["x"], {})
    yield lambda: os.execl(ABSENT, "x")
    yield lambda: os.posix_spawn(ABSENT, ["x"], {})
    yield lambda: os.posix_spawnp("nonexistent", ["x"], os.environ)
    yield lambda: os.system("a\0b")
    yield lambda: _posixsubprocess.fork_exec(1)
    yield lambda: subprocess.run([ABSENT])
    yield lambda: subprocess.run([ABSENT], close_fds=False)
    yield lambda: subprocess.run(["a\0b"])
    yield lambda: subprocess.run([object()])
    yield lambda: subprocess.run(["true"], env={1: 2})
    yield lambda: subprocess.run(["true"], preexec_fn=lambda: 1 / 0)
    yield lambda: os.execv()
    yield lambda: os.system()
    yield lambda: os.posix_spawn(1, 2, 3)
    yield lambda: os.execve("/bin/true", ["true"], {"a=b": 1})


for attempt in attempts():
    try:
        attempt()
    except Exception:
        traceback.print_exc()
