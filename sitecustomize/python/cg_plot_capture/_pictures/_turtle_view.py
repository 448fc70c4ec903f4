"""Computes the visible part of a canvas as Tk does, so that lines cover the same pixels."""

import sys

_sibling = sys.modules["cg_plot_capture._start"].sibling
_errors = _sibling("_pictures._turtle_errors")
_widgets = _sibling("_pictures._turtle_widgets")


class View(_widgets.Widget):
    """A canvas that can be scrolled."""

    def __init__(self, master=None, cnf={}, **kw):
        #: The canvas coordinates of the upper left corner, the border included.
        self.origin = (0, 0)
        #: The part that can be scrolled into view.
        self.region = None
        _widgets.Widget.__init__(self, master, cnf, **kw)

    def set_region(self, region):
        self.region = region
        self.resized()

    def canvasx(self, screenx, gridspacing=None):
        return float(self.origin[0] + screenx)

    def canvasy(self, screeny, gridspacing=None):
        return float(self.origin[1] + screeny)

    def xview(self, *args):
        return self._view(0, args)

    def yview(self, *args):
        return self._view(1, args)

    def xview_moveto(self, fraction):
        self._view(0, ("moveto", fraction))

    def yview_moveto(self, fraction):
        self._view(1, ("moveto", fraction))

    def _view(self, axis, args):
        return (0.0, 1.0) if len(args) < 2 or args[0] != "moveto" else self._move(axis, float(args[1]))

    def _inset(self):
        return int(self._pixels("borderwidth", 0) + self._pixels("highlightthickness", 1))

    @_errors.guarded
    def _move(self, axis, fraction):
        """Scrolls, as `xview moveto` of tkCanvas.c."""
        if self.region is not None:
            low, high = self.region[axis], self.region[axis + 2]
            self._set_origin(axis, low - self._inset() + int(fraction * (high - low) + 0.5))

    def _set_origin(self, axis, at):
        """As `CanvasSetOrigin` of tkCanvas.c: the view stays inside the region if the region can fill it."""
        if self.region is not None:
            inset, size = self._inset(), (self.winfo_width, self.winfo_height)[axis]()
            before = at + inset - self.region[axis]
            behind = self.region[axis + 2] - (at + size - inset)
            if before < 0 < behind:
                at += min(-before, behind)
            elif behind < 0 < before:
                at -= min(before, -behind)
        self.origin = (at, self.origin[1]) if axis == 0 else (self.origin[0], at)

    def resized(self):
        """Adjusts the view to a new size of the window, or a new region."""
        for axis in (0, 1):
            self._set_origin(axis, self.origin[axis])
