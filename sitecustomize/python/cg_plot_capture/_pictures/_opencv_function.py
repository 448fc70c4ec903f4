"""Replaces a function of OpenCV. Wrong arguments raise OpenCV's own errors, because its functions look at them
before they look for a display."""

import functools
import operator


class Refused(Exception):
    """OpenCV's own function raises for these arguments."""


def takes(kinds, by_name=True):
    """Declares what a function's parameters take, a letter for each; with `by_name=False`, none has a name.
    `s` and `i` are what OpenCV converts to a string and an integer; `t` and `n` are what Python's own parser
    of arguments does; `d` is a number, `c` a function and `o` anything. None stands for a function that looks at
    its arguments itself."""

    def declared(function):
        function.kinds, function.by_name = kinds, by_name
        return function

    return declared


def error(cv2, function, code, kind, text):
    """The error that OpenCV raises in that function."""
    described = (cv2.__version__, code, kind, text, function)
    raised = cv2.error("OpenCV(%s) error: (%d:%s) %s in function '%s'\n" % described)
    raised.code, raised.err, raised.func = code, text, function
    return raised


class Function:
    """Replaces a built-in function. It is not a Python function, because that would become a method as an
    attribute of a class."""

    def __init__(self, real, ours, windows):
        functools.update_wrapper(self, real)
        self._ours, self._windows = ours, windows

    def __call__(self, *arguments, **options):
        try:
            try:
                if self._ours.kinds is None:
                    return self._ours(self._windows, *arguments, **options)
                return self._ours(self._windows, **self._bound(arguments, options))
            except Refused:
                pass  # Outside of this clause, because the error should not name ours as its context.
            return self.__wrapped__(*arguments, **options)
        except BaseException as error:
            # Removes our frames, from 3.11 on. Before 3.11, `raise` restores the traceback.
            here = __file__.rpartition("/")[0]
            while error.__traceback__ is not None and error.__traceback__.tb_frame.f_code.co_filename.startswith(here):
                error.__traceback__ = error.__traceback__.tb_next
            raise

    def _bound(self, arguments, options):
        """The arguments by the names of our function's parameters, converted."""
        function = self._ours
        names = function.__code__.co_varnames[1 : function.__code__.co_argcount]
        defaults = function.__defaults__ or ()
        least = len(names) - len(defaults)
        if len(arguments) > len(names) or (options and not function.by_name):
            raise Refused
        bound = dict(zip(names, arguments))
        if any(name in bound or name not in names for name in options):
            raise Refused
        bound.update(options)
        for place, (name, kind) in enumerate(zip(names, function.kinds)):
            if name in bound:
                value = bound[name]
                if value is None and kind in "si":
                    # OpenCV takes None for an argument that is missing.
                    bound[name] = "" if kind == "s" else defaults[place - least] if place >= least else 0
                else:
                    bound[name] = convert(value, kind)
            elif place < least:
                raise Refused
        return bound

    def __repr__(self):
        return repr(self.__wrapped__)

    def __reduce__(self):
        # For `pickle` and `copy`: a name of the module, as for a built-in function.
        return self.__name__


def convert(value, kind):
    """The value as our functions want it; raises `Refused` if OpenCV does not accept it."""
    if kind == "s" and isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if kind in "st" and not isinstance(value, str):
        raise Refused
    if kind == "c" and not callable(value):
        raise Refused
    if kind == "d" and (isinstance(value, (str, bytes)) or not hasattr(value, "__float__")):
        raise Refused
    if kind in "in":
        if isinstance(value, bool) and kind == "i":
            raise Refused
        try:
            value = operator.index(value)
        except TypeError:
            raise Refused from None
        if not -(2**31) <= value < 2**31:
            raise Refused
    return value
