"""Runs scripts one after another, each in a child of its own that has Matplotlib loaded already.

One line of stdin is one script: `desktop` or `agg`, its path, and a folder for its stdout, stderr and
pictures, between tabs. One line of stdout answers: exit status, seconds and the peak of its memory in KiB.
"""

import atexit
import os
import signal
import sys
import time
import types

import matplotlib.pyplot
import numpy  # noqa: F401

import desktop
import prelude  # noqa: F401

#: How long a script may take, in seconds.
LIMIT = 40


def serve():
    """Answers the next script in the child that is to run it; the parent never returns."""
    for line in sys.stdin.buffer:
        kind, script, folder = line.decode().rstrip("\n").split("\t")
        start = time.monotonic()
        child = os.fork()
        if not child:
            prepare(folder)
            return kind, script, folder
        signal.signal(signal.SIGALRM, lambda *_: os.killpg(child, signal.SIGKILL))
        signal.alarm(LIMIT)
        _, status, usage = os.wait4(child, 0)
        signal.alarm(0)
        code = os.waitstatus_to_exitcode(status)
        print("%d\t%.2f\t%d" % (code, time.monotonic() - start, usage.ru_maxrss), flush=True)
    sys.exit()


def prepare(folder):
    """Gives the child what a process started for the script would have."""
    os.setpgid(0, 0)
    os.chdir(folder)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    for number, name in ((1, "stdout"), (2, "stderr")):
        file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(file, number)
        os.close(file)
    os.close(null)


def run(script):
    """The script as `__main__`."""
    main = types.ModuleType("__main__")
    main.__file__ = script
    main.__builtins__ = __builtins__
    sys.modules["__main__"] = main
    sys.argv = [script]
    sys.path[0] = os.path.dirname(script)
    with open(script, "rb") as file:
        code = compile(file.read(), script, "exec")
    exec(code, vars(main))


def excepthook(kind, error, trace):
    """Leaves out this file's frames."""
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    sys.__excepthook__(kind, error.with_traceback(trace), trace)


kind, script, folder = serve()
if kind == "desktop":
    desktop.folder = folder
    desktop.install()
    atexit.register(desktop.finish)
else:
    matplotlib.use("agg")
sys.excepthook = excepthook
run(script)
