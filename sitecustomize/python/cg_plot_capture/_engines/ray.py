"""Brings figures of Ray's tasks to the driver, if that is attached to a cluster which was started beforehand.

Ray has one way from a worker to its driver that belongs to nobody else's code: an actor, which the driver makes under a
name that workers know. It runs on the driver's machine and takes no processor. Workers of a cluster that the driver
has started itself have its channel and need no actor.
"""

import atexit
import functools
import os
import sys
import threading
import time

_start = sys.modules["cg_plot_capture._start"]
_error_boundary = _start.sibling("_error_boundary")
_receiver = _start.sibling("_engines._receiver")
_record = _start.sibling("_engines._record")
_tasks = _start.sibling("_engines._tasks")

#: The actor's namespace, and what its name begins with before the job's id.
NAMESPACE = "cg-plot-capture"
#: How many seconds an answer may take, a driver waits at its end, and a task waits for room.
ANSWER, ENDING, PATIENCE = 30, 10, 60
#: How many seconds a job counts as one that wants no figures.
AGAIN = 10

#: The actor's class. It is pickled by value, because a worker's machine may have another version of ours.
MAILBOX = '''
class Mailbox:
    """Keeps the figures of a job's workers until its driver takes them, 32 MiB of them at most."""

    def __init__(self, program):
        import collections, threading

        self._program, self._size = program, 0
        self._figures, self._changed = collections.deque(), threading.Condition()

    def program(self):
        return self._program

    def put(self, figure):
        with self._changed:
            if self._figures and self._size + len(figure[-1]) > 32 << 20:
                return False
            self._figures.append(figure)
            self._size += len(figure[-1])
            self._changed.notify()
            return True

    def take(self, seconds):
        with self._changed:
            if not self._figures:
                self._changed.wait(seconds)
            taken = []
            while self._figures and sum(len(figure[-1]) for figure in taken) < 1 << 20:
                taken.append(self._figures.popleft())
                self._size -= len(taken[-1][-1])
            return taken
'''

#: The module `ray._private.worker`, and `ray` itself.
_module = None
_ray = functools.partial(sys.modules.get, "ray")


def adapt(module):
    """Makes drivers receive and workers send. `ray` takes these functions from this module."""
    global _module
    _tasks.wrap(module, "init", after=_attached)
    _tasks.wrap(module, "shutdown", before=_ending)
    _module = module
    _tasks.watch(_running)


# The driver


#: The receiver of the job that is attached now.
_driver = None


@_error_boundary.harmless
def _attached():
    """A driver has connected: makes its actor, unless the cluster is its own."""
    global _driver
    node = _module._global_node
    if _driver is not None or _module.global_worker.mode != _module.SCRIPT_MODE or node is None or node.is_head():
        return
    context = _ray().get_runtime_context()
    name = _tasks.named(context.get_job_id())
    if name is not None:
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        here = NodeAffinitySchedulingStrategy(context.get_node_id(), soft=False)
        names = {"__name__": "__main__"}
        exec(MAILBOX, names)
        kind = _ray().remote(num_cpus=0, max_concurrency=16)(names["Mailbox"])
        named = "%s-%s" % (NAMESPACE, context.get_job_id())
        _driver = Driver(kind.options(name=named, namespace=NAMESPACE, scheduling_strategy=here).remote(name))


@_error_boundary.harmless
def _ending(*arguments, **options):
    """The driver disconnects: waits for what workers have put into the actor."""
    global _driver
    driver, _driver = _driver, None
    if driver is not None:
        driver.end()


class Driver:
    """Takes from the actor in a thread, and delivers."""

    def __init__(self, mailbox):
        self._mailbox = mailbox
        self._receiver = _receiver.Receiver(None, None)
        self._workers = {}
        self._is_over = False
        self._thread = threading.Thread(target=self._run, name="cg-plot-capture", daemon=True)
        self._thread.start()
        # Before Ray's own function, which was registered when it was imported.
        atexit.register(_ending)

    def end(self):
        """Waits until the actor is empty, while figures arrive."""
        self._is_over = True
        # It ends the wait of the thread's question.
        self._mailbox.put.remote(("", 0, "", b""))
        seen, since = self._receiver.progress(), time.monotonic()
        while self._thread.is_alive() and time.monotonic() < since + ENDING:
            self._thread.join(0.05)
            if self._receiver.progress() != seen:
                seen, since = self._receiver.progress(), time.monotonic()

    def _run(self):
        while True:
            over = self._is_over
            try:
                figures = _ray().get(self._mailbox.take.remote(0 if over else ANSWER / 2), timeout=ANSWER)
            except Exception as error:
                _tasks.own().debug("no answer from the worker %s: %r" % ("of Ray", error))
                return
            for figure in figures:
                _error_boundary.attempt(self._deliver, figure)
            if over and not figures:
                return

    def _deliver(self, figure):
        worker, pid, host, data = figure
        if not worker:
            return
        if len(self._workers) >= _receiver.SOURCES and worker not in self._workers:
            return
        source = self._workers.setdefault(worker, _receiver.Source())
        _receiver._checked((str(worker)[:64], 0, data, len(data), pid, host))
        try:
            for record in _record.Reader().feed(data):
                self._receiver.deliver(source, record, pid, host)
        except _record.Invalid as error:
            _tasks.own().warn("the worker %s has sent something that is no figure: %s" % (host, error))


# A worker


#: The program of each job that has run here, or the time at which there was none.
_programs = {}


def _running():
    """The task of Ray's that runs in this process."""
    if _module.global_worker.mode != _module.WORKER_MODE:
        return None
    context = _ray().get_runtime_context()
    program = _program(context.get_job_id())
    return None if program is None else _tasks.Task(program, context.get_actor_id() or context.get_task_id())


def _program(job):
    found = _programs.get(job)
    if found is None or (isinstance(found, float) and time.monotonic() > found + AGAIN):
        found = time.monotonic()
        try:
            mailbox = _ray().get_actor("%s-%s" % (NAMESPACE, job), namespace=NAMESPACE)
        except ValueError:
            pass
        else:
            name = _ray().get(mailbox.program.remote(), timeout=ANSWER)
            outbox = Outbox(mailbox)
            found = _tasks.Program(name, lambda client: outbox)
        _programs[job] = found
    return None if isinstance(found, float) else found


class Outbox:
    """Sends the figures of this process to the driver's actor."""

    def __init__(self, mailbox):
        self._mailbox = mailbox
        #: How many figures were sent.
        self.count = 0

    def put(self, parts, may_wait):
        """Sends a figure, and waits while the actor has no room. Returns whether it was taken."""
        me = "%s-%d" % (_ray().get_runtime_context().get_worker_id(), os.getpid())
        figure = me, os.getpid(), os.uname().nodename, b"".join(parts)
        deadline = time.monotonic() + PATIENCE
        while True:
            answer = self._mailbox.put.remote(figure)
            # A coroutine of an actor must not wait for an answer.
            if not may_wait or _ray().get(answer, timeout=PATIENCE):
                self.count += 1
                return True
            if time.monotonic() > deadline:
                return False
            time.sleep(0.1)
