"""The Matplotlib backend: draws as Agg does, and delivers the figures that are shown."""

import sys
import time

import matplotlib
from matplotlib.backend_bases import FigureCanvasBase, FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg

from . import _error_boundary, _matplotlib_private, _open_figures, _pyplot, _timers, _toolkit_window, _user_input


class FigureManager(FigureManagerBase):
    """Shows a figure by delivering it. To programs it looks like a window."""

    _toolbar2_class = _toolkit_window.Toolbar
    _toolmanager_toolbar_class = _toolkit_window.ToolContainer
    #: Our state of the figure; None if making it has failed.
    figure_state = None
    #: The backend that the program asked for.
    asked = None
    #: The result of `is_entered`.
    entered = False

    def _init(self, canvas, num):
        _error_boundary.attempt(self.begin, canvas, num)
        super().__init__(canvas, num)
        if _matplotlib_private.is_windowless(self.asked):
            # As in a window: the tool bar of a canvas gets the clicks.
            canvas.toolbar = None

    __init__ = _error_boundary.harmless(_init, FigureManagerBase.__init__)

    def begin(self, canvas, num):
        """Sets up our state of a figure."""
        self.asked = _matplotlib_private.answered()
        #: The timers that the program has started by the window.
        self.timers = {}
        self.window = self.frame = _toolkit_window.window(self)
        self.figure_state = canvas.figure_state = _open_figures.opened(self, canvas, num)

    def is_entered(self):
        """Whether pyplot has, or had, it among the open figures."""
        self.entered = self.entered or self in _matplotlib_private.all_managers()
        return self.entered

    def __getattr__(self, name):
        found = _error_boundary.attempt(_toolkit_window.of_manager, self, name)
        # If nothing is found, this raises the same error as without us.
        return object.__getattribute__(self, name) if found is None else found

    @_error_boundary.harmless
    def show(self):
        """Delivers the figure if it is new or has changed."""
        if self.figure_state is None:
            return
        # A wait for a click shows the figure, which it may have made only for that.
        has_content = _matplotlib_private.has_content(self.figure_state.figure)
        if has_content or not called_by(_matplotlib_private.is_blocking_input):
            self.figure_state.show(block=False)

    @classmethod
    @_error_boundary.harmless
    def pyplot_show(cls, *, block=None):
        """`pyplot.show` calls it."""
        show(block=block)

    @_error_boundary.harmless
    def destroy(self):
        """The figure is closed in pyplot. It stays usable, and can be shown or saved again."""
        if self.figure_state is not None:
            self.figure_state.close()

    @_error_boundary.harmless
    def get_window_title(self):
        """The title that a window would have."""
        return self.title

    @_error_boundary.harmless
    def set_window_title(self, title):
        """Stores the title. Nobody sees it, but programs may ask for it."""
        self.title = title


class DrawObserver(FigureCanvasBase):
    """A base of the canvas after Agg's, which Agg's canvas calls when it has drawn."""

    #: Our state of the figure; None if pyplot does not manage it.
    figure_state = None

    @_error_boundary.harmless
    def draw(self, *args, **kwargs):
        if self.figure_state is not None and not self.is_saving():
            self.figure_state.drawn(called_by(_matplotlib_private.is_pause), _matplotlib_private.is_idle(self))


class Framework:
    """The toolkit of a canvas. The class itself has none, by which Matplotlib finds out whether a backend
    can be used here."""

    @_error_boundary.harmless
    def __get__(self, canvas, kind):
        return None if canvas is None else _matplotlib_private.framework()


class FigureCanvas(_matplotlib_private.CanvasHooks, FigureCanvasAgg, DrawObserver):
    """Agg's canvas with our manager."""

    manager_class = FigureManager
    #: The format that `savefig` writes without a suffix, if the program's backend sets one.
    default_filetype = None
    required_interactive_framework = Framework()
    #: Whether an event loop runs.
    loops = False
    #: The tool bar that Matplotlib or the program has set.
    bar = None

    _timer_cls = _timers.Timer

    def __getattr__(self, name):
        found = _error_boundary.attempt(_toolkit_window.of_canvas, self, name)
        return object.__getattribute__(self, name) if found is None else found

    @property
    @_error_boundary.harmless
    def toolbar(self):
        """The tool bar; None before pyplot has entered the figure, because the hooks that it calls until
        then add buttons of a real toolkit."""
        bar, manager = self.bar, self.manager
        is_ours = bar is not None and bar is getattr(manager, "toolbar", None)
        return bar if not is_ours or manager.is_entered() else None

    @toolbar.setter
    def toolbar(self, bar):
        self.bar = bar

    @classmethod
    def get_default_filetype(cls):
        return cls.default_filetype or super().get_default_filetype()

    def draw_idle(self, *args, **kwargs):
        """Agg draws at once; a window would draw when it lives again."""
        if self.figure_state is not None:
            _error_boundary.attempt(self.figure_state.draws_idle)
        super().draw_idle(*args, **kwargs)

    @_error_boundary.harmless
    def saves(self):
        """`CanvasHooks` calls it: the figure is about to be written to a file."""
        if self.figure_state is not None:
            self.figure_state.saved = True

    @_error_boundary.harmless
    def flush_events(self):
        """A window would show what was drawn."""
        _timers.fire_due()
        if self.figure_state is not None:
            self.figure_state.flushed()

    @_error_boundary.harmless
    def fires(self):
        """Fires the timers that are due while the window is shown."""
        if _timers.fire_due() and self.figure_state is not None:
            self.figure_state.put_off()

    def start_event_loop(self, timeout=0):
        """A window would show what was drawn, and the program would sleep. If the program waits for a
        click or a key, we do not wait, because nobody will press one."""
        if called_by(_matplotlib_private.is_blocking_input):
            self.waits(timeout)
            return
        if not called_by(_matplotlib_private.is_pause):
            self.flush_events()
            if self.figure_state is not None:
                self.figure_state.looped = timeout > 0
        self.loops = True
        while timeout > 0 and self.loops:
            step = _error_boundary.attempt(_timers.until_next, timeout) or timeout
            # Not inside the error boundary, because a program may replace it by a function that raises.
            time.sleep(step)
            # Counted by the time that was slept, because a program may have stopped the clock.
            timeout -= step
            self.fires()

    @_error_boundary.harmless
    def waits(self, timeout):
        """The program waits for a person."""
        if self.figure_state is not None and not self.figure_state.waits():
            _user_input.is_away(timeout)

    @_error_boundary.harmless
    def stop_event_loop(self):
        """A timer or a thread calls it."""
        self.loops = False


@_error_boundary.harmless
def show(*, block=None):
    """`pyplot.show` calls it; Matplotlib 3.6 looks for it here."""
    if called_by(_matplotlib_private.is_pause):
        _open_figures.pause_all()
        return
    if block is None:
        # As Matplotlib does: IPython's %pylab sets an attribute of the function.
        pylab = hasattr(_pyplot.show(), "_needmain")
        block = not pylab and not matplotlib.is_interactive()
    _open_figures.show_all(block)


@_error_boundary.harmless
def called_by(is_one):
    """Whether the frame that shows or waits is one for which `is_one` is true."""
    frame = sys._getframe(1)
    for _ in range(10):
        if is_one(frame):
            return True
        frame = frame and frame.f_back
    return False


_pyplot.amend(sys.modules.get("matplotlib.pyplot"))
