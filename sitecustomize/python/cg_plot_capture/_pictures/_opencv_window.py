"""A window of OpenCV: its image, the states of it that are kept, and their delivery."""

import os
import sys
import zlib

_start = sys.modules["cg_plot_capture._start"]
_frames = _start.sibling("_frames")
_picture = _start.sibling("_picture")
_script = _start.sibling("_script")


class Window(_picture.Place):
    """A window: its image, and the last delivery of it."""

    def __init__(self, cv2, name, flags):
        super().__init__()
        self.cv2 = cv2
        self.title = name
        self.flags = flags
        self.trackbars = {}
        self.origin = _script.Origin()
        #: Its image, the process that showed it, and its checksum at the last wait.
        self.image = self.process = self.seen = None
        #: Whether it was delivered before.
        self.shown = False
        self.frames = None

    def put(self, image):
        """Sets its image."""
        self.image = image
        self.process = os.getpid()
        self.origin.put_off()

    def changes(self):
        """Whether its image has changed since the last wait."""
        if self.image is None:
            return False
        before, self.seen = self.seen, (self.image.shape, zlib.crc32(self.image))
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
        return Shown(self.cv2, self.image, self.title)

    def deliver(self, picture):
        """Delivers a picture, unless it equals the last delivery."""
        self.shown = True
        _picture.deliver(picture, self, self.origin)


class Shown(_picture.Pixels):
    """The image of a window, in bytes."""

    library = "OpenCV"

    def __init__(self, cv2, image, title):
        self.cv2 = cv2
        self.image = image
        self.title = title
        self.size = image.shape[1::-1]

    def content(self):
        return hash((self.image.shape, zlib.crc32(self.image)))

    def encode(self, scale):
        image = self.image
        if scale < 1:
            size = [max(1, round(side * scale)) for side in self.size]
            image = self.cv2.resize(image, size, interpolation=self.cv2.INTER_AREA)
        return self._encode(image, "png")

    def write(self, kind):
        if self.cv2.haveImageWriter("picture." + kind):
            return self._encode(self.image, kind)
        try:
            from PIL import Image
        except ImportError:
            return None
        image = self.image
        image = image if image.ndim == 2 else self.cv2.cvtColor(image, self.cv2.COLOR_BGR2RGB)
        pillow = _start.sibling("_pictures.pillow")
        return pillow.Image(Image, Image.fromarray(image), self.title).write(kind)

    def _encode(self, image, kind):
        return self.cv2.imencode("." + kind, image)[1].tobytes()
