"""Captures OpenCV's windows. We deliver an image when the program waits for a key, closes the window or ends.

Nobody presses a key here. While the windows change, a wait returns at once without a key. If they no longer
change, the program waits for a person. Then we press the keys that end most programs, one at each wait.
"""

import functools
import sys

_start = sys.modules["cg_plot_capture._start"]
_error_boundary = _start.sibling("_error_boundary")
_picture = _start.sibling("_picture")
_window = _start.sibling("_pictures._opencv_window")

#: The number of waits without a change before the first key, and the keys: Escape, `q`, Enter, space.
WAITS = 2
KEYS = (27, ord("q"), 13, ord(" "))
#: The types of arrays that OpenCV shows, each with the factor and the summand that convert it to bytes
#: (`convertToShow` in modules/highgui/src/precomp.hpp).
TYPES = {
    "uint8": None,
    "int8": (1, 127),
    "uint16": (1 / 255, 0),
    "int16": (1 / 255, 127),
    "float32": (255, 0),
    "float64": (255, 0),
}


def adapt(cv2):
    """Replaces the functions of windows that this OpenCV has. It has two modules of the same name; the second
    one copies all names of the first."""
    if _start.sibling("_import_watch").in_kernel() or isinstance(cv2.__dict__.get("imshow"), Function):
        return
    windows = Windows(cv2)
    for name, function in vars(Windows).items():
        real = cv2.__dict__.get(name)
        if real is not None and not name.startswith("_"):
            setattr(cv2, name, Function(real, functools.partial(function, windows)))


class Function:
    """Replaces a built-in function. It is not a Python function, because that would become a method as an
    attribute of a class."""

    def __init__(self, real, ours):
        functools.update_wrapper(self, real)
        self._ours = ours

    def __call__(self, *arguments, **options):
        try:
            return self._ours(*arguments, **options)
        except BaseException as error:
            if not isinstance(error, TypeError) or self._takes(arguments, options):
                # Removes our frames, from 3.11 on. Before 3.11, `raise` restores the traceback.
                while error.__traceback__ is not None and error.__traceback__.tb_frame.f_code.co_filename == __file__:
                    error.__traceback__ = error.__traceback__.tb_next
                raise
        # OpenCV refuses the arguments before it looks for a display.
        return self.__wrapped__(*arguments, **options)

    def _takes(self, arguments, options):
        """Whether our function has these parameters. Asked only after an error, because `inspect` is large."""
        import inspect

        try:
            inspect.signature(self._ours).bind(*arguments, **options)
        except TypeError:
            return False
        return True

    def __repr__(self):
        return repr(self.__wrapped__)


def _end():
    """Delivers the open windows at the end of the process."""
    for windows in Windows._all:
        for window in list(windows._open.values()):
            _error_boundary.attempt(window.show)


