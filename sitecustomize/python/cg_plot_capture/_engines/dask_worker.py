"""The worker's side of Dask: keeps the figures of tasks until the clients whose tasks they are take them.

`_engines/dask_client.py` says how the two sides speak.
"""

import asyncio
import functools
import inspect
import os
import sys
import threading
import weakref

_start = sys.modules["cg_plot_capture._start"]
_outbox = _start.sibling("_engines._outbox")
_tasks = _start.sibling("_engines._tasks")

#: How many seconds a worker that closes waits for its figures to be taken. Its nanny kills it soon after.
CLOSING = 2
#: The most programs and streams that a worker keeps.
PROGRAMS = 1000

#: The extensions of this process's workers.
_workers = weakref.WeakSet()
#: The module `distributed.worker`.
_module = None


def adapt(module):
    """Adds our extension to all workers of this process."""
    global _module
    if not hasattr(module, "DEFAULT_EXTENSIONS"):
        return
    _module = module
    module.DEFAULT_EXTENSIONS[_tasks.NAME] = Extension
    _tasks.watch(_running)


class Extension:
    """What a worker has of us."""

    def __init__(self, worker):
        self._worker = weakref.ref(worker)
        self._programs, self._outboxes = {}, {}
        worker.handlers[_tasks.NAME] = self.take
        _workers.add(self)

    def program(self, name):
        """The program that has that name; None if it has none that we know."""
        found = self._programs.get(name)
        if found is None and isinstance(name, str) and len(name) <= _tasks.LONGEST_NAME:
            if len(self._programs) >= PROGRAMS:
                self._programs.clear()
            found = self._programs.setdefault(name, _tasks.Program(name, self.outbox))
        return found

    def captures(self):
        """Whether this process works for a program that has its channel."""
        return any(program.is_direct() for program in list(self._programs.values()))

    def outbox(self, client):
        """The figures for a client."""
        found = self._outboxes.get(client)
        if found is None:
            if len(self._outboxes) >= PROGRAMS:
                self._programs.clear()
                self._outboxes.clear()
            tell = functools.partial(self._tell, client)
            found = self._outboxes.setdefault(client, _outbox.Outbox(tell))
            # So that the client asks this worker in the end.
            tell()
        return found

    def _tell(self, client):
        worker = self._worker()
        if worker is not None:
            worker.log_event(client, {_tasks.NAME: 1})
            worker.loop.add_callback(worker.loop.call_later, _outbox.PATIENCE + 1, self._expire, client)

    def _expire(self, client):
        outbox = self._outboxes.get(client)
        if outbox is not None and outbox.expire():
            _start.warn("figures of tasks are lost, because their program has not taken them for a minute")

    async def take(self, client=None, id=None, position=0, final=False):
        """The operation by which a client takes a piece."""
        if final:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(None, _tasks.finish, client)
        outbox = self._outboxes.get(client)
        taken = ("", 0, b"", 0) if outbox is None else outbox.take(id, position)
        return (*taken, os.getpid(), os.uname().nodename)

    async def close(self):
        """The worker closes: waits until clients have taken what is left."""
        for _ in range(CLOSING * 20):
            if all(outbox.is_empty() for outbox in list(self._outboxes.values())):
                break
            await asyncio.sleep(0.05)


def _running():
    """The task of Dask's that runs in this thread."""
    if not _workers:
        return None
    found = _here()
    if found is None:
        return _only_program()
    worker, key = found
    extension = worker.extensions.get(_tasks.NAME)
    task = worker.state.tasks.get(key)
    if extension is None:
        return None
    name = (task.annotations or {}).get(_tasks.NAME) if task is not None else None
    program = extension.program(name)
    if program is None:
        # A client that is not captured must not have its figures delivered to the harness of another one.
        return _tasks.Task(_uncaptured, key) if extension.captures() else None
    return _tasks.Task(program, key)


_uncaptured = _tasks.Uncaptured()


def _here():
    """The worker and the key of the task that runs in this thread; None if there is none."""
    state = _module.thread_state
    execution = getattr(state, "execution_state", None)
    if isinstance(execution, dict):
        worker = execution["worker"]
        key = getattr(state, "key", None)
        return worker, _actor(worker) if getattr(state, "actor", False) else key
    if not _tasks.is_loop():
        return None
    # An asynchronous task: the worker awaits it.
    codes = [inspect.unwrap(getattr(_module.Worker, name)).__code__ for name in ("execute", "actor_execute")]
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code in codes:
            names = frame.f_locals
            return names["self"], names.get("key", names.get("actor"))
        frame = frame.f_back
    return None


def _actor(worker):
    """The key of the actor whose method runs in this thread."""
    actors = {id(actor): key for key, actor in worker.state.actors.items()}
    frame = sys._getframe(1)
    while frame is not None:
        own = frame.f_locals.get(frame.f_code.co_varnames[0]) if frame.f_code.co_argcount else None
        if id(own) in actors:
            return actors[id(own)]
        frame = frame.f_back
    return None


def _only_program():
    """In a thread that a task has started: the program of all tasks that run, if there is only one."""
    if _tasks.receivers or threading.current_thread() is threading.main_thread():
        return None
    programs = set()
    for extension in list(_workers):
        worker = extension._worker()
        for task in [] if worker is None else list(worker.state.tasks.values()):
            if task.state in ("executing", "long-running"):
                programs.add(extension.program((task.annotations or {}).get(_tasks.NAME)))
    return _tasks.Task(*programs, None) if len(programs) == 1 and None not in programs else None
