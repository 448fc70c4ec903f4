"""Captures Pillow's `Image.show` and `ImageShow.show`, by its registry of viewers."""

import io
import sys
import weakref

_start = sys.modules["cg_plot_capture._start"]
_error_boundary = _start.sibling("_error_boundary")
_picture = _start.sibling("_picture")
_watch = _start.sibling("_import_watch")

#: The place of each image by its id. A weak reference to the image removes it.
_places = {}


def adapt(ImageShow):
    """Registers our viewer before those that Pillow has found on this machine."""
    known = list(ImageShow._viewers)

    class Viewer(ImageShow.Viewer):
        """Delivers an image. Viewers that the program has registered go first, in any order."""

        def show(self, image, **options):
            if _watch.in_kernel():
                return 0
            viewers = ImageShow._viewers
            # Pillow has asked those before it.
            behind = viewers[viewers.index(self) + 1 :] if self in viewers else ()
            for viewer in behind:
                if viewer not in known and viewer.show(image, **options):
                    return 1
            picture = Image(ImageShow.Image, image, options.get("title"))
            # An image that is closed, truncated or empty raises here what it raises in Pillow's own viewers.
            picture.whole()
            _error_boundary.attempt(_deliver, picture, image)
            return 1

    ImageShow.register(Viewer(), order=0)


def _deliver(picture, image):
    place = _places.get(id(image))
    if place is None:
        place = _places[id(image)] = _picture.Place()
        place.forget = weakref.ref(image, lambda _, key=id(image): _places.pop(key, None))
    _picture.deliver(picture, place)


class Image(_picture.Pixels):
    """An image as Pillow's own viewers show it."""

    library = "Pillow"

    def __init__(self, module, image, title):
        #: `PIL.Image`.
        self.Image = module
        self.title = title
        image.load()
        # As `ImageShow.Viewer.show` does.
        if image.mode not in ("1", "RGBA", "I;16", "LA"):
            base = self.Image.getmodebase(image.mode)
            if image.mode != base:
                image = image.convert(base)
        self.image = image
        self.size = image.size

    def content(self):
        # Of the PNG: it is needed anyway, and most images have far more bytes.
        return hash((self.whole(), self.title))

    def encode(self, scale):
        image = self.image
        if scale < 1:
            if image.mode == "1":
                image = image.convert("L")
            size = [max(1, round(side * scale)) for side in self.size]
            image = image.resize(size, self.Image.BOX if image.mode != "I;16" else self.Image.NEAREST)
        return self._save(image, "PNG")

    def write(self, kind):
        format = self.Image.registered_extensions().get("." + kind)
        if format is None or format not in self.Image.SAVE:
            return None
        try:
            return self._save(self.image, format)
        except OSError:
            # JPEG and other formats have no transparency.
            return self._save(self.image.convert("RGB"), format)

    def _save(self, image, format):
        buffer = io.BytesIO()
        # The program's class may have its own `save`.
        self.Image.Image.save(image, buffer, format)
        return buffer.getvalue()
