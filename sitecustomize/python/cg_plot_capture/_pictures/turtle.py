"""Captures turtle graphics: Python's own `turtle` draws on a canvas of ours.

`turtle` has two statements that import tkinter. We load its code with another name in them, which is our module.
Only `turtle` gets it: a program that imports tkinter, in any thread and at any time, gets the real one.
"""

import sys

_start = sys.modules["cg_plot_capture._start"]
_drawing = _start.sibling("_pictures._turtle_svg")
_error_boundary = _start.sibling("_error_boundary")
_picture = _start.sibling("_picture")
_postscript = _start.sibling("_pictures._turtle_postscript")
_screen = _start.sibling("_pictures._turtle_screen")
_svg_text = _start.sibling("_svg_text")
_test_runner = _start.sibling("_test_runner")
_tk = _start.sibling("_pictures._turtle_tk")
_window = _start.sibling("_pictures._turtle_window")

#: The name by which `turtle` imports our module.
NAME = "_cg_plot_capture_tkinter"


def prepare(loader):
    """Changes the code of `turtle` that this loader returns next, so that it imports our module. A program's own
    file of that name is not changed."""
    get_code = loader.get_code

    def amended(name):
        code = get_code(name)
        if name != "turtle":
            return code  # The loader of an archive loads other modules too.
        del loader.get_code
        names = getattr(code, "co_names", ())
        if "tkinter" not in names or "TurtleScreenBase" not in names:
            return code
        sys.modules[NAME] = _tk.module
        return code.replace(co_names=tuple(NAME if name == "tkinter" else name for name in names))

    loader.get_code = amended


def adapt(turtle):
    """Installs our functions when `turtle` is loaded."""
    if sys.modules.pop(NAME, None) is not None:
        _screen.install(turtle)
        _window.deliver, _window.stays_open = deliver, stays_open
        _start.WATCHED["tkinter"] = "after_tkinter"


def deliver(svg, window):
    """Delivers the drawing of a window."""
    if window.place is None:
        window.place = _picture.Place()
    window.origin.locate()
    _picture.deliver(Drawing(svg, window), window.place, window.origin)


@_error_boundary.harmless
def stays_open():
    """Whether a window stays open after its event loop, as a figure after its show."""
    after = _start.capture().settings().after_show
    return after == "keep" or after == "auto" and _test_runner.is_on_stack()


class Drawing(_picture.Picture):
    """The drawing of a window."""

    library = "turtle"
    kind = "drawing"

    def __init__(self, svg, window):
        self._svg = svg
        self._window = window
        self.title = window.title()
        self.size = _svg_text.size_of(svg)

    def content(self):
        return hash(self._svg)

    def svg(self, most):
        if len(self._svg) <= most:
            return self._svg
        drawn = _drawing.draw(self._window, most)
        text = "a picture's SVG is larger than CG_PLOT_MAX_BYTES, so that it is displayed with fewer details"
        _start.capture().warn(text)
        return drawn

    def file(self, kind):
        if kind == "svg":
            return self._svg
        if kind in ("eps", "ps"):
            canvases = self._window.canvases()
            return _postscript.draw(canvases[0], {}).encode("latin-1", "replace")
        return None
