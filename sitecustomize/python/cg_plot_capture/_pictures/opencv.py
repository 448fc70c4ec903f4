"""Captures OpenCV's windows. We deliver an image when the program waits for a key, closes the window or ends."""

import sys

_start = sys.modules["cg_plot_capture._start"]
_error_boundary = _start.sibling("_error_boundary")
_picture = _start.sibling("_picture")
_function = _start.sibling("_pictures._opencv_function")
_image = _start.sibling("_pictures._opencv_image")
_keys = _start.sibling("_pictures._opencv_keys")
_window = _start.sibling("_pictures._opencv_window")
takes = _function.takes

#: What OpenCV prints where a person would select a part of an image.
NOTICE = """\
Select a ROI and then press SPACE or ENTER button!
Cancel the selection process by pressing c button!"""
#: The properties of windows that OpenCV asks its display for.
DISPLAYED = ("FULLSCREEN", "AUTOSIZE", "ASPECT_RATIO", "VISIBLE")


def adapt(cv2):
    """Replaces the functions of windows that this OpenCV has. It has two modules of the same name; the second
    one copies all names of the first."""
    if _start.sibling("_import_watch").in_kernel() or isinstance(cv2.__dict__.get("imshow"), _function.Function):
        return
    windows = Windows(cv2)
    for name, function in vars(Windows).items():
        real = cv2.__dict__.get(name)
        if real is not None and not name.startswith("_"):
            setattr(cv2, name, _function.Function(real, function, windows))


def _end():
    """Delivers the open windows at the end of the process."""
    for windows in Windows._all:
        for window in list(windows._open.values()):
            _error_boundary.attempt(window.show)


