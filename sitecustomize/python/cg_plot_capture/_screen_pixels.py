"""What a window shows until it is drawn again, whatever the program does to the figure meanwhile: a loop may
clear it behind each pause, for the next picture.

If the program takes something out of a figure and does not draw it again, the figure no longer has the
picture when it is to be delivered. To render each state as SVG would cost a loop one rendering for each frame.
But Agg has drawn the state, so we deliver its pixels. `draw_idle` draws at once with Agg, so the pixels are
copied before it draws over them.
"""

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from . import _fingerprint, _matplotlib_private


class Screen:
    """A state of a figure that its window shows."""

    def __init__(self, figure, fingerprint=None):
        #: What it looks like, by `_fingerprint`.
        self.fingerprint = _fingerprint.of(figure) if fingerprint is None else fingerprint
        self._amount = _amount(figure)
        #: A copy of what Agg drew, where it has been drawn over.
        self._pixels = None

    def is_emptied(self, figure):
        """Whether the program has taken something out of the figure since."""
        return _amount(figure) < self._amount

    def keep(self, canvas):
        """Called before Agg draws over it."""
        if self._pixels is None and _matplotlib_private.has_drawn(canvas):
            self._pixels = np.array(canvas.buffer_rgba())

    def figure(self, canvas):
        """A figure of its pixels; None if it was never drawn."""
        self.keep(canvas)
        if self._pixels is None:
            return None
        size = canvas.figure.get_size_inches()
        figure = Figure(size, dpi=self._pixels.shape[1] / size[0], frameon=False)
        FigureCanvasAgg(figure)
        figure.figimage(self._pixels, origin="upper")
        return figure


class Pixels:
    """Such a figure as `_deliver` takes it."""

    def __init__(self, state, figure):
        self.figure = figure
        self.origin = state.origin
        self.content = state.content
        self.layout = None
        self.saved = False


def _amount(figure):
    """How much is in a figure."""
    parts = (figure, *_matplotlib_private.parts(figure), *figure.axes)
    return sum(len(part.get_children()) for part in parts)
