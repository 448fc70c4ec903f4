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
        texts = self._texts(found, 1e-9)
        return found if texts is None else _data.Data("text", np.array(texts, dtype=object), found.missing)

    def named(self, key, values):
        """The same under that key; with `names` where each stands beside a tick label, as the bars of several series
        do."""
        found = self.places(values)
        return {key: found, "names": self.near(values) if found.kind == "number" else None}

    def near(self, values):
        """The tick labels beside which values stand; None if one stands beside none."""
        steps = np.diff([place for place, _ in self.ticks()])
        return self._texts(self.data(values), 0.499 * steps.min() if len(steps) and steps.min() > 0 else 0.499)

    def names(self):
        """The texts along the axis by their places, if the program has named places; None where the ticks are
        numbers."""
        known = _private.categories(self.axis)
        if known:
            return known
        if not isinstance(self.axis.get_major_locator(), FixedLocator):
            return None
        found = {place: text for place, text in self.ticks() if text}
        return None if not found or all(_is_place(text, place) for place, text in found.items()) else found

    def _texts(self, data, distance):
        """The name of each value, at most that far from it; None if one has none."""
        if data.kind == "text":  # They stand at the categories.
            return [str(text) for text in data.values]
        names = self.names() if data.kind == "number" and len(data) and self.axis.get_scale() == "linear" else None
        if not names:
            return None
        places = np.array(list(names), dtype=float)
        texts = list(names.values())
        found = []
        for value in data.values.tolist():
            nearest = int(np.abs(places - value).argmin())
            if not abs(places[nearest] - value) <= distance:
                return None
            found.append(str(texts[nearest]))
        return found

    def ticks(self):
        """Places and labels of the major ticks that are seen."""
        if self._ticks is None:
            self._ticks = self._drawn()
        return self._ticks

    def _drawn(self):
        low, high = sorted(self.limits)
        margin = 1e-9 * (high - low)
        places = np.asarray(_private.tick_places(self.axis), dtype=float).ravel()[: 10 * TICKS].tolist()
        found = []
        # Each place has the tick of the same rank. Behind them are those of earlier drawings that had more.
        for place, tick in zip(places, self.axis.majorTicks):
            if tick.get_loc() == place and low - margin <= place <= high + margin:
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
            # For the words alone.
            "_named": self.names() is not None if self.visible else None,
        }

    def label(self):
        """The label that is seen."""
        label = self.axis.label
        return label.get_text() if self.visible and label.get_visible() else ""


def _is_place(text, place):
    """Whether a tick label is the number at which it stands."""
    try:
        return abs(float(text.replace("\u2212", "-")) - place) <= 1e-3 * max(1, abs(place))
    except ValueError:
        return False


def _short(unit):
    """The name of a unit; None for what is none, as a time zone."""
    text = str(unit)
    return text if 0 < len(text) <= 40 and not text.startswith("<") else None
