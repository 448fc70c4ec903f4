"""Images in the formats that Tk reads: GIF, PNG, PPM and PGM."""

import base64
import struct
import sys
import weakref

_errors = sys.modules["cg_plot_capture._start"].sibling("_pictures._turtle_errors")


#: The images by name. An image ends when the program has no reference to it, as in Tk.
_named = weakref.WeakValueDictionary()


def find(image):
    """The image that an option names: one of ours, or the name of one. Raises Tk's error if there is none."""
    if hasattr(image, "uri") or image == "":
        return image
    found = _named.get(str(image))
    if found is None:
        raise _errors.tcl_error('image "%s" doesn\'t exist' % (image,))
    return found


class PhotoImage:
    """An image. We put its file into the SVG, and do not decode its pixels."""

    def __init__(self, name=None, cnf={}, master=None, **options):
        options = {**cnf, **options}
        file, data = options.get("file"), options.get("data")
        self.name = name or "pyimage%d" % id(self)
        _named[self.name] = self
        self.file = file or ""
        #: Its size, type and bytes; the type is None if it is blank.
        self._size = int(options.get("width") or 0), int(options.get("height") or 0)
        self.type = self.content = None
        if file:
            self._read(_content(file), 'image file "%s"' % file)
        elif data:
            self._read(data if isinstance(data, bytes) and data[:1] in b"GP\x89" else _decoded(data), "image data")

    def _read(self, content, what):
        if content[:3] == b"GIF":
            self.type, size, content = "gif", struct.unpack("<HH", content[6:10]), _first_frame(content)
        elif content[:8] == b"\x89PNG\r\n\x1a\n":
            self.type, size = "png", struct.unpack(">II", content[16:24])
        elif content[:2] in (b"P5", b"P6"):
            self.type, (size, content) = "png", _png(content)
        else:
            word = "data in " if what.startswith("image file") else ""
            raise _errors.tcl_error("couldn't recognize %s%s" % (word, what))
        self._size = tuple(given or own for given, own in zip(self._size, size))
        self.content = content

    def width(self):
        return self._size[0]

    def height(self):
        return self._size[1]

    def blank(self):
        self.type = self.content = None

    def copy(self, **options):
        return self._resized(1, 1)

    def zoom(self, x, y="", **options):
        return self._resized(x, y or x)

    def subsample(self, x, y="", **options):
        return self._resized(1 / x, 1 / (y or x))

    def _resized(self, x, y):
        image = PhotoImage()
        image.take(self, x, y)
        return image

    def take(self, source, across, down):
        """Becomes the source with its sides multiplied."""
        self.type, self.content = source.type, source.content
        self._size = tuple(max(1, -int(-size * factor // 1)) for size, factor in zip(source._size, (across, down)))

    def get(self, x, y):
        return (0, 0, 0)

    def config(self, **options):
        """Loads a new file if the program sets one."""
        if options.get("file") or options.get("data"):
            self.__init__(self.name, **options)

    configure = config

    def put(self, data, to=None):
        pass

    def __getitem__(self, key):
        return {"width": self._size[0], "height": self._size[1], "file": self.file}.get(key, "")

    cget = __getitem__

    def __setitem__(self, key, value):
        self.config(**{key: value})

    def __str__(self):
        return self.name

    def uri(self):
        """The image as a data URI; None if it is blank."""
        return self.type and "data:image/%s;base64,%s" % (self.type, base64.b64encode(self.content).decode())


def _content(file):
    try:
        with open(file, "rb") as stream:
            return stream.read()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise _errors.tcl_error("couldn't open \"%s\": %s" % (file, reason)) from None


def _decoded(data):
    try:
        return base64.b64decode(data)
    except ValueError:
        return b""


def _first_frame(content):
    """A GIF up to the end of its first image, because a window does not play the others."""
    at = 13 + _table(content[10])
    while content[at : at + 1] == b"!":  # An extension.
        at = _behind_blocks(content, at + 2)
    if content[at : at + 1] != b",":
        return content
    return content[: _behind_blocks(content, at + 11 + _table(content[at + 9]))] + b";"


def _table(flags):
    """The number of bytes of a colour table."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _behind_blocks(content, at):
    while content[at : at + 1] not in (b"\0", b""):
        at += content[at] + 1
    return at + 1


def _png(content):
    """Converts a PPM or PGM to PNG."""
    import zlib  # Some Pythons do not have it.

    fields, at = [], 0
    while len(fields) < 4:
        line, _, _ = content[at:].partition(b"\n")
        word = line.split(b"#")[0].split()
        for part in word[: 4 - len(fields)]:
            fields.append(part)
        at += len(line) + 1
    width, height = int(fields[1]), int(fields[2])
    channels = 3 if fields[0] == b"P6" else 1
    row = width * channels
    rows = b"".join(b"\0" + content[at + y * row : at + (y + 1) * row] for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2 if channels == 3 else 0, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")
    return (width, height), b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
