"""The Matplotlib backend: draws as Agg does, and delivers what is shown."""

import sys
import time

import matplotlib
from matplotlib.backend_bases import FigureCanvasBase, FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg

from . import _figures, _gui, _pyplot, _quirks


class FigureManager(FigureManagerBase):
    """Shows a figure by delivering it. To programs it looks like a window."""

    _toolbar2_class = _gui.Toolbar
    _toolmanager_toolbar_class = _gui.ToolContainer

    def __init__(self, canvas, num):
        self.life = canvas.life = _figures.Life(canvas.figure, num)
        #: The backend that the program asked for.
        self.asked = _quirks.answered()
        #: Those that the window has been asked for.
        self.timers = {}
        self.window = self.frame = _gui.window(self)
        super().__init__(canvas, num)

    def __getattr__(self, name):
        return _gui.of_manager(self, name)

    def show(self):
        """Delivers the figure if it is new or has changed."""
        self.life.show(block=False)

    @classmethod
    def pyplot_show(cls, *, block=None):
        """What `pyplot.show` does."""
        show(block=block)

    def destroy(self):
        """The figure is closed in pyplot. It stays usable, and can be shown or saved again."""
        self.life.close()

    def get_window_title(self):
        """The title that a window would have."""
        return self.title

    def set_window_title(self, title):
        """Nobody sees it, but programs may ask for it."""
        self.title = title


class Drawn(FigureCanvasBase):
    """What stands behind Agg's canvas, which calls it when it has drawn."""

    #: Ours of the figure that pyplot manages.
    life = None

    def draw(self, *args, **kwargs):
        if self.life is not None and not self.is_saving():
            self.life.drawn(called_by_pause())


class Framework:
    """The toolkit that a canvas belongs to. The class has none: by that Matplotlib finds out whether a
    backend can be used here."""

    def __get__(self, canvas, kind):
        return None if canvas is None else _quirks.framework()


class FigureCanvas(_quirks.CanvasHooks, FigureCanvasAgg, Drawn):
    """Agg's canvas with our manager."""

    manager_class = FigureManager
    #: What `savefig` writes without a suffix, where the program asked for a backend that says so.
    default_filetype = None
    required_interactive_framework = Framework()

    def __getattr__(self, name):
        return _gui.of_canvas(self, name)

    @classmethod
    def get_default_filetype(cls):
        return cls.default_filetype or super().get_default_filetype()

    def saves(self):
        """Called by `CanvasHooks`: the figure is about to be written to a file."""
        if self.life is not None:
            self.life.saved = True

    def flush_events(self):
        """A window would show what was drawn."""
        if self.life is not None:
            self.life.flushed()

    def start_event_loop(self, timeout=0):
        """Nobody will click or press a key, so that there is nothing to wait for but a pause."""
        if timeout > 0 and called_by_pause():
            time.sleep(timeout)


def show(*, block=None):
    """What `pyplot.show` does; Matplotlib 3.6 looks for it here."""
    if called_by_pause():
        _figures.pause_all()
        return
    if block is None:
        # As Matplotlib: IPython's %pylab puts an attribute on the function.
        pylab = hasattr(_pyplot.show(), "_needmain")
        block = not pylab and not matplotlib.is_interactive()
    _figures.show_all(block)


def called_by_pause():
    """Whether it is `pyplot.pause` that shows or waits."""
    frame = sys._getframe(1)
    for _ in range(8):
        if _quirks.is_call(frame, "pause"):
            return True
        frame = frame and frame.f_back
    return False


_pyplot.amend(sys.modules.get("matplotlib.pyplot"))
