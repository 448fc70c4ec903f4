"""An image of a window of OpenCV: its conversion to bytes, and its files."""

import sys

_start = sys.modules["cg_plot_capture._start"]
_function = _start.sibling("_pictures._opencv_function")
_picture = _start.sibling("_picture")

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


def convert(cv2, mat):
    """A copy of the image, converted to the bytes that OpenCV would show."""
    if isinstance(mat, cv2.UMat):
        mat = mat.get()
    elif not getattr(mat, "shape", None):
        import numpy

        # OpenCV makes four numbers of one.
        mat = numpy.asarray(mat if isinstance(mat, tuple) else (mat, 0, 0, 0), float)
    if mat.dtype.kind not in "biuf":
        raise _function.Refused
    kind = mat.dtype.name
    if kind not in TYPES or mat.ndim > 3:
        failed = "src_depth != CV_16F && src_depth != CV_32S" if kind not in TYPES else "m->dims <= 2"
        raise _function.error(cv2, "convertToShow", -215, "Assertion failed", failed)
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


class Shown(_picture.Pixels):
    """The image of a window, in bytes."""

    library = "OpenCV"

    def __init__(self, cv2, image, checksum, title):
        self.cv2 = cv2
        self.image = image
        self.checksum = checksum
        self.title = title
        self.size = image.shape[1::-1]

    def content(self):
        return self.checksum

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
