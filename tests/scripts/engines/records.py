"""Reads records of figures whole, in pieces, and damaged in every place: a figure is whole or is not there."""

import itertools
import random
import sys

start = sys.modules["cg_plot_capture._start"]
import asyncio, atexit, collections, contextlib, json, threading, time, zlib

record = start.sibling("_engines._record")

SVG = b'<?xml version="1.0"?>\n<svg>' + b"figure" * 50 + b"</svg>\n"
sent = [
    record.Record(SVG, None, None, []),
    record.Record(None, b"\x89PNG" * 30, "png", [(b"{}", "json")]),
    record.Record(SVG[:-8] + b"more</svg>\n", b"pixels", "jpg", []),
]
stream = b"".join(itertools.chain(*map(record.pack, sent)))


def contents(records):
    return [(each.svg, each.saved, each.kind or "png", each.beside) for each in records]


def read(pieces):
    reader, found = record.Reader(), []
    try:
        for piece in pieces:
            found += reader.feed(piece)
    except record.Invalid:
        pass
    return contents(found)


whole = contents(sent)
for size in (1, 7, 100, len(stream)):
    assert read(stream[at : at + size] for at in range(0, len(stream), size)) == whole, size
for end in range(len(stream)):
    found = read([stream[:end]])
    assert found == whole[: len(found)] and len(found) < len(whole), end
choice = random.Random(1)
for at in range(len(stream)):
    damaged = bytearray(stream)
    damaged[at] ^= choice.randrange(1, 256)
    assert all(each in whole for each in read([bytes(damaged)])), at
refused = [
    b"x" * 5000,
    b"[]\n",
    b'{"files": [["svg", 4000000000], ["png", null]], "crc32": 0}\n',
    b'{"files": [["svg", -1], ["png", null]], "crc32": 0}\n',
    b'{"files": [["svg", null], ["png", null]], "crc32": 0}\n',
    b'{"files": [["svg", null], ["../x", 1]], "crc32": 3}\nx',
    b'{"files": [["svg", true], ["png", null]], "crc32": 0}\nx',
    b"".join(record.pack(record.Record(b"<html></html>", None, None, []))),
    b"".join(record.pack(record.Record(b"<svg>\xff</svg>", None, None, []))),
]
for text in refused:
    try:
        found = record.Reader().feed(text)
    except record.Invalid:
        continue
    raise AssertionError((text, found))
# The machine's name may stand in the names of files.
receiver = start.sibling("_engines._receiver")
assert receiver._checked(("id", 0, b"", 0, 7, "node-1.example_org"))[-1] == "node-1.example_org"
for host in ("", "../../etc", "a/b", "..", ".", "a\0b", "a\nb", "x" * 256, b"node", None):
    try:
        receiver._checked(("id", 0, b"", 0, 7, host))
    except record.Invalid:
        continue
    raise AssertionError(host)
# A program takes the stream piece by piece, and may ask for a piece again that has not arrived.
outbox_module = start.sibling("_engines._outbox")
outbox_module.PIECE, outbox_module.ROOM, outbox_module.MOST, outbox_module.PATIENCE = 100, 500, 1000, 0.2
told = []
outbox = outbox_module.Outbox(lambda: told.append(1))
assert outbox.put([b"a" * 90, b"b" * 90], True) and outbox.put([b"c" * 90], True) and told == [1]
taken, position = b"", 0
while position < 270:
    for _ in range(2):
        id, begin, data, end = outbox.take(outbox.id, position)
        assert (id, begin, end) == (outbox.id, position, 270) and 0 < len(data) <= 100
    taken, position = taken + data, position + len(data)
assert taken == b"a" * 90 + b"b" * 90 + b"c" * 90
assert outbox.take(outbox.id, 270)[2] == b"" and outbox.is_empty()
assert outbox.put([b"d" * 400], True) and told == [1, 1]
# A program that has just begun gets what is there, and one that takes nothing does not hold a task up for ever.
assert outbox.take("", 0)[:3] == (outbox.id, 270, b"d" * 100)
before = time.monotonic()
assert not outbox.put([b"e" * 400], True) and 0.1 < time.monotonic() - before < 20
assert outbox.put([b"e" * 400], False) and not outbox.put([b"f" * 400], False)
assert outbox.expire() and outbox.is_empty() and outbox.put([b"g"], True) and told == [1, 1, 1]
print("done")
