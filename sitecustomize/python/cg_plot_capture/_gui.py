"""What programs poke at in a window, and what does nothing here."""

from matplotlib.backend_bases import NavigationToolbar2

from . import _seam


class Stub:
    """Stands for a toolkit's object: takes every call, has every attribute, is nobody's number.

    Where a program computes with an answer (the size of the screen, to place a window), that is one
    of a common screen.
    """

    #: Answers that programs unpack or compute with, by the methods of Tk, Qt, Wx and Gtk.
    ANSWERS = {
        "geometry": lambda stub: stub,
        "getRect": lambda stub: (0, 0, 1920, 1080),
        "maxsize": lambda stub: (1920, 1080),
        "minsize": lambda stub: (1, 1),
        "winfo_screenwidth": lambda stub: 1920,
        "winfo_screenheight": lambda stub: 1080,
        "winfo_width": lambda stub: 640,
        "winfo_height": lambda stub: 480,
        "winfo_x": lambda stub: 0,
        "winfo_y": lambda stub: 0,
        "width": lambda stub: 1920,
        "height": lambda stub: 1080,
        "x": lambda stub: 0,
        "y": lambda stub: 0,
        "GetSize": lambda stub: (640, 480),
        "get_size": lambda stub: (640, 480),
        "state": lambda stub: "normal",
        "title": lambda stub: "",
    }

    def __init__(self, answer=None):
        self.__dict__["_answer"] = answer

    def __call__(self, *args, **kwargs):
        answer = self._answer
        # With arguments it is the setter of the same name.
        return self if answer is None or args or kwargs else answer(self)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Stub(self.ANSWERS.get(name))

    def __getitem__(self, key):
        return Stub()

    def __setitem__(self, key, value):
        pass

    def __iter__(self):
        return iter(())

    def __bool__(self):
        return True


class Toolbar(NavigationToolbar2):
    """Matplotlib's own tool bar, without buttons, as a manager's. The canvas has none, by which
    libraries see that there is no toolkit to ask for more."""

    def _init(self, canvas):
        super().__init__(canvas)
        canvas.toolbar = None

    __init__ = _seam.harmless(_init, NavigationToolbar2.__init__)

    def __getattr__(self, name):
        """What a toolkit's own has besides."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(Stub(), name)

    def save_figure(self, *args):
        """Nobody is there to choose a file."""

    def configure_subplots(self, *args):
        """Its window is a figure, but none that the program shows."""
