"""Turtle graphics: `turtle` itself, on a screen that nobody sees.

`turtle` draws on a canvas of tkinter's, which it finds by two `import` statements. Its code is loaded with another name
in those, which is ours. Nothing else finds that: a program that imports tkinter, in whatever thread and at whatever
time, gets what there is.
"""

import sys

_start = sys.modules["cg_plot_capture._start"]
_error_boundary = _start.sibling("_error_boundary")
_picture = _start.sibling("_picture")
_postscript = _start.sibling("_pictures._turtle_postscript")
_screen = _start.sibling("_pictures._turtle_screen")
_svg = _start.sibling("_pictures._turtle_svg")
_test_runner = _start.sibling("_test_runner")
_tk = _start.sibling("_pictures._turtle_tk")
_window = _start.sibling("_pictures._turtle_window")

#: The name under which `turtle` finds us.
NAME = "_cg_plot_capture_tkinter"


def prepare(loader):
    """Has the next module that this loader executes find us, if it is the standard library's. A program's own file
    of that name stays what it is."""
    get_code = loader.get_code

    def amended(name):
        code = get_code(name)
        if name != "turtle":
            return code  # The loader of an archive loads others too.
        del loader.get_code
        names = getattr(code, "co_names", ())
        if "tkinter" not in names or "TurtleScreenBase" not in names:
            return code
        sys.modules[NAME] = _tk.module
        return code.replace(co_names=tuple(NAME if name == "tkinter" else name for name in names))

    loader.get_code = amended


def adapt(turtle):
    """Called once it is loaded."""
    if sys.modules.pop(NAME, None) is not None:
        _screen.install(turtle)
        _window.deliver, _window.stays_open = deliver, stays_open


def deliver(svg, window):
    """Delivers what a window shows."""
    if window.place is None:
        window.place = _picture.Place()
    _picture.deliver(Drawing(svg, window), window.place, window.origin)


@_error_boundary.harmless
def stays_open():
    """Whether a window stays after its event loop, as a figure does."""
    after = _start.capture().settings().after_show
    return after == "keep" or after == "auto" and _test_runner.is_on_stack()


class Drawing(_picture.Picture):
    """What a window shows."""

    library = "turtle"

    def __init__(self, svg, window):
        self._svg = svg
        self._window = window
        self.title = window.title()

    def content(self):
        return hash(self._svg)

    def svg(self, most):
        return self._svg

    def file(self, kind):
        if kind == "svg":
            return self._svg
        if kind in ("eps", "ps"):
            canvases = self._window.canvases()
            return _postscript.draw(canvases[0], {}).encode("latin-1", "replace")
        return None
