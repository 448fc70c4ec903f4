"""Puts our backend behind every backend that a program asks for."""

import functools
import sys
from types import FunctionType

from . import _matplotlib_private, _pyplot, _start

#: The default format of `savefig` under the backends that write files.
FILE_TYPES = {"pdf": "pdf", "svg": "svg", "ps": "ps", "pgf": "pdf"}
#: The backends with which a notebook's kernel shows figures, and the name that one had within ipykernel.
NOTEBOOK = (
    "inline",
    "ipympl",
    "module://ipykernel.pylab.backend_inline",
    "module://matplotlib_inline.backend_inline",
    "nbagg",
    "notebook",
    "widget",
)
#: The name of our backend.
OURS = "module://cg_plot_capture"


def force(pyplot, first):
    """Wraps `pyplot.switch_backend`, which every choice of a backend calls. `first` is the backend that
    was asked for before pyplot was imported."""
    package, matplotlib = sys.modules["cg_plot_capture"], sys.modules["matplotlib"]
    answers = _start.sibling("_reported_backend")
    switch, failed, ours = pyplot.switch_backend, _start.failed, OURS

    def prepare(newbackend):
        if not _matplotlib_private.is_automatic(newbackend) and not captured(newbackend):
            return False
        if _matplotlib_private.is_present(newbackend):
            # The program asks for the same backend again: Matplotlib closes figures only if the backend
            # changes.
            _matplotlib_private.answer(OURS)
        # It must not be the package of another Matplotlib, or be loaded again because the program has emptied
        # `sys.modules`.
        sys.modules["cg_plot_capture"] = package
        return True

    def settle(newbackend):
        asked, automatic = newbackend, _matplotlib_private.is_automatic(newbackend)
        if automatic:
            asked = first if captured(first) else answers.nothing(matplotlib)
            _matplotlib_private.answer_original(asked)
        package.FigureCanvas.default_filetype = FILE_TYPES.get(answers.bare(asked))
        _matplotlib_private.answer(asked)

    # It uses no global names, because it becomes a function of pyplot's module.
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
            # From 3.11 on, this removes our frame. Before, `raise` restores the traceback that it caught.
            error.__traceback__ = error.__traceback__.tb_next
            raise

    pyplot.switch_backend = disguised(switch_backend, switch)
    _pyplot.amend(pyplot)
    _matplotlib_private.start_no_loop(pyplot, ours)


def disguised(function, real):
    """Returns the function as if it were defined beside the real one. Matplotlib's warnings name the first
    caller outside of Matplotlib: before 3.12 by the module's name, later by the file's."""
    code = function.__code__
    if sys.version_info >= (3, 12):
        code = code.replace(co_filename=real.__code__.co_filename)
    made = FunctionType(code, real.__globals__, real.__name__, None, function.__closure__)
    return functools.update_wrapper(made, real)


def captured(name):
    """Whether the backend is one of Matplotlib's own (or ours, by name), outside of a notebook."""
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
