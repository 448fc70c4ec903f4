"""A blocking desktop as a Matplotlib backend: it writes down what its windows would have shown.

It knows nothing of the capture. Each picture is `savefig(format="svg")` in a forked child, so that
looking at a figure never changes it.
"""

import io
import os
import resource
import signal
import sys
import traceback

import matplotlib
from matplotlib import animation, pyplot
from matplotlib._pylab_helpers import Gcf
from matplotlib.backend_bases import CloseEvent, FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg

#: Where pictures go, as `shown-<number>-<pid>.svg`; set by the runner.
folder = None
#: A picture that takes more of either is too heavy to be compared byte by byte.
SECONDS, BYTES = 20, 30_000_000
#: How a picture may come out.
KINDS = "svg", "failed", "blank"
#: Whether the program has ended.
finished = False
#: How many there are; a forked worker goes on from here in files of its own.
count = 0


class FigureManager(FigureManagerBase):
    """A window."""

    #: What it showed last.
    picture = None
    #: Whether a pause has let the window redraw since.
    paused = False

    def show(self):
        """The window comes up, or is drawn again."""
        if FigureCanvas.pausing and self.picture is not None:
            self.paused = True
        else:
            self.look()

    def look(self):
        """Writes down what one sees, if it is new."""
        self.paused = False
        begin_animations(self.canvas)
        new = photograph(self.canvas.figure)
        if new != self.picture:
            keep(*new)
            self.picture = new

    @classmethod
    def start_main_loop(cls):
        """Somebody looks at all windows, and then closes them."""
        for manager in Gcf.get_all_fig_managers():
            if manager.paused:
                manager.look()
        Gcf.destroy_all()

    def destroy(self):
        if self.paused:
            self.look()
        if self.picture is not None and not finished:
            CloseEvent("close_event", self.canvas)._process()


class FigureCanvas(FigureCanvasAgg):
    """Agg's canvas in a window."""

    manager_class = FigureManager
    pausing = False
    file_type = None

    @classmethod
    def get_default_filetype(cls):
        return cls.file_type or super().get_default_filetype()

    def start_event_loop(self, timeout=0):
        """Nobody clicks."""


def begin_animations(canvas):
    """What the first draw in a window starts: each animation stands on its first frame."""
    for reference in list(canvas.callbacks.callbacks.get("draw_event", {}).values()):
        movie = getattr(reference(), "__self__", None)
        if isinstance(movie, animation.Animation):
            movie._start()
            draws_itself = isinstance(movie, animation.FuncAnimation) and movie._init_func is None
            if not draws_itself:
                movie._draw_frame(next(movie.new_frame_seq()))


def photograph(figure):
    """The SVG of a figure and `svg`; where there is none, why, and `failed`, `heavy` or `blank`."""
    sys.stdout.flush()
    sys.stderr.flush()
    path = os.path.join(folder, "picture-%d" % os.getpid())
    child = os.fork()
    if not child:
        for number in signal.SIGALRM, signal.SIGXFSZ:
            signal.signal(number, signal.SIG_DFL)
        signal.alarm(SECONDS)
        resource.setrlimit(resource.RLIMIT_FSIZE, (BYTES, BYTES))
        outcome = "svg"
        try:
            # The capture's salt, where the program has taken the tests' own away.
            salt = matplotlib.rcParams["svg.hashsalt"] or "cg-plot-capture"
            matplotlib.rcParams["svg.hashsalt"] = salt
            if figure.canvas.callbacks.callbacks.get("draw_event") and not figure.get_layout_engine():
                # The program does something when its window is drawn. No window is drawn as SVG.
                # (A layout would place the axes at that draw and, otherwise by a bit, at the next.)
                figure.canvas.draw()
            with figure.canvas.callbacks.blocked(signal="draw_event"):
                figure.savefig(path, format="svg")
        except BaseException:
            with open(path, "w") as file:
                traceback.print_exc(file=file)
            outcome = "failed" if can_be_drawn(figure) else "blank"
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(KINDS.index(outcome))
    _, status = os.waitpid(child, 0)
    kind = KINDS[os.waitstatus_to_exitcode(status)] if os.WIFEXITED(status) else "heavy"
    with open(path, "rb") as file:
        picture = b"" if kind == "heavy" else file.read()
    os.unlink(path)
    return picture, kind


def can_be_drawn(figure):
    """Whether a window would show anything."""
    try:
        figure.savefig(io.BytesIO(), format="png")
    except Exception:
        return False
    return True


def keep(picture, kind):
    """Files a picture."""
    global count
    count += 1
    name = "shown-%05d-%d.%s" % (count, os.getpid(), kind)
    with open(os.path.join(folder, name), "wb") as file:
        file.write(picture)


def finish():
    """The program ends, and with it its windows."""
    global finished
    finished = True
    for manager in Gcf.get_all_fig_managers():
        if manager.paused:
            manager.look()


def install():
    """Puts this desktop behind every name of a backend."""
    switch, pause = pyplot.switch_backend, pyplot.pause

    def switch_backend(name):
        automatic = not isinstance(name, str)
        switch("module://" + __name__)
        desktop = "TkAgg" if matplotlib.__version_info__ < (3, 9) else "tkagg"
        asked = desktop if automatic else name
        files = {"pdf": "pdf", "svg": "svg", "ps": "ps", "pgf": "pdf"}
        FigureCanvas.file_type = files.get(asked.lower())
        matplotlib.rcParams["backend"] = matplotlib.rcParamsDefault["backend"] = asked
        if automatic:
            matplotlib.rcParamsOrig["backend"] = asked

    def pause_briefly(interval):
        FigureCanvas.pausing = True
        try:
            pause(0)
        finally:
            FigureCanvas.pausing = False

    pyplot.switch_backend, pyplot.pause = switch_backend, pause_briefly
