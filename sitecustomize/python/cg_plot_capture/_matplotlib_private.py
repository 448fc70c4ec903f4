"""All private names of Matplotlib that we need, and the differences between its versions (3.6 to 3.11)."""

import contextlib
import functools
import os
import sys

import matplotlib
import matplotlib.backends
from matplotlib import rcsetup
from matplotlib._pylab_helpers import Gcf
from matplotlib.backend_bases import CloseEvent, KeyEvent, ResizeEvent
from matplotlib.collections import QuadMesh, TriMesh

from . import _error_boundary, _start

_reported_backend = _start.sibling("_reported_backend")

try:
    from matplotlib.backends import backend_registry  # 3.9
except ImportError:
    backend_registry = None


def is_accepted(name):
    """Whether Matplotlib accepts the name as a backend's."""
    try:
        rcsetup.validate_backend(name)
    except ValueError:
        return False
    return True


def is_automatic(name):
    """Whether the program has left the choice to Matplotlib."""
    return name is rcsetup._auto_backend_sentinel


def is_present(name):
    """Whether this name is already the answer to which backend is in use."""
    present = answered()
    return isinstance(present, str) and isinstance(name, str) and present.lower() == name.lower()


def answer(name):
    """Makes `get_backend()` and `rcParams` return the backend that the program asked for."""
    for params in (matplotlib.rcParams, matplotlib.rcParamsDefault):
        if name is _reported_backend.given:
            # Unchanged, because the validators before 3.9 store a string of their own.
            dict.__setitem__(params, "backend", name)
        else:
            params["backend"] = name
    matplotlib.backends.backend = name


def answer_original(name):
    """Does the same for `rcParamsOrig`, which IPython reads."""
    name = _reported_backend.ORIGINAL if is_desktop(name) else name
    dict.__setitem__(matplotlib.rcParamsOrig, "backend", name)


def is_windowless(backend):
    """Whether a backend has no windows."""
    return _reported_backend.bare(backend) in _reported_backend.WINDOWLESS


def without_windows():
    """Whether the program's last choice was a backend without windows."""
    return _reported_backend.without_windows(matplotlib.rcParams)


def start_no_loop(pyplot, ours):
    """Makes pyplot start no event loop of IPython's for the backend that a desktop would have."""
    _reported_backend.start_no_loop()
    real = pyplot.install_repl_displayhook

    @functools.wraps(real)
    def install_repl_displayhook():
        params = matplotlib.rcParams
        present = dict.get(params, "backend")
        if "IPython" not in sys.modules or not (is_automatic(present) or is_desktop(present)):
            return real()
        dict.__setitem__(params, "backend", ours)
        try:
            return real()
        finally:
            dict.__setitem__(params, "backend", present)

    pyplot.install_repl_displayhook = install_repl_displayhook


def is_desktop(name):
    """Whether this is the answer that we gave, and not a choice of the program's."""
    return name is _reported_backend.given and _reported_backend.bare(name) == "tkagg"


def framework():
    """The toolkit of the backend that the program believes to have; None if that has no windows of its
    own."""
    name = _reported_backend.bare(dict.get(matplotlib.rcParams, "backend")) or ""
    kinds = ("gtk3", "gtk4", "macosx", "qt", "tk", "wx")
    return next((kind for kind in kinds if name.startswith(kind)), None)


def answered():
    """The current answer to which backend is in use, without resolving it."""
    return dict.get(matplotlib.rcParams, "backend")


def builtin_backends():
    """The names of Matplotlib's own backends, in lower case."""
    names = backend_registry.list_builtin() if backend_registry else rcsetup.all_backends
    return [name.lower() for name in names]


def all_managers():
    """The managers of all figures that are open in pyplot."""
    return Gcf.get_all_fig_managers()


