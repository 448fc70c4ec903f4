"""Takes the figures of a program's tasks from the workers of an engine, and delivers them as the program's own.

A thread takes one piece at a time and delivers it before it takes the next one, so that one figure is in memory.
"""

import os
import sys
import threading
import time

_start = sys.modules["cg_plot_capture._start"]
_error_boundary = _start.sibling("_error_boundary")
_record = _start.sibling("_engines._record")
_tasks = _start.sibling("_engines._tasks")
_script = _start.sibling("_script")

#: How many seconds the end of a program waits for figures while none arrive.
PATIENCE = 10
#: The most workers whose streams are known.
SOURCES = 10_000
#: How often a worker that does not answer is asked again, and one that sends something else than figures.
TRIES, INVALID = 3, 10


class Source:
    """A worker, as far as its stream has arrived."""

    def __init__(self):
        #: The figures of all its streams, the answers that were no figures, and whether to ask it no more.
        self.total = self.invalid = 0
        self.is_over = False
        self.failures = 0
        self.begin(None, 0)

    def begin(self, id, position):
        """Begins with another stream of that worker, whose process counts its figures."""
        self.id = id
        self.position = position
        self.number = 0
        self.reader = _record.Reader()


class Receiver:
    """Receives for one program. `take(address, **request)` asks a worker, and returns the six values of its
    answer; it waits for it, and raises if there is none. `present(addresses)` returns those that are still there."""

    def __init__(self, take, present):
        self._take, self._present = take, present
        self._origin = _script.Origin()
        self._sources = {}
        #: The workers that have something, in the order in which they have said so.
        self._waiting = {}
        #: Counts what arrives.
        self._progress = 0
        self._busy = False
        #: The thread that takes; it ends with the program's client.
        self._thread, self._is_over = None, False
        self._process = os.getpid()
        self._changed = threading.Condition()

    def hear(self, address):
        """A worker says that it has something. This never waits."""
        with self._changed:
            if address not in self._sources:
                if len(self._sources) >= SOURCES:
                    return
                self._sources[address] = Source()
            self._waiting.setdefault(address, False)
            self._is_over = False
            self._changed.notify_all()
            if self._thread is None:
                thread = threading.Thread(target=self._run, name="cg-plot-capture", daemon=True)
                thread.start()
                self._thread = thread

    def has_sources(self):
        """Whether any worker has ever said so."""
        return bool(self._sources) and self._process == os.getpid()

    def drain(self, final=False):
        """Waits until everything has arrived that workers have. With `final`, the program ends, and workers
        deliver what is left on the screen."""
        if not self.has_sources() or self._thread is None:
            return
        there = self._present(list(self._sources)) if final else []
        with self._changed:
            self._is_over = final
            self._waiting.update(dict.fromkeys(there, True))
            self._changed.notify_all()
            seen, since = self._progress, time.monotonic()
            while self._waiting or self._busy:
                if self._progress != seen:
                    seen, since = self._progress, time.monotonic()
                left = since + PATIENCE - time.monotonic()
                if left <= 0:
                    missing = ", ".join(map(repr, list(self._waiting)[:3]))
                    _tasks.own().warn("workers have not sent all of their figures: %s" % (missing or "one is silent"))
                    self._waiting.clear()
                    return
                self._changed.wait(min(left, 1))

    def _run(self):
        while True:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
                while not self._waiting:
                    if self._is_over:
                        self._thread = None
                        return
                    self._changed.wait()
                # The first one that waits; it goes to the end if it has more.
                address = next(iter(self._waiting))
                final = self._waiting.pop(address)
                self._busy = True
            more = _error_boundary.attempt(self._receive, address, final)
            with self._changed:
                self._progress += bool(more or final)
                if more:
                    self._waiting.setdefault(address, False)

    def _receive(self, address, final):
        """Takes one piece from a worker. Returns whether to ask it again."""
        source = self._sources[address]
        if source.is_over:
            return False
        try:
            answer = self._take(address, id=source.id, position=source.position, final=final)
            id, begin, data, end, pid, host = _checked(answer)
        except Exception as error:
            # It has ended, or it is not captured. What was not taken is lost with it.
            _tasks.own().debug("no answer from the worker %s: %r" % (address, error))
            source.failures += 1
            return source.failures < TRIES and not final
        source.failures = 0
        if id != source.id:
            source.begin(id, begin)
        try:
            if begin != source.position:
                raise _record.Invalid("it begins elsewhere than asked for")
            source.position += len(data)
            for record in source.reader.feed(data):
                self.deliver(source, record, pid, host)
        except _record.Invalid as error:
            _tasks.own().warn("the worker %s has sent something that is no figure: %s" % (address, error))
            source.position, source.reader = end, _record.Reader()
            source.invalid += 1
            source.is_over = source.invalid >= INVALID
            return False
        return bool(data)

    def progress(self):
        """A number that is another one if something has arrived since."""
        return self._progress

    def deliver(self, source, record, pid, host):
        """Delivers a figure of a worker's process."""
        capture = _tasks.own()
        if not capture.ready():
            return
        most = capture.settings().max_figures
        if most is not None and source.total >= most:
            source.is_over = True
            return
        origin, number = self._origin, source.number + 1
        content = record.svg, record.saved, record.kind, origin.folder, record.beside
        delivered, _ = capture.deliver_elsewhere(host, pid, number, origin.script, *content)
        source.number += delivered
        source.total += delivered
        with self._changed:
            self._progress += 1


def _checked(answer):
    """The six values of an answer, if they are what they must be."""
    id, begin, data, end, pid, host = answer
    types = tuple(map(type, (id, begin, data, end, pid, host)))
    if types != (str, int, bytes, int, int, str) or len(id) > 64 or not 0 < len(host) < 256:
        raise _record.Invalid("its answer is not ours")
    if not 0 <= begin <= begin + len(data) <= end or not 0 < pid < 1 << 31:
        raise _record.Invalid("its answer is not ours")
    # It may stand in the name of a file, and must lead to no other folder.
    if host[0] == "." or "/" in host or not host.isprintable():
        raise _record.Invalid("its machine has no name that a file can have")
    return id, begin, data, end, pid, host
