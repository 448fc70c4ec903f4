"""The client's side of Dask: takes the figures of its tasks from workers, by messages of `distributed`.

The client adds its name and settings to the annotations of its tasks, which the scheduler hands to the worker with
each task. The worker tells the client's own topic that it has figures, in a few bytes, and the client takes them
from the worker piece by piece through the scheduler.
"""

import asyncio
import atexit
import concurrent.futures
import functools
import sys
import weakref

_start = sys.modules["cg_plot_capture._start"]
_error_boundary = _start.sibling("_error_boundary")
_receiver = _start.sibling("_engines._receiver")
_tasks = _start.sibling("_engines._tasks")

#: How many seconds one answer of a worker may take, and one of the scheduler at the end.
ANSWER, PRESENT = 30, 5

#: The stream to the scheduler on which a client has subscribed, by client.
_subscribed = weakref.WeakKeyDictionary()


def adapt(module):
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
        annotations[_tasks.NAME] = name


def _subscribe(client):
    """Hears what workers say, once on each connection. The scheduler forgets this topic after the client."""
    stream = client.scheduler_comm
    if client not in _tasks.receivers:
        if not _tasks.receivers:
            # It runs before the functions that end clients and clusters, which were registered on import.
            atexit.unregister(_at_exit)
            atexit.register(_at_exit)
        asked = weakref.ref(client)
        take, present = functools.partial(_take, asked), functools.partial(_present, asked)
        _tasks.receivers[client] = _receiver.Receiver(take, present)
    elif _subscribed.get(client) is stream:
        return
    _subscribed[client] = stream
    client.subscribe_topic(client.id, functools.partial(_hears, weakref.ref(_tasks.receivers[client])))


@_error_boundary.harmless
def _hears(receiver, event):
    """A message came for the client's topic. The scheduler itself has added which worker has sent it."""
    receiver = receiver()
    _, message = event
    if receiver is not None and isinstance(message, dict) and _tasks.NAME in message:
        worker = message.get("worker")
        if isinstance(worker, str):
            receiver.hear(worker)


def _take(client, address, **request):
    """Asks a worker through the scheduler, because a client may not reach workers."""
    client = client()
    if client is None or client.scheduler is None:
        raise ConnectionError("the client has closed")
    request = {"op": _tasks.NAME, "client": client.id, **request}
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
    for client in list(_tasks.receivers):
        _error_boundary.attempt(_drain, client)


def _receiver_of(client):
    """The receiver of a client that has heard of figures and can still take them; otherwise None."""
    receiver = _tasks.receivers.get(client)
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
