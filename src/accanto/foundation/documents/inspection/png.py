"""PNG: every piece checked by its sum, every pixel there, nothing after the end; words and places taken out."""

import struct
import zlib
from collections.abc import Iterator

from accanto.foundation.documents.inspection.looking import Looked
from accanto.foundation.documents.inspection.pictures import check_dimensions, damaged, disguised

_HEAD = 8
# What a picture needs to look as it should. Texts, times, positions (eXIf) and private pieces are left behind.
_KEPT = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"sBIT",
        b"pHYS",
        b"bKGD",
    }
)
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_STEP = 64 * 1024


def cleaned_png(content: Looked) -> list[tuple[int, int]]:
    """The stretches of the file to keep, in order.

    :raises FileRefused: damaged, cut off, too many pixels, or with something behind its end.
    """
    kept = [(0, _HEAD)]
    inflater, expected, seen = zlib.decompressobj(), 0, 0
    place, kind = _HEAD, b""
    while kind != b"IEND":
        kind, start, end = _piece(content, place)
        if place == _HEAD:
            if kind != b"IHDR":
                raise damaged()
            expected = _bytes_of_pixels(content[start : end - 4])
        if kind == b"IDAT":
            seen += _inflated(inflater, content, start, end - 4, expected - seen)
        if kind in _KEPT:
            kept.append((place, end))
        elif kind[0:1].isupper():
            raise damaged()  # a critical piece that no reader knows
        place = end
    if seen != expected or not inflater.eof:
        raise damaged()
    if place != len(content):
        raise disguised()
    return kept


def _piece(content: Looked, place: int) -> tuple[bytes, int, int]:
    """Kind, start of its data and end with its sum."""
    head = content[place : place + 8]
    if len(head) < 8:
        raise damaged()
    length, kind = struct.unpack(">I4s", head)
    start, end = place + 8, place + 12 + length
    if end > len(content):
        raise damaged()
    if zlib.crc32(content[place + 4 : end - 4]) != int.from_bytes(content[end - 4 : end], "big"):
        raise damaged()
    return kind, start, end


def _bytes_of_pixels(header: bytes) -> int:
    try:
        width, height, depth, colour, _packing, _filter, woven = struct.unpack(">IIBBBBB", header)
        bits = depth * _CHANNELS[colour]
    except (struct.error, KeyError) as error:
        raise damaged() from error
    check_dimensions(width, height)
    passes = _PASSES if woven else ((0, 0, 1, 1),)
    total = 0
    for left, top, across, down in passes:
        columns, rows = -(-(width - left) // across), -(-(height - top) // down)
        if columns > 0 and rows > 0:
            total += rows * (1 + (columns * bits + 7) // 8)
    return total


def _inflated(inflater: "zlib._Decompress", content: Looked, start: int, end: int, room: int) -> int:
    """How many bytes come out; never more than one beyond the room that the pixels need."""
    seen = 0
    for place in range(start, end, _STEP):
        packed = content[place : min(place + _STEP, end)]
        while packed and not inflater.eof:
            try:
                seen += len(inflater.decompress(packed, min(_STEP * 16, room - seen + 1)))
            except zlib.error as error:
                raise damaged() from error
            if seen > room:
                raise damaged()
            packed = inflater.unconsumed_tail
    return seen


def stretches(content: Looked, kept: list[tuple[int, int]]) -> Iterator[bytes]:
    """The bytes of the stretches, in pieces."""
    for start, end in kept:
        for place in range(start, end, _STEP):
            yield content[place : min(place + _STEP, end)]
