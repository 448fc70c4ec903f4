"""The Matplotlib backend: draws as Agg does, and delivers what is shown."""

import io
import os
import re
import sys
import threading
import warnings

import matplotlib
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg

from . import _quirks, _start

#: Salt for the ids in an SVG where the user has none, so that equal figures give equal bytes.
HASH_SALT = "cg-plot-capture"

#: The name of a clip path in an SVG.
_CLIP_PATH = re.compile(rb"\bp[0-9a-f]{10}\b")

#: One rendering at a time: each sets `svg.hashsalt`, which is the whole process's.
_drawing = threading.RLock()

#: What has been said of figures that can't be drawn or saved.
_said = set()


def _forked():
    """A forked child holds no lock that another thread of its parent held."""
    global _drawing
    _drawing = threading.RLock()


os.register_at_fork(after_in_child=_forked)


class FigureManager(FigureManagerBase):
    """Shows a figure by delivering it."""

    #: Hash of what was delivered last.
    delivered = None

    def show(self):
        """Delivers the figure if it is new or has changed."""
        self.delivered = deliver(self.canvas.figure, self.delivered)

    @classmethod
    def start_main_loop(cls):
        """The end of a blocking show: where a desktop waits until the windows are closed."""
        after = _start.capture().after_show()
        if after == "close" or (after == "auto" and not under_test()):
            pyplot = sys.modules["matplotlib.pyplot"]
            for manager in _quirks.all_managers():
                pyplot.close(manager.canvas.figure)

    def destroy(self):
        """Nothing to destroy: the figure stays usable, and can be shown or saved again."""


class FigureCanvas(FigureCanvasAgg):
    """Agg's canvas with our manager."""

    manager_class = FigureManager
    #: What `savefig` writes without a suffix, where the program asked for a backend that says so.
    default_filetype = None

    @classmethod
    def get_default_filetype(cls):
        return cls.default_filetype or super().get_default_filetype()


def mainloop():
    """Matplotlib 3.6 looks for the blocking part of `show` here."""
    FigureManager.start_main_loop()


def draw_if_interactive():
    """Interactive mode draws nothing by itself."""


def deliver(figure, last):
    """Delivers `figure` unless its content hashes to `last`; answers the new hash."""
    capture = _start.capture()
    if not capture.ready():
        return last
    svg = saved = None
    with _drawing, _quirks.layout_kept(figure):
        if capture.displays():
            svg = attempt(capture, "be drawn as SVG", render_svg, figure)
        kind = capture.saved_format()
        if kind is not None:
            saved = svg if kind == "svg" else attempt(capture, "be saved", render, figure, kind)
            if kind == "svg" and saved is None:
                saved = attempt(capture, "be saved", render_svg, figure)
    if svg is None and saved is None:
        return last
    content = hash(saved if svg is None else visible(figure, svg))
    if content == last:
        return last
    for stream in () if _start.shares_buffers else (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass  # Closed, replaced or None: the program's own affair.
    return content if capture.deliver(script(), svg, saved) else last


def visible(figure, svg):
    """What one sees of an SVG. Where a layout places the axes anew at each draw, they move by the
    last bit of a float, which shows in the names of clip paths and nowhere else."""
    return svg if figure.get_layout_engine() is None else _CLIP_PATH.sub(b"", svg)


def attempt(capture, what, draw, *arguments):
    """A rendering, or None and a line, once, that says why there is none."""
    try:
        try:
            return draw(*arguments)
        except Warning:
            # The program made warnings errors, but not for us.
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return draw(*arguments)
    except Exception as error:
        text = "a figure cannot %s: %s: %s" % (what, type(error).__name__, error)
        if text not in _said:
            _said.add(text)
            capture.warn(text)
        return None


def render(figure, kind, **options):
    """The bytes of `savefig` in that format."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format=kind, **options)
    return buffer.getvalue()


def render_svg(figure):
    """The same for SVG, with nothing in it that differs from one rendering to the next."""
    params = matplotlib.rcParams
    salt = params["svg.hashsalt"]
    metadata = None if "SOURCE_DATE_EPOCH" in os.environ else {"Date": None}
    # Not by an rc_context, which would put back all that other threads set meanwhile.
    params["svg.hashsalt"] = HASH_SALT if salt is None else salt
    try:
        return render(figure, "svg", metadata=metadata)
    finally:
        params["svg.hashsalt"] = salt


def script():
    """The stem of the main script's name: what `{script}` stands for."""
    main = sys.modules.get("__main__")
    file = getattr(main, "__file__", None)
    if not file or file.startswith("<"):  # "<stdin>"
        return "python"
    stem = os.path.splitext(os.path.basename(file))[0]
    if stem == "__main__":
        return os.path.basename(os.path.dirname(os.path.abspath(file))) or stem
    return stem


def under_test():
    """Whether a test runner called us: tests look at the figures after the show."""
    frame = sys._getframe()
    while frame is not None:
        name = frame.f_globals.get("__name__") or ""
        if name in ("unittest.case", "unittest.loader") or name.startswith("_pytest."):
            return True
        frame = frame.f_back
    return False
