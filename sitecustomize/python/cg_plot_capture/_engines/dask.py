"""Brings figures of Dask's tasks to the client whose tasks they are, by messages of `distributed`.

The client adds its name and settings to the annotations of its tasks, which the scheduler hands to the worker with
each task. The worker tells the client's own topic that it has figures, in a few bytes, and the client takes them
from the worker piece by piece through the scheduler.
"""

import asyncio
import atexit
import concurrent.futures
import functools
import inspect
import os
import sys
import threading
import weakref

_start = sys.modules["cg_plot_capture._start"]
_error_boundary = _start.sibling("_error_boundary")
_outbox = _start.sibling("_engines._outbox")
_receiver = _start.sibling("_engines._receiver")
_tasks = _start.sibling("_engines._tasks")

#: The annotation of a task, the operation of a worker, and the only key of an event.
NAME = "cg-plot-capture"
#: How many seconds a worker that closes waits for its figures to be taken. Its nanny kills it soon after.
CLOSING = 2
#: How many seconds one answer of a worker may take, and one of the scheduler at the end.
ANSWER, PRESENT = 30, 5
#: The most programs and streams that a worker keeps.
PROGRAMS = 1000


# The client


#: The receivers by client.
_receivers = weakref.WeakKeyDictionary()
#: The stream to the scheduler on which a client has subscribed, by client.
_subscribed = weakref.WeakKeyDictionary()


def adapt_client(module):
    """Makes clients name themselves to the workers, and receive until they close."""
    client = getattr(module, "Client", None)
    if client is None:
        return  # It is another module of that name.
    _tasks.wrap(client, "_send_to_scheduler", _sends)
    for name in ("__aexit__", "_shutdown", "_restart", "_restart_workers"):
        if hasattr(client, name):
            _wrap_coroutine(client, name, _drained)
    _wrap_coroutine(client, "_close", _unsubscribed)
    _wrap_close(client)


@_error_boundary.harmless
def _sends(client, message, *others):
    """Adds the client's name to the tasks that it sends."""
    if message.get("op") != "update-graph":
        return
    running = _tasks.task()
    if running is not None:
        # A task starts others, for the same program.
        name = getattr(running.program, "name", None)
    else:
        name = _tasks.named(client.id)
        if name is not None:
            _subscribe(client)
    annotations = message.get("annotations")
    annotations = getattr(annotations, "data", annotations)  # A `ToPickle`.
    if name is not None and isinstance(annotations, dict):
        annotations[NAME] = name


def _subscribe(client):
    """Hears what workers say, once on each connection. The scheduler forgets this topic after the client."""
    stream = client.scheduler_comm
    if client not in _receivers:
        if not _receivers:
            # It runs before the functions that end clients and clusters, which were registered on import.
            atexit.unregister(_at_exit)
            atexit.register(_at_exit)
        asked = weakref.ref(client)
        _receivers[client] = _receiver.Receiver(functools.partial(_take, asked), functools.partial(_present, asked))
    elif _subscribed.get(client) is stream:
        return
    _subscribed[client] = stream
    client.subscribe_topic(client.id, functools.partial(_hears, weakref.ref(_receivers[client])))


@_error_boundary.harmless
def _hears(receiver, event):
    """A message came for the client's topic. The scheduler itself has added which worker has sent it."""
    receiver = receiver()
    _, message = event
    if receiver is not None and isinstance(message, dict) and NAME in message:
        worker = message.get("worker")
        if isinstance(worker, str):
            receiver.hear(worker)


def _take(client, address, **request):
    """Asks a worker through the scheduler, because a client may not reach workers."""
    client = client()
    if client is None or client.scheduler is None:
        raise ConnectionError("the client has closed")
    request = {"op": NAME, "client": client.id, **request}
    asked = _call(client, client.scheduler.proxy, msg=request, worker=address)
    for _ in range(ANSWER):
        try:
            return asked.result(1)
        except concurrent.futures.TimeoutError:
            # The scheduler goes on trying to reach a worker that has died.
            if asked.done() or address not in _present(weakref.ref(client), [address]):
                break
    asked.cancel()
    raise ConnectionError("the worker does not answer")


