"""The form in which a worker sends figures to the program whose task it runs.

A record is one line of JSON and the bytes that it announces. Records follow each other in one stream for each
worker. The receiver believes nothing: a record counts only if it is whole and all of it is as it must be.
"""

import json
import zlib

#: The most bytes of a record's line, and of what it announces: the commands `run` and `collect` skip lines of
#: more than 64 MiB, which are 48 MiB before base64.
LONGEST_LINE, LONGEST = 4096, 48 << 20
#: The most files of one figure.
FILES = 4


class Invalid(Exception):
    """The sender sends something else than records."""


class Record:
    """A figure: the SVG and the bytes of a file, of which one may be None, the file's format, and more files, each
    with its ending."""

    def __init__(self, svg, saved, kind, beside):
        self.svg = svg
        self.saved = saved
        self.kind = kind
        self.beside = beside


def pack(record):
    """The parts of the stream for a record."""
    files = [("svg", record.svg), (record.kind or "png", record.saved)]
    files += [(ending, content) for content, ending in record.beside]
    sizes = [(ending, None if content is None else len(content)) for ending, content in files]
    contents = [content for _, content in files if content is not None]
    return [json.dumps({"files": sizes, "crc32": _sum(sizes, contents)}).encode() + b"\n", *contents]


def _sum(sizes, contents):
    """The checksum of a record."""
    total = zlib.crc32(json.dumps(sizes).encode())
    for content in contents:
        total = zlib.crc32(content, total)
    return total


class Reader:
    """Reads records from a stream that arrives in pieces."""

    def __init__(self):
        self._buffer = bytearray()
        self._files = None

    def feed(self, data):
        """The records that are whole with this piece. After an error, the stream is of no more use."""
        self._buffer += data
        records = []
        while self._is_whole():
            records.append(self._record())
        return records

    def _is_whole(self):
        if self._files is None:
            end = self._buffer.find(b"\n", 0, LONGEST_LINE)
            if end < 0:
                if len(self._buffer) >= LONGEST_LINE:
                    raise Invalid("its line is too long")
                return False
            self._files, self._sum = _announced(bytes(self._buffer[:end]))
            self._begin = end + 1
            self._size = sum(size or 0 for _, size in self._files)
        return len(self._buffer) - self._begin >= self._size

    def _record(self):
        files, contents, place = self._files, [], self._begin
        for _, size in files:
            contents.append(None if size is None else bytes(self._buffer[place : place + size]))
            place += size or 0
        del self._buffer[:place]
        self._files = None
        if self._sum != _sum(files, [content for content in contents if content is not None]):
            raise Invalid("its checksum is wrong")
        (svg, _), (saved, kind), *beside = zip(contents, (ending for ending, _ in files))
        if svg is not None and not _is_svg(svg):
            raise Invalid("it is no SVG")
        return Record(svg, saved, kind, beside)


def _announced(line):
    """The endings and sizes of the files that a line announces, and their checksum."""
    try:
        told = json.loads(line)
        files = [(str(ending), size) for ending, size in told["files"]]
        total = told["crc32"]
    except Exception:
        raise Invalid("its line is not ours") from None
    sizes = [size for _, size in files if size is not None]
    well_formed = (
        2 <= len(files) <= FILES
        and files[0][0] == "svg"
        and type(total) is int
        and all(ending.isascii() and ending.isalnum() and ending.islower() for ending, _ in files)
        and all(len(ending) < 9 for ending, _ in files)
        and all(type(size) is int and size >= 0 for size in sizes)
        and all(size is not None for _, size in files[2:])
        and any(size is not None for _, size in files[:2])
    )
    if not well_formed:
        raise Invalid("its line is not ours")
    if sum(sizes) > LONGEST:
        raise Invalid("it is larger than %d MiB" % (LONGEST >> 20))
    return files, total


def _is_svg(content):
    """Whether it begins and ends as an SVG and is text."""
    if not content.startswith((b"<?xml", b"<svg")) or not content.rstrip().endswith(b"</svg>"):
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
