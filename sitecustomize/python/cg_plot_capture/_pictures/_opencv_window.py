"""A window of OpenCV: its image, its trackbars, the states of it that are kept, and their delivery."""

import os
import sys
import weakref
import zlib

_start = sys.modules["cg_plot_capture._start"]
_frames = _start.sibling("_frames")
_image = _start.sibling("_pictures._opencv_image")
_picture = _start.sibling("_picture")
_script = _start.sibling("_script")


class Window(_picture.Place):
    """A window: its image, and the last delivery of it."""

    def __init__(self, cv2, name, flags):
        super().__init__()
        self.cv2 = cv2
        self.title = name
        #: Its properties by number, without WND_PROP_VISIBLE.
        self.properties = {
            cv2.WND_PROP_FULLSCREEN: 0.0,
            cv2.WND_PROP_AUTOSIZE: float(flags & 1),
            cv2.WND_PROP_ASPECT_RATIO: float(flags & cv2.WINDOW_FREERATIO),
            cv2.WND_PROP_OPENGL: 0.0,
        }
        self.trackbars = {}
        self.origin = _script.Origin()
        #: Its image, the process that showed it, and its checksum at the last wait.
        self.image = self.process = self.seen = None
        #: The checksum of the image, which large images make slow; None until it is needed.
        self._checksum = None
        #: The program's array, and whether another one was shown since the last wait.
        self._array, self._is_new = None, False
        #: Whether it was delivered before.
        self.shown = False
        self.frames = None

    def put(self, image, array):
        """Sets its image, which was made of the program's array."""
        self.image, self._checksum = image, None
        self.process = os.getpid()
        self.origin.put_off()
        if self._array is None or self._array() is not array:
            try:
                self._array, self._is_new = weakref.ref(array), True
            except TypeError:
                self._array = None  # A number.

    def takes_new(self):
        """Whether the program has shown another array since the last call."""
        new, self._is_new = self._is_new, False
        return new

    def checksum(self):
        """A hash of its image."""
        if self._checksum is None:
            self._checksum = hash((self.image.shape, zlib.crc32(self.image)))
        return self._checksum

    def changes(self):
        """Whether its image has changed since the last wait."""
        if self.image is None:
            return False
        before, self.seen = self.seen, self.checksum()
        return self.seen != before

    def pause(self, changed):
        """A window would show the image for a while. The first state is delivered at once, the last one when it is
        known to be the last."""
        frames = _start.capture().settings().frames
        if self.image is None or self.process != os.getpid():
            return
        if frames == "all" or (not self.shown and frames != 1):
            self.deliver(self.picture())
        elif changed and frames not in ("last", 1):
            self.frames = self.frames or _frames.Frames(frames)
            self.frames.add(self.picture)

    def show(self):
        """Delivers the states that were kept, and the image."""
        if self.image is None or self.process != os.getpid():
            return
        frames, self.frames = self.frames, None
        for picture in frames.held if frames else ():
            self.deliver(picture)
        self.deliver(self.picture())

    def picture(self):
        """Its image as a picture."""
        return _image.Shown(self.cv2, self.image, self.checksum(), self.title)

    def deliver(self, picture):
        """Delivers a picture, unless it equals the last delivery."""
        self.shown = True
        _picture.deliver(picture, self, self.origin)


class Trackbar:
    """A trackbar, which only the program moves."""

    def __init__(self, most, on_change):
        self.position, self.least, self.most = 0, 0, most
        self._on_change = on_change

    def limit(self, least, most):
        """Sets its limits."""
        self.least, self.most = least, most
        self.move(self.position)

    def move(self, position, tells=True):
        """Moves it within its limits, and tells the program if that has changed its position."""
        before, self.position = self.position, max(self.least, min(self.most, position))
        if tells and self.position != before:
            try:
                self._on_change(self.position)
            except Exception as error:
                # As OpenCV does, without our frame.
                sys.excepthook(type(error), error.with_traceback(error.__traceback__.tb_next), error.__traceback__)