def _present(client, addresses):
    """The workers among these that the scheduler knows."""
    try:
        return list(_wait_for(client(), PRESENT, client().scheduler.ncores, workers=addresses))
    except Exception as error:
        _tasks.own().debug("the scheduler does not answer: %r" % error)
        return []


def _wait_for(client, seconds, call, **arguments):
    """Calls the scheduler and waits for the result."""
    future = _call(client, call, **arguments)
    try:
        return future.result(seconds)
    except BaseException:
        future.cancel()
        raise


def _call(client, call, **arguments):
    """Calls the scheduler on the client's loop."""
    return asyncio.run_coroutine_threadsafe(_called(call, arguments), client.loop.asyncio_loop)


async def _called(call, arguments):
    return await call(**arguments)


def _at_exit():
    """Waits for figures before the interpreter ends clients and clusters."""
    for client in list(_receivers):
        _error_boundary.attempt(_drain, client)


def _receiver_of(client):
    """The receiver of a client that has heard of figures and can still take them; otherwise None."""
    receiver = _receivers.get(client)
    usable = receiver is not None and receiver.has_sources() and client.status == "running"
    return receiver if usable else None


def _wrap_coroutine(owner, name, before):
    """Awaits `before` with the client first."""
    real = getattr(owner, name)

    @functools.wraps(real)
    async def wrapped(client, *arguments, **options):
        await before(client)
        return await real(client, *arguments, **options)

    setattr(owner, name, wrapped)


async def _unsubscribed(client):
    """Ends the subscription. Otherwise the scheduler sends the news that the client has gone to the client itself, and
    logs that it can't."""
    try:
        if _subscribed.pop(client, None) is not None:
            client.unsubscribe_topic(client.id)
    except Exception as error:
        _start.debug("figures may be missing: %r" % error)


async def _drained(client):
    """Waits for figures before the client loses its workers, while the loop goes on."""
    try:
        receiver = _receiver_of(client)
        if receiver is not None:
            drain = functools.partial(receiver.drain, final=True)
            await asyncio.get_running_loop().run_in_executor(None, drain)
    except Exception as error:
        _start.debug("figures may be missing: %r" % error)


def _wrap_close(owner):
    """The same for `close`, which is a coroutine only if the client is asynchronous."""
    real = owner.close

    @functools.wraps(real)
    def close(client, *arguments, **options):
        if _error_boundary.attempt(_receiver_of, client) is not None:
            if client.asynchronous:
                return _close_later(real, client, arguments, options)
            _error_boundary.attempt(_drain, client)
        return real(client, *arguments, **options)

    owner.close = close


def _drain(client):
    """Waits, unless the client's loop runs in this thread."""
    receiver = _receiver_of(client)
    if receiver is not None and not _tasks.is_loop():
        receiver.drain(final=True)


async def _close_later(real, client, arguments, options):
    await _drained(client)
    closing = real(client, *arguments, **options)
    return await closing


# The worker


#: The extensions of this process's workers.
_workers = weakref.WeakSet()
#: The module `distributed.worker`.
_module = None


def adapt_worker(module):
    """Adds our extension to all workers of this process."""
    global _module
    if not hasattr(module, "DEFAULT_EXTENSIONS"):
        return
    _module = module
    module.DEFAULT_EXTENSIONS[NAME] = Extension
    _tasks.watch(_running)


class Extension:
    """What a worker has of us."""

    def __init__(self, worker):
        self._worker = weakref.ref(worker)
        self._programs, self._outboxes = {}, {}
        worker.handlers[NAME] = self.take
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
            worker.log_event(client, {NAME: 1})
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
    extension = worker.extensions.get(NAME)
    task = worker.state.tasks.get(key)
    if extension is None:
        return None
    name = (task.annotations or {}).get(NAME) if task is not None else None
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
    if _receivers or threading.current_thread() is threading.main_thread():
        return None
    programs = set()
    for extension in list(_workers):
        worker = extension._worker()
        for task in [] if worker is None else list(worker.state.tasks.values()):
            if task.state in ("executing", "long-running"):
                programs.add(extension.program((task.annotations or {}).get(NAME)))
    return _tasks.Task(*programs, None) if len(programs) == 1 and None not in programs else None