def answer_savefig(shown_last):
    """Makes `pyplot.savefig` save the figure `shown_last()` if no figure is open."""
    get_active = Gcf.get_active

    @_error_boundary.harmless
    def saved(frame):
        # savefig calls gcf, which calls this.
        figure = shown_last() if is_call(frame and frame.f_back, "savefig") else None
        return figure.canvas.manager if figure else None

    def amended(cls):
        manager = get_active()
        return saved(sys._getframe(1)) if manager is None else manager

    Gcf.get_active = classmethod(functools.wraps(get_active.__func__)(amended))


def is_call(frame, name):
    """Whether a frame is a call of that function of pyplot's."""
    return (
        frame is not None
        and frame.f_code.co_name == name
        and frame.f_globals.get("__name__") == "matplotlib.pyplot"
    )


def close(manager):
    """Closes the figure in pyplot."""
    Gcf.destroy(manager)


def replace_warn_external(replacement):
    """Makes Matplotlib warn by `replacement(original, folders)`. `folders` are the starts of the file
    names that the original skips if Python can (from 3.12 on); empty if it counts frames."""
    from matplotlib import _api

    original = getattr(_api.warn_external, "__wrapped__", _api.warn_external)
    # Matplotlib documents that programs may replace it.
    if getattr(original, "__module__", None) == "matplotlib._api":
        folder = os.path.dirname(os.path.dirname(os.path.dirname(_api.__file__)))
        by_file = "skip_file_prefixes" in original.__code__.co_consts
        names = ("matplotlib", "mpl_toolkits") if by_file else ()
        _api.warn_external = replacement(original, [os.path.join(folder, name) for name in names])


class CanvasHooks:
    """Reactions of a canvas for which there is no public hook.

    It defines no `draw`, `draw_idle` or `print_figure`, because warnings name the first caller outside of
    Matplotlib, which would be ours.
    """

    def _switch_canvas_and_return_print_method(self, *args, **kwargs):
        """Every way of saving calls this."""
        self.saves()
        return super()._switch_canvas_and_return_print_method(*args, **kwargs)


def is_animation(thing):
    """Whether an object is an animation of Matplotlib's."""
    # By name, because only a program that has an animation imports the module.
    kinds = ((kind.__module__, kind.__name__) for kind in type(thing).__mro__)
    return ("matplotlib.animation", "Animation") in kinds


def first_frame(animation):
    """Initialises an animation, as the first draw of a window does, and draws its frame number 0."""
    if any(owner is animation for owner in owners(animation._fig, "draw_event")):
        animation._start()
    # Without an init function, drawing has already initialised it.
    if getattr(animation, "_init_func", animation) is not None:
        for frame in animation.new_frame_seq():
            animation._draw_frame(frame)
            break


def owners(figure, event):
    """The objects whose methods the program connected with an event of the figure's canvas; None for a
    function."""
    references = list(figure.canvas.callbacks.callbacks.get(event, {}).values())
    callbacks = [reference() for reference in references]
    return [getattr(callback, "__self__", None) for callback in callbacks if callback is not None]


def fire_close_event(figure):
    """Calls the functions that the program connected with the closing of the window."""
    CloseEvent("close_event", figure.canvas)._process()


def fire_resize_event(figure):
    """Calls the functions that the program connected with the resizing of the window."""
    ResizeEvent("resize_event", figure.canvas)._process()


def press(figure, key):
    """Presses a key over the middle of the figure's first Axes."""
    box = figure.axes[0].bbox if figure.axes else figure.bbox
    x, y = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
    KeyEvent("key_press_event", figure.canvas, key, x, y)._process()


def fire_timer(timer):
    """Calls a timer's callbacks."""
    timer._on_timer()


def listens(figure, event):
    """Whether the program has connected a function with an event of the figure's canvas."""
    references = list(figure.canvas.callbacks.callbacks.get(event, {}).values())
    modules = (str(getattr(reference(), "__module__", "matplotlib")) for reference in references)
    return any(module.partition(".")[0] not in ("matplotlib", __package__) for module in modules)


def is_idle(canvas):
    """Whether a canvas draws because of `draw_idle`."""
    return getattr(canvas, "_is_idle_drawing", False)


