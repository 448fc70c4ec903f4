"""The Matplotlib backend: draws as Agg does, and delivers what is shown."""

import sys

from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg

from . import _figures, _quirks, _start


class FigureManager(FigureManagerBase):
    """Shows a figure by delivering it."""

    #: Hash of what was delivered last.
    delivered = None

    def show(self):
        """Delivers the figure if it is new or has changed."""
        self.delivered = _figures.deliver(self.canvas.figure, self.delivered)

    @classmethod
    def start_main_loop(cls):
        """The end of a blocking show: where a desktop waits until the windows are closed."""
        after = _start.capture().after_show()
        if after == "close" or (after == "auto" and not _figures.under_test()):
            pyplot = sys.modules["matplotlib.pyplot"]
            for manager in _quirks.all_managers():
                pyplot.close(manager.canvas.figure)

    def destroy(self):
        """Nothing to destroy: the figure stays usable, and can be shown or saved again."""


class FigureCanvas(FigureCanvasAgg):
    """Agg's canvas with our manager."""

    manager_class = FigureManager
    #: What `savefig` writes without a suffix, where the program asked for a backend that says so.
    default_filetype = None

    @classmethod
    def get_default_filetype(cls):
        return cls.default_filetype or super().get_default_filetype()


def mainloop():
    """Matplotlib 3.6 looks for the blocking part of `show` here."""
    FigureManager.start_main_loop()


def draw_if_interactive():
    """Interactive mode draws nothing by itself."""
