"""Forced: whatever backend a program asks for, its figures are captured."""

import functools
import sys

start = sys.modules["cg_plot_capture._start"]
quirks = start.sibling("_quirks")
watch = start.sibling("_watch")

#: What `savefig` writes by default under the backends that are files.
FILE_TYPES = {"pdf": "pdf", "svg": "svg", "ps": "ps", "pgf": "pdf"}


def force(pyplot):
    """Wraps `pyplot.switch_backend`, where every way of choosing a backend ends."""
    switch = pyplot.switch_backend

    @functools.wraps(switch)
    def switch_backend(newbackend):
        automatic = quirks.is_automatic(newbackend)
        if not automatic and not captured(newbackend):
            return switch(newbackend)
        if quirks.is_present(newbackend):
            # Asked for again: what Matplotlib closes where the backend is another one, it keeps.
            quirks.answer("module://cg_plot_capture", False)
        try:
            switch("module://cg_plot_capture")
        except Exception as error:
            start.failed(error)
            return switch(newbackend)
        asked = newbackend
        if automatic:
            asked = watch.asked if captured(watch.asked) else "agg"
        canvas = sys.modules["cg_plot_capture"].FigureCanvas
        canvas.default_filetype = FILE_TYPES.get(asked.lower())
        quirks.answer(asked, automatic)

    pyplot.switch_backend = switch_backend
    start.sibling("_pyplot").amend(pyplot)


def captured(name):
    """Whether the backend is one of Matplotlib's own (or ours by name), outside of a notebook."""
    if not isinstance(name, str):
        return False
    name = name.lower()
    if name == "cg_plot_capture":
        return quirks.is_accepted(name)
    if name == "module://cg_plot_capture":
        return True
    if name in ("inline", "module://matplotlib_inline.backend_inline", "nbagg", "notebook", "ipympl", "widget"):
        return not in_kernel()
    return name.removeprefix("module://matplotlib.backends.backend_") in quirks.builtin_backends()


def in_kernel():
    """Whether an IPython kernel shows figures itself."""
    kernelapp = sys.modules.get("ipykernel.kernelapp")
    return kernelapp is not None and kernelapp.IPKernelApp.initialized()
