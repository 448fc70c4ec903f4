"""Runs functions at the end of the process, which deliver the rest."""

import atexit
import os
import sys

_start = sys.modules["cg_plot_capture._start"]

#: The process in which each function was registered last.
_processes = {}


def register(at_exit, at_once):
    """Has `at_exit` called when this process ends, perhaps twice, and `at_once` if the program calls
    `os._exit`. `atexit` runs the last function first, so `at_exit` runs before Matplotlib closes figures."""
    if is_registered(at_exit):
        return
    _processes[at_exit] = os.getpid()
    process, util = (sys.modules.get("multiprocessing." + name) for name in ("process", "util"))
    if process is not None and util is not None and process.parent_process() is not None:
        # Before CPython 3.13, workers of multiprocessing do not run the functions of `atexit`.
        util.Finalize(None, at_exit, exitpriority=0)
    atexit.register(at_exit)
    _start.sibling("_children").before_exit(at_once)


def is_registered(at_exit):
    """Whether this process has registered it. A forked child has not."""
    return _processes.get(at_exit) == os.getpid()
