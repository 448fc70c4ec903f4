"""Numbers, dates and texts of a figure as JSON: exact as far as Matplotlib holds them, and bounded.

A `Data` is read once and written as often as the description has to become shorter. What has more values than the
limit is written as a summary.
"""

import datetime
import hashlib
import math
import numbers

import numpy as np

from . import _private

#: How many numbers are written one by one.
MOST = 1000
#: Microseconds in a day.
_DAY = 86_400_000_000


class Data:
    """Values of one kind: `number`, `date`, `duration` or `text`. `missing` are masked."""

    def __init__(self, kind, values, missing=None):
        self.kind = kind
        self.values = values
        self.missing = missing

    def __len__(self):
        return len(self.values)

    def json(self, most=MOST):
        """A list, or a summary where there are more than `most` values."""
        if len(self.values) > most:
            return self.summary()
        written = _WRITERS[self.kind](self.values)
        if self.missing is not None:
            written = [None if gone else value for value, gone in zip(written, self.missing)]
        return written

    def summary(self):
        """How many there are, the least and the greatest, the mean, and a hash of all."""
        found = {"count": len(self.values)}
        if self.kind != "text":
            least, greatest, mean = self._extent()
            found.update(min=least, max=greatest, mean=mean)
        found["sha256"] = self.digest()
        return found

    def extent(self):
        """The least and the greatest of the finite values, as JSON; None where there are none."""
        if self.kind == "text":
            return None
        least, greatest, _ = self._extent()
        return None if least is None else (least, greatest)

    def _extent(self):
        values = self.values if self.missing is None else self.values[~self.missing]
        if self.kind == "date":
            values = values[~np.isnat(values)]
            if len(values) == 0:
                return None, None, None
            origin = values.min()
            mean = origin + (values - origin).mean()
            return tuple(_dates(np.array([origin, values.max(), mean])))
        if values.dtype.kind == "f":
            values = values[np.isfinite(values)]
        if len(values) == 0:
            return None, None, None
        found = values.min(), values.max(), values.mean(dtype=float)
        return tuple(_WRITERS[self.kind](np.array(found[:2])) + _WRITERS[self.kind](np.array(found[2:])))

    def digest(self):
        """SHA-256 of the values as 64-bit floats (little-endian, masked ones as NaN), of dates as microseconds
        since 1970 in 64-bit integers, of texts in UTF-8 with a NUL behind each."""
        if self.kind == "text":
            content = "".join(str(text) + "\0" for text in self.values).encode("utf-8", "surrogatepass")
        elif self.kind == "date":
            content = self.values.astype("<i8").tobytes()
        else:
            content = self.values.astype("<f8")
            if self.missing is not None:
                content[self.missing] = math.nan
            content[np.isnan(content)] = math.nan  # There are many of them.
            content = content.tobytes()
        return hashlib.sha256(content).hexdigest()

    def take(self, chosen):
        """Some of the values."""
        return Data(self.kind, self.values[chosen], None if self.missing is None else self.missing[chosen])


def read(values, axis=None):
    """The values as Matplotlib holds them; `axis`: that of Matplotlib along which they are, which may mean
    dates or categories by them."""
    missing = None
    if isinstance(values, np.ma.MaskedArray):
        mask = np.ma.getmaskarray(values).ravel()
        missing = mask if mask.any() else None
        values = values.data
    array = np.asarray(values).ravel()
    if array.dtype.kind == "O":
        return _objects(array, missing, axis)
    if array.dtype.kind == "M":
        return _moments(array, missing)
    if array.dtype.kind == "m":
        return _missing("duration", array.astype("m8[ns]").astype(float) / 1e9, missing, np.isnat(array))
    if array.dtype.kind in "US":
        return Data("text", array, missing)
    if array.dtype.kind == "c":
        array = array.real
    if array.dtype.kind == "b":
        array = array.astype("i8")
    if array.dtype.kind == "f":
        array = array.astype("f8", copy=False)
    if array.dtype.kind not in "fiu":
        array = np.zeros(0)
    return _meant(array, missing, axis)


