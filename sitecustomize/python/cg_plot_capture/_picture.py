"""Pictures: what other libraries than Matplotlib would put on a screen. Each has an adapter in `_pictures/`.

An adapter makes a `Picture` of what its library shows, and a `Place` for what a person would see change: a window, or
an object that is shown again. `deliver` gives the picture a number, a name and a format, by the same settings and from
the same counter as Matplotlib's figures have.
"""

import os
import sys

_start = sys.modules["cg_plot_capture._start"]
_error_boundary = _start.sibling("_error_boundary")
_exit_hook = _start.sibling("_exit_hook")
_script = _start.sibling("_script")
_send = _start.sibling("_send")
_svg_text = _start.sibling("_svg_text")
# Nobody else pays for it.
_inline = _start.sibling("_inline") if "CG_PLOT_INLINE" in os.environ else None

#: The process that delivers at its end, and what it calls then.
_waits, _endings = None, []


class Place:
    """Where a picture is seen."""

    def __init__(self):
        #: `Picture.content` of what was delivered last.
        self.content = None


class Picture:
    """What a library shows. An adapter's own class says how it is drawn."""

    #: The library's name, for people.
    library = None
    title = None

    def content(self):
        """A hash of what one sees."""
        raise NotImplementedError

    def svg(self, most):
        """The bytes of an SVG, which has no more than `most` if that can be."""
        raise NotImplementedError

    def file(self, kind):
        """The bytes of a file in that format; None where the library writes no such format."""
        raise NotImplementedError

    def beside(self):
        """Another file beside the saved one: its bytes and format; None without one."""
        return None

    def png(self, pixels):
        """A PNG with no more pixels than these, for a terminal; None where there is none."""
        return None


class Pixels(Picture):
    """A picture that consists of pixels."""

    #: Its width and height.
    size = None
    #: Its PNG, once it was needed.
    _whole = None

    def encode(self, scale):
        """The bytes of a PNG whose sides are `scale` of what they are."""
        raise NotImplementedError

    def write(self, kind):
        """The bytes of a file in a format that is neither PNG nor SVG; None where the library writes no such format."""
        raise NotImplementedError

    def whole(self):
        """Its PNG with all of its pixels."""
        if self._whole is None:
            self._whole = self.encode(1)
        return self._whole

    def svg(self, most):
        png, scale = self.whole(), 1
        # Four bytes of text for three, and the frame around it.
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
    """Whether `run --inline` wants a PNG of each."""
    return _inline is not None


def show(place, kind, *arguments):
    """Delivers the picture that a class of pictures makes of the arguments."""
    capture = _start.capture()
    if capture.ready():
        picture = _attempt(capture, kind, "be drawn", kind, *arguments)
        if picture is not None:
            deliver(picture, place)


def deliver(picture, place, origin=None):
    """Delivers a picture, unless it is what was delivered last at that place; `origin`: the script that showed it, if
    that was earlier."""
    capture = _start.capture()
    if not capture.ready():
        return
    content = _attempt(capture, picture, "be drawn", picture.content)
    if content is None or content == place.content:
        return
    svg = saved = beside = None
    settings = capture.settings()
    kind = settings.saved_format
    if capture.displays():
        svg = _attempt(capture, picture, "be drawn", picture.svg, settings.max_bytes)
    if kind is not None:
        saved, kind = _saved(capture, picture, kind or "png")
        beside = _attempt(capture, picture, "be saved", picture.beside)
        beside = beside if beside and beside[1] != kind else None
    if svg is None and saved is None:
        return
    _wait()
    origin = origin or _script.Origin()
    # Claimed now: another thread may be about to show the same.
    before, place.content = place.content, content
    delivered = _send.send(place, before, origin, svg, saved, kind, beside)
    if delivered and _inline is not None and svg is not None:
        _inline.draw(capture, svg, picture.png)


def _saved(capture, picture, wanted):
    """The file's bytes, or None, and their format: the wanted one, else PNG, else SVG."""
    for kind in dict.fromkeys((wanted, "png", "svg")):
        if kind == "svgz":
            import gzip

            content = _attempt(capture, picture, "be saved", picture.file, "svg")
            content = content and gzip.compress(content, mtime=0)
        else:
            content = _attempt(capture, picture, "be saved", picture.file, kind)
        if content is not None:
            if kind != wanted:
                name = capture.settings().filename
                text = "CG_PLOT_FILENAME=%s: %s writes no %s here; saving %s instead"
                capture.warn(text % (name, picture.library, wanted, kind))
            return content, kind
    return None, wanted


def _attempt(capture, picture, what, draw, *arguments):
    """A drawing, or None and a line that says why there is none."""
    try:
        return draw(*arguments)
    except Exception as error:
        _error_boundary.pass_signalled(error)
        text = "a picture of %s cannot %s: %s: %s"
        capture.warn(text % (picture.library, what, type(error).__name__, error))
        return None


def at_exit(function):
    """Has `function` called when this process ends, to deliver what is left."""
    if function not in _endings:
        _endings.append(function)
    _wait()


def _wait():
    """The process says when it ends."""
    global _waits
    if _waits != os.getpid():
        _waits = os.getpid()
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
    """The same where the program calls `os._exit`; a child of a bare fork has nothing to deliver."""
    if _waits == os.getpid():
        _exit()
