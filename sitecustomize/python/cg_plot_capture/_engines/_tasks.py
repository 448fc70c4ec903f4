"""The tasks that a process runs for other programs, which an engine (Dask, Ray) has sent.

What a task shows belongs to the program that has started the task: its settings hold, and the figure goes to its
harness. So while a task runs, `_start.capture` answers a `TaskCapture`, and the figures of one task are not those
of another one, which may run at the same time in another thread.
"""

import functools
import json
import os
import sys
import threading
import weakref

_start = sys.modules["cg_plot_capture._start"]
_error_boundary = _start.sibling("_error_boundary")
_script = _start.sibling("_script")
_outbox = _start.sibling("_engines._outbox")
_record = _start.sibling("_engines._record")

#: The `Capture` of this process itself.
own = _start.capture

#: The functions of the engines that answer the task that runs here; each returns a `Task` or None.
_engines = []
#: The task for which a thread works outside of it.
_here = threading.local()
#: The process for which `_engines` was made: the child of a fork has no connection to an engine.
_process = os.getpid()

#: Our name in an engine's messages.
NAME = "cg-plot-capture"
#: The most bytes of a program's name and settings.
LONGEST_NAME = 16384

#: The receivers of this process by the clients for which they receive.
receivers = weakref.WeakKeyDictionary()


def watch(engine):
    """Has `engine` answer the task that runs here."""
    if not _engines:
        _start.capture, _script.task = capture, task
    _engines.append(engine)


def capture():
    """The `Capture` of the task that runs here, or the process's own."""
    running = task()
    if running is None or own() is None or running.program.is_direct():
        return own()
    return running.program.capture()


def task():
    """The task that runs here; None if there is none."""
    acting = getattr(_here, "task", None)
    if acting is not None:
        return acting
    if _process == os.getpid():
        for engine in _engines:
            try:
                running = engine()
            except Exception as error:
                _start.debug("the task that shows a figure is not known: %r" % error)
                continue
            if running is not None:
                return running
    return None


class Acting:
    """While it is entered, this thread works for a task."""

    def __init__(self, task):
        self._task = task

    def __enter__(self):
        self._before, _here.task = getattr(_here, "task", None), self._task

    def __exit__(self, *raised):
        _here.task = self._before


class Task:
    """A task of a program. Two objects that name the same one are equal."""

    def __init__(self, program, key):
        self.program = program
        self.key = key

    def __eq__(self, other):
        return isinstance(other, Task) and (self.program, self.key) == (other.program, other.key)

    def __hash__(self):
        return hash((id(self.program), self.key))


class Program:
    """A program whose tasks run here, by the name that `named` made in it."""

    def __init__(self, name, outbox):
        self.name = name
        told = json.loads(name)
        self.client, self.run = str(told["client"]), str(told["run"])
        self._settings = [(str(key), str(value)) for key, value in dict(told["settings"]).items()]
        self._outbox = outbox
        self._direct = self._capture = None

    def is_direct(self):
        """Whether this process has the channel of the program, or saves where the program would. It was then
        started in the same run, as the workers on one machine are."""
        if self._direct is None:
            same = self.run == _start.run
            self._direct = same and (own().displays() or not own().settings().displays)
        return self._direct

    def capture(self):
        """The `Capture` for its tasks."""
        if self._capture is None:
            self._capture = TaskCapture(self._settings, self._outbox(self.client))
        return self._capture


def wrap(owner, name, before=lambda *arguments, **options: None, after=lambda: None):
    """Calls `before` with the arguments of a function of an engine first, and `after` when it has returned."""
    real = getattr(owner, name)

    @functools.wraps(real)
    def wrapped(*arguments, **options):
        before(*arguments, **options)
        try:
            result = real(*arguments, **options)
        except BaseException as error:
            # As in `_start.Starter`.
            error.__traceback__ = error.__traceback__.tb_next
            raise
        after()
        return result

    setattr(owner, name, wrapped)


def is_loop():
    """Whether an event loop runs in this thread, which must not wait: it may be the one that sends."""
    asyncio = sys.modules.get("asyncio")
    return asyncio is not None and asyncio._get_running_loop() is not None


def named(client):
    """The name of this program for the workers of an engine, in which it is `client`; None if it can't deliver
    figures."""
    mine = own()
    if mine is None or os.environ.get("CG_PLOT_CAPTURE", "").lower() == "off":
        return None
    if not mine.displays() and mine.settings().saved_format is None:
        return None
    settings = dict(mine.settings_to_give())
    return json.dumps({"client": client, "run": _start.run, "settings": settings}, separators=(",", ":"))


class TaskCapture:
    """Has the functions of `Capture` for tasks of another program."""

    def __init__(self, settings, outbox):
        made = _start.sibling("_capture").Capture(None, None, _start.UNNAMED, "", None, settings)
        self._outbox = outbox
        self.settings, self.describes = made.settings, made.describes
        self.warn, self.debug = own().warn, own().debug

    def ready(self):
        """Whether a figure would be delivered."""
        most = self.settings().max_figures
        if most is not None and self._outbox.count >= most:
            figures = "figure was" if most == 1 else "figures were"
            self.warn("%d %s delivered, the rest is dropped (CG_PLOT_MAX_FIGURES)" % (most, figures))
            return False
        return True

    def displays(self):
        """Whether figures go to the program's channel."""
        return self.settings().displays

    def deliver(self, script, svg, saved, kind=None, program=None, folder=None, beside=()):
        """Keeps a figure until the program takes it."""
        size = sum(len(content) for content in (svg, saved, *(content for content, _ in beside)) if content)
        if size > _record.LONGEST:
            self.warn("a figure of a task has %d MiB and is not delivered" % (size >> 20))
            return False, None
        record = _record.Record(svg, saved, kind, list(beside))
        if self._outbox.put(_record.pack(record), not is_loop()):
            return True, None
        self.warn("a figure of a task is lost, because its program has taken none for a minute")
        return False, None

    def deliver_left(self):
        """There are no signal handlers in a task."""

    def finish(self):
        """It has no files."""


class Uncaptured:
    """A program that wants no figures, although this process captures."""

    class Capture(TaskCapture):
        def __init__(self):
            self.settings, self.describes = own().settings, lambda: None
            self.warn, self.debug = own().warn, own().debug

        def ready(self):
            return False

    def is_direct(self):
        return False

    def capture(self):
        return self.Capture()


@_error_boundary.harmless
def finish(client):
    """Delivers what the tasks of a program have left on the screen, because the program ends."""
    package = _start.sibling("_import_watch").package
    process_exit = package.get("cg_plot_capture._process_exit")
    if process_exit is not None:
        process_exit.deliver_rest(lambda task: task is not None and getattr(task.program, "client", None) == client)
