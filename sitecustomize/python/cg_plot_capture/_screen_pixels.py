"""The state that a window shows until it is drawn again, even if the program changes the figure meanwhile:
a loop may clear the figure after each pause, for the next picture.

If the program removes artists from a figure and does not draw it again, the figure no longer has the
picture when it is to be delivered. To render each state as SVG would cost a loop one rendering for each
frame. But Agg has drawn the state, so that we deliver its pixels. `draw_idle` draws at once with Agg, so
that the pixels are copied before it draws over them.
"""

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from . import _fingerprint, _matplotlib_private


class Screen:
    """A state of a figure that its window shows."""

    def __init__(self, figure, fingerprint=None):
        #: Its look, by `_fingerprint`.
        self.fingerprint = _fingerprint.of(figure) if fingerprint is None else fingerprint
        self._amount = _amount(figure)
        #: A copy of Agg's pixels, if Agg has drawn over them.
        self._pixels = None

    def is_emptied(self, figure):
        """Whether the program has removed artists from the figure since."""
        return _amount(figure) < self._amount

    def keep(self, canvas):
        """Called before Agg draws over the pixels."""
        if self._pixels is None and _matplotlib_private.has_drawn(canvas):
            self._pixels = np.array(canvas.buffer_rgba())

    def figure(self, canvas):
        """A figure of the pixels; None if the state was never drawn."""
        self.keep(canvas)
        if self._pixels is None:
            return None
        size = canvas.figure.get_size_inches()
        figure = Figure(size, dpi=self._pixels.shape[1] / size[0], frameon=False)
        FigureCanvasAgg(figure)
        figure.figimage(self._pixels, origin="upper")
        return figure


class Pixels:
    """Such a figure, with the attributes of a state that `_deliver` needs."""

    def __init__(self, state, figure):
        self.figure = figure
        self.origin = state.origin
        self.content = state.content
        self.layout = None
        self.saved = False


def _amount(figure):
    """The number of artists in a figure."""
    parts = (figure, *_matplotlib_private.parts(figure), *figure.axes)
    return sum(len(part.get_children()) for part in parts)
