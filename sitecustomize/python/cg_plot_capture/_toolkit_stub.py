"""Stands in for objects of a toolkit that is not installed."""

import operator
import sys

from . import _toolkit_answers


class Stub(int):
    """An object of a toolkit: it accepts every call, has every attribute, and does nothing.

    A program may compute with it as with a number, compare, index, unpack and iterate over it, and use it
    in a `with` statement. Calls that `_toolkit_answers` knows return what a toolkit would.
    """

    def __new__(cls, widget, name=None, items=None):
        stub = super().__new__(cls, _toolkit_answers.number(widget, name))
        stub._widget, stub._name, stub._items = widget, name, items
        return stub

    def __call__(self, *args, **kwargs):
        return _wrapped(_toolkit_answers.call(self._widget, self._name, (*args, *kwargs.values())), self._widget)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        widget = _toolkit_answers.part(self._widget, name)
        if name in _toolkit_answers.ATTRIBUTES:
            return _wrapped(_toolkit_answers.ATTRIBUTES[name](widget), widget)
        return Stub(widget, name)

    def __getitem__(self, key):
        if self._items is not None and not isinstance(key, str):
            return self._items[key]
        return Stub(self._widget)

    def __setitem__(self, key, value):
        pass

    def __delitem__(self, key):
        pass

    def __delattr__(self, name):
        vars(self).pop(name, None)

    def __iter__(self):
        if self._items is not None:
            return iter(self._items)
        # As many items as are unpacked, and none in a loop, which would never end.
        return iter([Stub(self._widget) for _ in range(_unpacked(sys._getframe(1)))])

    def __len__(self):
        return len(self._items or ())

    def __contains__(self, item):
        return item in (self._items or ())

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        pass

    def __bool__(self):
        return True

    def __eq__(self, other):
        # Windows are keys of dictionaries.
        return self is other if isinstance(other, Stub) else int.__eq__(self, other)

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        return id(self) >> 4

    def __deepcopy__(self, memo):
        return self  # A copy would copy the figure too.

    def __copy__(self):
        return self

    def __reduce_ex__(self, protocol):
        raise TypeError("cannot pickle a window")

    def __repr__(self):
        return "<%s of a window that nobody sees>" % (self._name or "part")


class StubText(str):
    """A value that is text in one toolkit and an object in another: the geometry of a window."""

    def __new__(cls, text, widget):
        made = super().__new__(cls, text)
        made._widget = widget
        return made

    def __reduce_ex__(self, protocol):
        return str, (str(self),)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(Stub(self._widget), name)


def _wrapped(answer, widget):
    """An answer as an object that also has everything else."""
    if answer is _toolkit_answers.ANYTHING:
        return Stub(widget)
    if isinstance(answer, _toolkit_answers.Items):
        return Stub(widget, items=tuple(answer))
    if isinstance(answer, _toolkit_answers.Geometry):
        return StubText(answer, widget)
    return answer


def _unpacked(frame):
    """The number of values that the current instruction of a frame unpacks."""
    import opcode

    instruction, count = frame.f_code.co_code[frame.f_lasti : frame.f_lasti + 2]
    unpack = (opcode.opmap.get("UNPACK_SEQUENCE"), opcode.opmap.get("UNPACK_EX"))
    return count if instruction in unpack else 0


def _calculates(name):
    """A stub computes as a number does; if a number can't, the result is a stub."""
    function = getattr(operator, name)

    def forward(self, other):
        try:
            return function(int(self), other)
        except TypeError:
            return Stub(self._widget)

    def backward(self, other):
        try:
            return function(other, int(self))
        except TypeError:
            return Stub(self._widget)

    name = name.strip("_")
    setattr(Stub, "__%s__" % name, forward)
    setattr(Stub, "__r%s__" % name, backward)


def _compares(name):
    """A stub compares as a number does, and is neither less nor more than a value that is not a number."""
    function = getattr(operator, name)

    def compare(self, other):
        try:
            return function(int(self), other)
        except TypeError:
            return False

    setattr(Stub, "__%s__" % name, compare)


for _name in "add sub mul truediv floordiv mod pow lshift rshift and_ or_ xor".split():
    _calculates(_name)
for _name in "lt le gt ge".split():
    _compares(_name)