class Windows:
    """The functions of windows: each has the name, the arguments, the results and the errors that it has in
    OpenCV's wheel, which uses Qt."""

    #: One object for each OpenCV that was loaded.
    _all = []

    def __init__(self, cv2):
        self._cv2 = cv2
        #: The open windows by name.
        self._open = {}
        #: Whether OpenCV has its object for windows: from the first window on until the last is destroyed.
        self._has_receiver = False
        #: The trackbars of the control panel, which belongs to no window.
        self._panel = {}
        self._keys = _keys.Keys()
        self._displayed = {getattr(cv2, "WND_PROP_" + name, None) for name in DISPLAYED}
        self._all.append(self)

    @takes("so")
    def imshow(self, winname, mat):
        known = isinstance(mat, (int, float, tuple, self._cv2.UMat)) or getattr(mat, "dtype", None) is not None
        if not known or getattr(mat, "size", 1) == 0:
            raise _function.Refused
        image = _image.convert(self._cv2, mat)
        _error_boundary.attempt(self._put, winname, image, mat)

    @takes("si")
    def namedWindow(self, winname, flags=1):
        if not winname:
            self._fail("namedWindow", -215, "Assertion failed", "!winname.empty()")
        _error_boundary.attempt(self._window, winname, flags)

    @takes("i")
    def waitKey(self, delay=0):
        return self._wait(delay)

    @takes("i")
    def waitKeyEx(self, delay=0):
        return self._wait(delay)

    @takes("")
    def pollKey(self):
        return self._wait(1)

    @takes("s")
    def destroyWindow(self, winname):
        self._needs_window("destroyWindow")
        self._close(winname)
        self._has_receiver = bool(self._open)

    @takes("")
    def destroyAllWindows(self):
        for name in list(self._open):
            self._close(name)

    @takes("")
    def startWindowThread(self):
        return 0

    @takes("sii")
    def moveWindow(self, winname, x, y):
        self._needs_window("moveWindow")

    @takes("sooo")
    def resizeWindow(self, winname, width=None, height=None, size=None):
        given = [value for value in (width, height, size) if value is not None]
        given = given[0] if len(given) == 1 and isinstance(given[0], (tuple, list)) else given
        if len(given) != 2:
            raise _function.Refused
        for value in given:
            _function.convert(value, "i")
        self._needs_window("resizeWindow")

    @takes("ss")
    def setWindowTitle(self, winname, title):
        self._needs_window("setWindowTitle")
        if winname in self._open:
            self._open[winname].title = title

    @takes("s")
    def getWindowImageRect(self, winname):
        self._needs_window("getWindowImageRect")
        window = self._open.get(winname)
        if window is None:
            return (-1, -1, -1, -1)
        return (0, 0, *(window.image.shape[1::-1] if window.image is not None else (200, 200)))

    @takes("si")
    def getWindowProperty(self, winname, prop_id):
        if prop_id in self._displayed:
            self._needs_window("getWindowProperty")
        window = self._open.get(winname)
        if prop_id == self._cv2.WND_PROP_VISIBLE:
            # A person who has pressed all keys would close it.
            return float(window is not None and not self._keys.are_pressed())
        return window.properties.get(prop_id, -1.0) if window is not None else -1.0

    @takes("sid")
    def setWindowProperty(self, winname, prop_id, prop_value):
        if prop_id in self._displayed - {self._cv2.WND_PROP_VISIBLE}:
            self._needs_window("setWindowProperty")
            if winname in self._open:
                self._open[winname].properties[prop_id] = float(prop_value)

    @takes("ttnnc", by_name=False)
    def createTrackbar(self, trackbarName, windowName, value, count, onChange):
        self._needs_window("createTrackbar")
        bars = self._bars("createTrackbar", windowName)
        if trackbarName in bars:
            # OpenCV sets its position, and changes nothing else.
            bars[trackbarName].move(value, False)
        elif count <= 0:
            self._fail("createTrackbar", -27, "Null pointer", "Max value of the slider must be bigger than 0")
        else:
            bars[trackbarName] = _window.Trackbar(count, onChange)
            bars[trackbarName].move(value)

    @takes("ss")
    def getTrackbarPos(self, trackbarname, winname):
        bar = self._bars("getTrackbarPos", winname).get(trackbarname)
        return bar.position if bar else -1

    @takes("ssi")
    def setTrackbarPos(self, trackbarname, winname, pos):
        bar = self._bars("setTrackbarPos", winname).get(trackbarname)
        if bar:
            bar.move(pos)

    @takes("ssi")
    def setTrackbarMin(self, trackbarname, winname, minval):
        bar = self._bars("setTrackbarMin", winname).get(trackbarname)
        if bar:
            bar.limit(minval, max(minval, bar.most))

    @takes("ssi")
    def setTrackbarMax(self, trackbarname, winname, maxval):
        bar = self._bars("setTrackbarMax", winname).get(trackbarname)
        if bar:
            bar.limit(min(maxval, bar.least), maxval)

    @takes("tco")
    def setMouseCallback(self, window_name, on_mouse, param=None):
        if window_name not in self._open:
            self._fail("setMouseCallback", -27, "Null pointer", "NULL window handler")

    @takes(None)
    def selectROI(self, *arguments, **options):
        self._select("", *arguments, **options)
        return (0, 0, 0, 0)

    @takes(None)
    def selectROIs(self, *arguments, **options):
        self._select("Finish the selection process by pressing ESC button!\n", *arguments, **options)
        return ()

    @takes("ssi")
    def displayOverlay(self, winname, text, delayms=0):
        self._needs_window("displayOverlay")

    @takes("ssi")
    def displayStatusBar(self, winname, text, delayms=0):
        self._needs_window("displayStatusBar")

    @takes("tconn")
    def createButton(self, buttonName, onChange, userData=None, buttonType=0, initialButtonState=0):
        self._needs_window("createButton")

    def _window(self, name, flags=1):
        """The window of that name; makes it if there is none."""
        if name not in self._open:
            self._open[name] = _window.Window(self._cv2, name, flags)
            self._has_receiver = True
            self._keys.begin()
        return self._open[name]

    def _put(self, name, image, mat):
        self._window(name).put(image, mat)
        _picture.at_exit(_end)

    def _close(self, name):
        window = self._open.pop(name, None)
        if window is not None:
            _error_boundary.attempt(window.show)

    def _wait(self, delay):
        return _error_boundary.harmless(self._answer, lambda _: -1)(delay)

    def _answer(self, delay):
        """Returns the key that is pressed while the program waits, or -1."""
        changed = new = False
        for window in list(self._open.values()):
            changes = window.changes()
            changed = changed or changes
            new = window.takes_new() or new
            if delay > 0:
                window.pause(changes)
            else:
                window.show()
        return self._keys.wait(delay, changed or not self._open, new)

    def _bars(self, function, window):
        """The trackbars of a window; without a name, those of the control panel."""
        if window in self._open:
            return self._open[window].trackbars
        if not window and self._has_receiver:
            return self._panel
        return self._fail(function, -27, "Null pointer", "NULL window handler")

    def _needs_window(self, function):
        """Raises if the program has no window at all. For most functions, a name of no window is no error."""
        if not self._has_receiver:
            self._fail(function, -27, "Null pointer", "NULL guiReceiver (please create a window)")

    def _fail(self, function, code, kind, text):
        raise _function.error(self._cv2, function, code, kind, text)

    def _select(self, notice, *arguments, windowName="ROI selector", img=None, printNotice=True, **options):
        """Shows the image in which a person would select something."""
        if arguments and isinstance(arguments[0], str):
            windowName, arguments = arguments[0], arguments[1:]
        img, *flags = arguments or (img,)
        if img is None:
            raise _function.Refused
        if flags[2] if len(flags) > 2 else printNotice:
            print(notice + NOTICE)
        self.imshow(windowName, img)
        self._wait(0)
        if windowName == "ROI selector":
            self._close(windowName)