def has_drawn(canvas):
    """Whether Agg has drawn on the canvas."""
    return getattr(canvas, "renderer", None) is not None


def is_pause(frame):
    """Whether a frame is that of `pyplot.pause`."""
    return is_call(frame, "pause")


def is_blocking_input(frame):
    """Whether a frame is that of `ginput` or a similar function, which waits for a person."""
    return frame is not None and frame.f_globals.get("__name__") in (
        "matplotlib._blocking_input",
        "matplotlib.blocking_input",
    )


def has_content(figure):
    """Whether the figure has any content."""
    return len(figure.get_children()) > 1  # The background is a child too.


class Layout:
    """The positions of everything that a draw moves: constrained, compressed and tight layouts place the
    axes and the figure's titles anew."""

    def __init__(self, figure):
        self.pars = figure.subplotpars
        sides = ("left", "right", "bottom", "top", "wspace", "hspace")
        self.sides = {side: getattr(self.pars, side) for side in sides}
        boxes = [box for axes in figure.axes for box in (axes._position, axes._originalPosition)]
        boxes += [part.bbox_relative for part in parts(figure) if part.bbox_relative is not None]
        self.boxes = [(box, box.get_points().copy()) for box in boxes]
        self.titles = [
            (title, title.get_position())
            for part in (figure, *parts(figure))
            for title in (part._suptitle, part._supxlabel, part._supylabel)
            if title is not None
        ]

    def restore(self):
        """Restores the positions."""
        vars(self.pars).update(self.sides)
        for box, points in self.boxes:
            if (box.get_points() != points).any():
                box.set_points(points)
        for title, position in self.titles:
            if title.get_position() != position:
                title.set_position(position)

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        self.restore()


def parts(figure):
    """The sub-figures of a figure, at every depth."""
    for part in figure.subfigs:
        yield part
        yield from parts(part)


#: The number of vertices that are as long in an SVG as a triangle with a colour at each corner, which becomes
#: gradients.
_GRADIENTS = 100


def unmade(collection):
    """The number of paths that a collection makes only when it is drawn, and of their vertices."""
    if isinstance(collection, QuadMesh):
        rows, columns = collection.get_coordinates().shape[:2]
        cells = (rows - 1) * (columns - 1)
        return cells, 4 * cells * _GRADIENTS if collection._shading == "gouraud" else 0
    if isinstance(collection, TriMesh):
        triangles = len(collection._triangulation.triangles)
        return triangles, triangles * _GRADIENTS
    # The attributes of artists in three dimensions: polygons, polygons before 3.11, and lines.
    for name in ("_faces", "_segslices", "_segments3d"):
        made = getattr(collection, name, None)
        if made is not None:
            return len(made), 0
    return 0, 0


@contextlib.contextmanager
def rasterized(artists, boxes):
    """Draws each of these artists as pixels, as a whole. `set_rasterized` warns about classes that do not
    support it.

    A box of `matplotlib.offsetbox` is such a class, and none of its parts may be pixels without it,
    because the box places them in the dots per inch of the vectors (Matplotlib's issue 28549). So we make
    any artist able to. Before 3.7 the boxes that stay vectors must be able too, because nothing else ends
    the pixels of an artist that was drawn before them.
    """
    before = []
    try:
        for artist in (*artists, *boxes):
            before.append((artist, artist._rasterized, vars(artist).get("draw")))
            if not getattr(artist.draw, "_supports_rasterization", False):
                artist.draw = _able(artist)
        for artist in artists:
            artist._rasterized = True
        yield
    finally:
        for artist, was, draw in reversed(before):
            artist._rasterized = was
            if draw is not None:
                artist.draw = draw
            else:
                vars(artist).pop("draw", None)


def _able(artist):
    """The `draw` of an artist, as of a class that supports pixels."""
    from matplotlib.artist import allow_rasterization

    draw = artist.draw
    return functools.partial(allow_rasterization(lambda _, renderer: draw(renderer)), artist)
