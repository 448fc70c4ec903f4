"""One axis: its label, scale, limits and tick labels, and what is said along it.

The tick labels are those that were drawn last. To ask Matplotlib for them would make and place ticks, and would call
formatters of the program's once more.
"""

import numpy as np
from matplotlib.ticker import FixedLocator

from . import _data, _private

#: How many ticks of an axis are written.
TICKS = 100


class Axis:
    """One axis of an Axes, read as far as it is asked for."""

    def __init__(self, axes, name):
        self.name = name
        self.axis = getattr(axes, name + "axis")
        self.limits = _private.limits(axes, name)
        self.visible = self.axis.get_visible() and _private.has_axes(axes)
        self._ticks = None

    def data(self, values):
        """Values along the axis."""
        return _data.read(values, self.axis)

    def places(self, values):
        """Values of which each has a place of its own, as bars have: by their tick labels, where the program has
        labelled every one."""
        found = self.data(values)
        if found.kind != "number" or len(found) == 0 or not isinstance(self.axis.get_major_locator(), FixedLocator):
            return found
        names = dict(self.ticks())
        texts = []
        for value in found.values.tolist():
            near = [text for place, text in names.items() if abs(place - value) < 1e-9]
            if not near or not near[0] or _is_number(near[0]):
                return found
            texts.append(near[0])
        return _data.Data("text", np.array(texts, dtype=object), found.missing)

    def ticks(self):
        """Places and labels of the major ticks that are seen."""
        if self._ticks is None:
            self._ticks = self._drawn()
        return self._ticks

    def _drawn(self):
        low, high = sorted(self.limits)
        margin = 1e-9 * (high - low)
        drawn = {tick.get_loc(): tick for tick in self.axis.majorTicks}
        found = []
        for place in np.asarray(self.axis.get_majorticklocs(), dtype=float).ravel()[: 10 * TICKS].tolist():
            tick = drawn.get(place)
            if tick is not None and low - margin <= place <= high + margin:
                labels = [label.get_text() for label in (tick.label1, tick.label2) if label.get_visible()]
                found.append((place, next(filter(None, labels), "")))
        return sorted(found)[:TICKS]

    def described(self):
        """What the description says of it."""
        ticks = self.ticks() if self.visible else []
        unit = self.axis.get_units()
        scale = self.axis.get_scale()
        base = getattr(self.axis.get_transform(), "base", None) if scale == "log" else None
        offset = self.axis.get_offset_text().get_text() if self.visible else ""
        return {
            "label": self.label(),
            "scale": scale,
            "base": None if base in (None, 10) else base,
            "limits": (
                self.data(np.array(self.limits, dtype=float))
                if not _private.categories(self.axis)
                else list(self.limits)
            ),
            "ticks": {"at": self.data(np.array([place for place, _ in ticks])), "labels": [text for _, text in ticks]},
            "offset": offset or None,
            "units": None if unit is None or _private.categories(self.axis) else _short(unit),
            "visible": None if self.visible else False,
        }

    def label(self):
        """The label that is seen."""
        label = self.axis.label
        return label.get_text() if self.visible and label.get_visible() else ""


def _is_number(text):
    try:
        float(text.replace("\u2212", "-"))
    except ValueError:
        return False
    return True


def _short(unit):
    """The name of a unit; None for what is none, as a time zone."""
    text = str(unit)
    return text if 0 < len(text) <= 40 and not text.startswith("<") else None
