"""Delivers the pictures of libraries other than Matplotlib. Each library has an adapter in `_pictures/`.

An adapter makes a `Picture` of what its library shows, and a `Place` for each window, or for each object that
can be shown again. `deliver` gives the picture a number, a name and a format, with the same settings and the
same counter as for Matplotlib's figures.
"""

import os
import sys

_start = sys.modules["cg_plot_capture._start"]
_error_boundary = _start.sibling("_error_boundary")
_exit_hook = _start.sibling("_exit_hook")
_script = _start.sibling("_script")
_send = _start.sibling("_send")
_svg_text = _start.sibling("_svg_text")
# Only `run --inline` pays for it.
_inline = _start.sibling("_inline") if "CG_PLOT_INLINE" in os.environ else None

#: The bytes of an SVG that are left for a short description.
ROOM = 2000

#: The default of `CG_PLOT_FILENAME`.
DEFAULT_NAME = "plot_{i}.png"

#: The functions that a process calls at its end.
_endings = []


class Place:
    """A window, or an object that is shown, and its last delivery."""

    def __init__(self):
        #: `Picture.content` of the last delivery.
        self.content = None


class Picture:
    """A picture that a library shows. The classes of the adapters draw it."""

    #: The library's name in messages.
    library = None
    #: "image", "chart" or "drawing".
    kind = None
    title = None
    #: Its width and height in pixels; None if only its SVG says them.
    size = None
    #: What is in it, a line each.
    parts = ()

    def content(self):
        """A hash of what is visible."""
        raise NotImplementedError

    def svg(self, most):
        """The bytes of an SVG, at most `most` if possible."""
        raise NotImplementedError

    def file(self, kind):
        """The bytes of a file in that format; None if the library can't write it."""
        raise NotImplementedError

    def beside(self):
        """The bytes and the format of another file beside the saved one; None without one."""
        return None

    def specification(self):
        """What the library itself says of it, as values of JSON; None if it says nothing."""
        return None

    def png(self, pixels):
        """A PNG with at most `pixels` pixels, for a terminal; None if there is none."""
        return None


class Pixels(Picture):
    """A picture that consists of pixels."""

    kind = "image"
    #: Its PNG; None until it is needed.
    _whole = None

    def encode(self, scale):
        """The bytes of a PNG with its sides multiplied by `scale`."""
        raise NotImplementedError

    def write(self, kind):
        """The bytes of a file in a format other than PNG and SVG; None if the library can't write it."""
        raise NotImplementedError

    def whole(self):
        """The PNG with all pixels."""
        if self._whole is None:
            self._whole = self.encode(1)
        return self._whole

    def svg(self, most):
        png, scale = self.whole(), 1
        # Base64 makes four bytes of three; 1000 is for the elements around it.
        while len(png) * 4 // 3 + 1000 > most and scale * min(self.size) > 1:
            if scale == 1:
                text = "a picture is larger than CG_PLOT_MAX_BYTES, so that it is displayed with fewer pixels"
                _start.capture().warn(text)
            scale *= max(0.1, min(0.9, 0.95 * (max(most - 1000, 1) / (len(png) * 4 / 3)) ** 0.5))
            png = self.encode(scale)
        return _svg_text.image(png, *self.size, title=self.title)

    def file(self, kind):
        if kind == "png":
            return self.whole()
        if kind == "svg":
            return _svg_text.image(self.whole(), *self.size, title=self.title)
        return self.write(kind)

    def png(self, pixels):
        width, height = self.size
        scale = (pixels / (width * height)) ** 0.5
        return self.whole() if scale >= 1 else self.encode(scale)


def draws_inline():
    """Whether `run --inline` wants PNGs."""
    return _inline is not None


def show(place, kind, *arguments):
    """Delivers the picture that the class `kind` makes of the arguments."""
    capture = _start.capture()
    if capture.ready():
        picture = _attempt(capture, kind, "be drawn", kind, *arguments)
        if picture is not None:
            deliver(picture, place)


def deliver(picture, place, origin=None):
    """Delivers a picture, unless it equals the last delivery at that place. `origin` is the script that showed
    it, if that was earlier."""
    capture = _start.capture()
    if not capture.ready():
        return
    content = _attempt(capture, picture, "be drawn", picture.content)
    if content is None or content == place.content:
        return
    svg = saved = None
    beside = []
    settings = capture.settings()
    kind, most = settings.saved_format, settings.max_bytes
    describes = capture.describes()
    if capture.displays():
        room = ROOM if describes and most > 10 * ROOM else 0
        svg = _attempt(capture, picture, "be drawn", picture.svg, most - room)
    if kind is not None:
        saved, kind = _saved(capture, picture, kind or "png")
        page = _attempt(capture, picture, "be saved", picture.beside)
        beside += [page] if page and page[1] != kind else []
    if svg is None and saved is None:
        return
    _wait()
    origin = origin or _script.Origin()
    if describes:
        found = _described(picture, origin, svg, saved if kind == "svg" else None, most)
        if found is not None:
            description, svg = found
            beside += [(description, "json")] if description and saved is not None else []
    # Stored now, because another thread may be about to show the same.
    before, place.content = place.content, content
    delivered = _send.send(place, before, origin, svg, saved, kind, beside)
    if delivered and _inline is not None and svg is not None:
        _inline.draw(capture, svg, picture.png)


@_error_boundary.harmless
def _described(picture, origin, svg, saved, most):
    """The description and the SVG with it."""
    # The module needs these, and while it is loaded nothing else may be.
    import hashlib, json, math

    return _start.sibling("_picture_description").of(picture, origin, svg, saved, most)


def _saved(capture, picture, wanted):
    """The file's bytes or None, and their format: the wanted one, else PNG, else SVG."""
    for kind in dict.fromkeys((wanted, "png", "svg")):
        if kind == "svgz":
            import gzip

            content = _attempt(capture, picture, "be saved", picture.file, "svg")
            content = content and gzip.compress(content, mtime=0)
        else:
            content = _attempt(capture, picture, "be saved", picture.file, kind)
        if content is not None:
            name = capture.settings().filename
            # Nobody has asked for the suffix of the default.
            if kind != wanted and name != DEFAULT_NAME:
                text = "CG_PLOT_FILENAME=%s: %s writes no %s here; saving %s instead"
                capture.warn(text % (name, picture.library, wanted, kind))
            return content, kind
    return None, wanted


def _attempt(capture, picture, what, draw, *arguments):
    """Returns the drawing; if it fails, warns with the reason and returns None."""
    try:
        return draw(*arguments)
    except Exception as error:
        _error_boundary.pass_signalled(error)
        text = "a picture of %s cannot %s: %s: %s"
        capture.warn(text % (picture.library, what, type(error).__name__, error))
        return None


def at_exit(function):
    """Has `function`, which delivers the rest, called when this process ends."""
    if function not in _endings:
        _endings.append(function)
    _wait()


def _wait():
    """Has the rest delivered when this process ends."""
    _exit_hook.register(_exit, _exit_now)


@_error_boundary.harmless
def _exit():
    capture = _start.capture()
    capture.deliver_left()
    for function in _endings:
        _error_boundary.attempt(function)
    capture.finish()


@_error_boundary.harmless
def _exit_now():
    """The same if the program calls `os._exit`. A child of a bare fork delivers nothing."""
    if _exit_hook.is_registered(_exit):
        _exit()