class Windows:
    """The functions of windows: each has the name, the arguments and the results of OpenCV's."""

    #: One object for each OpenCV that was loaded.
    _all = []

    def __init__(self, cv2):
        self._cv2 = cv2
        self._real_imshow = cv2.imshow
        #: The open windows by name.
        self._open = {}
        #: The number of waits in a row without a change.
        self._idle = 0
        self._all.append(self)

    def imshow(self, winname, mat):
        known = isinstance(mat, (int, float, tuple, self._cv2.UMat)) or getattr(mat, "dtype", None) is not None
        if not isinstance(winname, str) or not known or getattr(mat, "size", 1) == 0:
            # OpenCV raises for such arguments before it looks for a screen.
            return self._real_imshow(winname, mat)
        image = self._bytes(mat)
        _error_boundary.attempt(self._put, winname, image)

    def namedWindow(self, winname, flags=1):
        _error_boundary.attempt(self._window, winname, flags)

    def waitKey(self, delay=0):
        return self._wait(delay)

    def waitKeyEx(self, delay=0):
        return self._wait(delay)

    def pollKey(self):
        return self._wait(1)

    def destroyWindow(self, winname):
        window = self._open.pop(winname, None)
        if window is not None:
            _error_boundary.attempt(window.show)

    def destroyAllWindows(self):
        for name in list(self._open):
            self.destroyWindow(name)

    def startWindowThread(self):
        return 0

    def moveWindow(self, winname, x, y):
        pass

    def resizeWindow(self, winname, *size, **sizes):
        pass

    def setWindowTitle(self, winname, title):
        if winname in self._open:
            self._open[winname].title = title

    def getWindowImageRect(self, winname):
        window = self._open.get(winname)
        if window is None:
            return (-1, -1, -1, -1)
        return (0, 0, *(window.image.shape[1::-1] if window.image is not None else (200, 200)))

    def getWindowProperty(self, winname, prop_id):
        window = self._open.get(winname)
        if prop_id == self._cv2.WND_PROP_VISIBLE:
            # A person who has pressed all keys would close it.
            return float(window is not None and self._idle < WAITS + len(KEYS))
        if window is None:
            return -1.0
        if prop_id == self._cv2.WND_PROP_AUTOSIZE:
            return float(window.flags & 1)
        return 0.0

    def setWindowProperty(self, winname, prop_id, prop_value):
        pass

    def createTrackbar(self, trackbarName, windowName, value, count, onChange=None):
        bars = self._window(windowName).trackbars
        bars[trackbarName] = [0, 0, count, onChange]
        self.setTrackbarPos(trackbarName, windowName, value)

    def getTrackbarPos(self, trackbarname, winname):
        bar = self._bar(trackbarname, winname)
        return bar[0] if bar else -1

    def setTrackbarPos(self, trackbarname, winname, pos):
        bar = self._bar(trackbarname, winname)
        if bar:
            before, bar[0] = bar[0], max(bar[1], min(bar[2], pos))
            if bar[0] != before and callable(bar[3]):
                try:
                    bar[3](bar[0])
                except Exception:
                    # As OpenCV does.
                    sys.excepthook(*sys.exc_info())

    def setTrackbarMin(self, trackbarname, winname, minval):
        self._limit(trackbarname, winname, 1, minval)

    def setTrackbarMax(self, trackbarname, winname, maxval):
        self._limit(trackbarname, winname, 2, maxval)

    def setMouseCallback(self, windowName, onMouse, param=None):
        pass

    def selectROI(self, *arguments, **options):
        self._select(*arguments, **options)
        return (0, 0, 0, 0)

    def selectROIs(self, *arguments, **options):
        self._select(*arguments, **options)
        return ()

    def displayOverlay(self, winname, text, delayms=0):
        pass

    def displayStatusBar(self, winname, text, delayms=0):
        pass

    def createButton(self, buttonName, onChange, *more, **options):
        pass

    def _bytes(self, mat):
        """A copy of the image, converted to the bytes that OpenCV would show."""
        cv2 = self._cv2
        if isinstance(mat, cv2.UMat):
            mat = mat.get()
        elif not hasattr(mat, "dtype"):
            import numpy

            mat = numpy.asarray(mat, float)
        kind = getattr(mat.dtype, "name", None)
        if kind not in TYPES:
            problem = "(-215:Assertion failed) src_depth != CV_16F && src_depth != CV_32S in function 'convertToShow'"
            raise cv2.error("OpenCV(%s) error: %s" % (cv2.__version__, problem))
        if mat.ndim == 1:
            mat = mat.reshape(-1, 1)
        if kind.startswith("float"):
            # `addWeighted` saturates, and converts NaN to zero.
            image = cv2.addWeighted(mat, TYPES[kind][0], mat, 0, 0, dtype=cv2.CV_8U)
        elif TYPES[kind]:
            image = cv2.convertScaleAbs(mat, alpha=TYPES[kind][0], beta=TYPES[kind][1])
        else:
            image = mat.copy(order="C")
        if image.ndim == 3 and image.shape[2] == 1:
            return image[:, :, 0].copy()
        if image.ndim == 3 and image.shape[2] != 3:
            # Removes transparency; raises if there are too many channels for OpenCV.
            image = cv2.cvtColor(image, cv2.COLOR_BGRA2BGR)
        return image

    def _window(self, name, flags=1):
        """The window of that name; makes it if there is none."""
        if name not in self._open:
            self._open[name] = _window.Window(self._cv2, name, flags)
            self._idle = 0
        return self._open[name]

    def _put(self, name, image):
        self._window(name).put(image)
        _picture.at_exit(_end)

    def _wait(self, delay):
        return _error_boundary.harmless(self._answer, lambda _: -1)(delay)

    def _answer(self, delay):
        """Returns the key that is pressed while the program waits, or -1."""
        changed = False
        for window in list(self._open.values()):
            changes = window.changes()
            changed = changed or changes
            if delay > 0:
                window.pause(changes)
            else:
                window.show()
        self._idle = 0 if changed or not self._open else self._idle + 1
        turn = self._idle - WAITS
        if 0 <= turn < len(KEYS):
            return KEYS[turn]
        if turn >= 0:
            _sleep(delay)
        return -1

    def _bar(self, name, window):
        return self._open[window].trackbars.get(name) if window in self._open else None

    def _limit(self, name, window, place, value):
        bar = self._bar(name, window)
        if bar:
            bar[place] = value
            self.setTrackbarPos(name, window, bar[0])

    def _select(self, *arguments, windowName="ROI selector", img=None, **options):
        """Shows the image in which a person would select something."""
        if arguments and isinstance(arguments[0], str):
            windowName, arguments = arguments[0], arguments[1:]
        self.imshow(windowName, arguments[0] if arguments else img)
        self._wait(0)
        if windowName == "ROI selector":
            self.destroyWindow(windowName)


def _sleep(delay):
    """Warns and sleeps, because no key has ended the wait."""
    import time

    text = "the program waits for a key in a window of OpenCV, and nobody is there"
    _start.capture().warn(text)
    time.sleep(delay / 1000 if delay > 0 else 1)