def _meant(array, missing, axis):
    """What floats along an axis stand for."""
    if axis is None:
        return Data("number", array, missing)
    if _private.is_date_axis(axis):
        with np.errstate(all="ignore"):
            # Beyond that they are no dates of any calendar.
            gone = ~(np.abs(array.astype(float)) < 1e8)
            days = np.where(gone, 0, array)
            whole = np.floor(days)
            since = whole.astype("i8") * _DAY + np.round((days - whole) * _DAY).astype("i8")
        moments = _private.epoch() + since.astype("m8[us]")
        return _missing("date", moments, missing, gone)
    if np.isfinite(array).all():
        moments = _private.period_moments(axis, array)
        if moments is not None:
            return _missing("date", moments, missing, np.isnat(moments))
    names = _private.categories(axis)
    if names and len(array) and np.isfinite(array).all():
        nearest = np.round(array)
        if np.allclose(array, nearest, rtol=0, atol=1e-9) and all(number in names for number in set(nearest)):
            return Data("text", np.array([names[number] for number in nearest], dtype=object), missing)
    return Data("number", array, missing)


def _objects(array, missing, axis):
    """Values of Python's: dates, texts, numbers, or what only the axis can convert."""
    gone = np.array([value is None or type(value).__name__ in ("NAType", "NaTType") for value in array], dtype=bool)
    present = array[~gone]
    kinds = {type(value) for value in present}
    if all(issubclass(kind, (str, bytes)) for kind in kinds):
        texts = np.array(["" if value is None else _text(value) for value in array], dtype=object)
        return _missing("text", texts, missing, gone)
    if all(issubclass(kind, datetime.date) for kind in kinds):
        moments = np.full(len(array), "NaT", dtype="M8[us]")
        moments[~gone] = [_universal(moment) for moment in present]
        return _missing("date", moments, missing, gone)
    if all(issubclass(kind, datetime.timedelta) for kind in kinds):
        seconds = np.zeros(len(array))
        seconds[~gone] = [span.total_seconds() for span in present]
        return _missing("duration", seconds, missing, gone)
    if all(kind.__name__ == "Period" for kind in kinds):
        return _missing("date", _private.periods(array), missing, gone)
    if not all(issubclass(kind, numbers.Number) or hasattr(kind, "__float__") for kind in kinds):
        converted = None if axis is None else np.asarray(axis.convert_units(array))
        if converted is None or converted.dtype.kind not in "fiu":
            raise ValueError("values of %s" % ", ".join(sorted(kind.__name__ for kind in kinds)))
        return _meant(converted.astype(float).ravel(), missing, axis)
    floats = np.zeros(len(array))
    floats[~gone] = [float(getattr(value, "magnitude", value)) for value in present]
    return _missing("number", floats, missing, gone)


def _missing(kind, values, mask, gone):
    """Data of which some are masked and some others are nothing."""
    mask = gone if mask is None else mask | gone
    return Data(kind, values, mask if mask.any() else None)


def _moments(array, missing):
    return _missing("date", array.astype("M8[us]"), missing, np.isnat(array))


def _universal(moment):
    """A moment as Matplotlib holds it: in UTC."""
    if isinstance(moment, datetime.datetime) and moment.tzinfo is not None:
        moment = moment.astimezone(datetime.timezone.utc).replace(tzinfo=None)
    return np.datetime64(moment, "us")


def _text(value):
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def number(value):
    """A number as JSON, which has no infinities."""
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def _numbers(values):
    written = values.tolist()
    if values.dtype.kind == "f" and not np.isfinite(values).all():
        return [number(value) for value in written]
    return written


def _dates(values):
    """Days where none has a time, without the zeros behind a second."""
    if len(values) == 0 or (values == values.astype("M8[D]"))[~np.isnat(values)].all():
        return np.datetime_as_string(values, unit="D").tolist()
    unit = "s" if (values == values.astype("M8[s]"))[~np.isnat(values)].all() else "us"
    return np.datetime_as_string(values, unit=unit).tolist()


def _durations(values):
    return [number(value) if not math.isfinite(value) else _duration(value) for value in values.tolist()]


def _duration(seconds):
    """Seconds as ISO 8601 has them, without an exponent."""
    sign = "-" if seconds < 0 else ""
    return "%sPT%sS" % (sign, np.format_float_positional(abs(seconds), trim="-"))


def _texts(values):
    return [_text(value) for value in values.tolist()]


_WRITERS = {"number": _numbers, "date": _dates, "duration": _durations, "text": _texts}


def json(tree, most=MOST):
    """A tree with its `Data` written; what is None in a mapping is left out, and what is for
    the words alone."""
    if isinstance(tree, Data):
        return tree.json(most)
    if isinstance(tree, dict):
        return {name: json(value, most) for name, value in tree.items() if value is not None and name[0] != "_"}
    if isinstance(tree, (list, tuple)):
        return [json(value, most) for value in tree]
    if isinstance(tree, str):
        longest = max(200, 10 * most)
        return tree if len(tree) <= longest else tree[:longest] + "\u2026"
    return number(tree)
