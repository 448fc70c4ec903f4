"""Forced: whatever backend a program asks for, its figures are captured."""

import functools
import sys
from types import FunctionType

from . import _matplotlib_private, _pyplot, _start

#: What `savefig` writes by default under the backends that are files.
FILE_TYPES = {"pdf": "pdf", "svg": "svg", "ps": "ps", "pgf": "pdf"}
#: What a notebook's kernel shows by, also under the name that it had within ipykernel.
NOTEBOOK = (
    "inline",
    "ipympl",
    "module://ipykernel.pylab.backend_inline",
    "module://matplotlib_inline.backend_inline",
    "nbagg",
    "notebook",
    "widget",
)
#: Our backend's name.
OURS = "module://cg_plot_capture"


def force(pyplot, first):
    """Wraps `pyplot.switch_backend`, where every way of choosing a backend ends; `first`: the backend
    that was asked for before pyplot was imported."""
    package, matplotlib = sys.modules["cg_plot_capture"], sys.modules["matplotlib"]
    answers = _start.sibling("_reported_backend")
    switch, failed, ours = pyplot.switch_backend, _start.failed, OURS

    def prepare(newbackend):
        if not _matplotlib_private.is_automatic(newbackend) and not captured(newbackend):
            return False
        if _matplotlib_private.is_present(newbackend):
            # Asked for again: what Matplotlib closes where the backend is another one, it keeps.
            _matplotlib_private.answer(OURS)
        # Not one of another Matplotlib, nor a new one where the program has emptied `sys.modules`.
        sys.modules["cg_plot_capture"] = package
        return True

    def settle(newbackend):
        asked, automatic = newbackend, _matplotlib_private.is_automatic(newbackend)
        if automatic:
            asked = first if captured(first) else answers.nothing(matplotlib)
            _matplotlib_private.answer_original(asked)
        package.FigureCanvas.default_filetype = FILE_TYPES.get(answers.bare(asked))
        _matplotlib_private.answer(asked)

    # No global names: it is made one of pyplot's functions.
    def switch_backend(newbackend):
        try:
            if prepare(newbackend):
                try:
                    switch(ours)
                except Exception as error:
                    failed(error)
                else:
                    return settle(newbackend)
            return switch(newbackend)
        except BaseException as error:
            # Without this frame, from 3.11 on. Before, `raise` restores what it caught.
            error.__traceback__ = error.__traceback__.tb_next
            raise

    pyplot.switch_backend = disguised(switch_backend, switch)
    _pyplot.amend(pyplot)
    _matplotlib_private.start_no_loop(pyplot, ours)


def disguised(function, real):
    """The function as if it stood beside the real one: Matplotlib's warnings name the first caller
    outside of Matplotlib, by the module's name before 3.12, and from then on by the file's."""
    code = function.__code__
    if sys.version_info >= (3, 12):
        code = code.replace(co_filename=real.__code__.co_filename)
    made = FunctionType(code, real.__globals__, real.__name__, None, function.__closure__)
    return functools.update_wrapper(made, real)


def captured(name):
    """Whether the backend is one of Matplotlib's own (or ours by name), outside of a notebook."""
    if not isinstance(name, str):
        return False
    name = name.lower()
    if name == "cg_plot_capture":
        return _matplotlib_private.is_accepted(name)
    if name == "module://cg_plot_capture":
        return True
    if name in NOTEBOOK:
        return not _start.sibling("_import_watch").in_kernel()
    return _start.sibling("_reported_backend").bare(name) in _matplotlib_private.builtin_backends()
