"""JPEG: whole, of bearable size; where and when it was taken is left behind, how it must be turned is kept."""

import re
import struct

from accanto.foundation.documents.inspection.looking import Looked
from accanto.foundation.documents.inspection.pictures import check_dimensions, check_hanging, damaged

_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
_ORIENTATION = 0x0112
_REST = 256 * 1024

Part = tuple[int, int] | bytes


def cleaned_jpeg(content: Looked) -> list[Part]:
    """What to keep, in order: stretches of the file and bytes of our own.

    What hangs behind the end (a second picture, a film of some seconds) is left behind too.

    :raises FileRefused: damaged, cut off, too many pixels, or with a program, page or archive behind its end.
    """
    kept: list[Part] = [(0, 2)]
    place, measured = 2, False
    while True:
        code, start, end = _segment(content, place)
        if code == 0xD9:
            break
        if code in _SIZES:
            height, width = struct.unpack(">HH", content[start + 1 : start + 5].ljust(4, b"\0"))
            check_dimensions(width, height)
            measured = True
        if code == 0xDA:
            end = _end_of_scan(content, end)
        kept += _kept(content, code, place, start, end)
        place = end
    if not measured or not any(isinstance(part, tuple) and _is_scan(content, part) for part in kept):
        raise damaged()
    kept.append(b"\xff\xd9")
    check_hanging(content[end : end + _REST] + content[max(end, len(content) - _REST) :])
    return kept


def _segment(content: Looked, place: int) -> tuple[int, int, int]:
    """Code of the marker, start of its data, end."""
    while content[place : place + 2] == b"\xff\xff":
        place += 1
    head = content[place : place + 4]
    if len(head) < 2 or head[0] != 0xFF:
        raise damaged()
    code = head[1]
    if code == 0xD9 or code in _ALONE:
        return code, place + 2, place + 2
    if len(head) < 4:
        raise damaged()
    length = int.from_bytes(head[2:4], "big")
    if length < 2 or place + 2 + length > len(content):
        raise damaged()
    return code, place + 4, place + 2 + length


def _end_of_scan(content: Looked, place: int) -> int:
    """Where the marker after the pixels stands."""
    found = _MARKER.search(content, place)
    if not found:
        raise damaged()
    return found.start()


def _is_scan(content: Looked, part: tuple[int, int]) -> bool:
    return content[part[0] + 1 : part[0] + 2] == b"\xda" and part[1] - part[0] > 8


def _kept(content: Looked, code: int, place: int, start: int, end: int) -> list[Part]:
    if code == 0xE1:
        turn = _orientation(content[start : min(end, start + 65_536)])
        return [_turned(turn)] if turn > 1 else []
    if code == 0xE2 and content[start : start + 12] != b"ICC_PROFILE\0":
        return []
    if code == 0xFE or code in {*range(0xE3, 0xEE), 0xEF}:
        return []
    return [(place, end)]


def _orientation(exif: bytes) -> int:
    """The way the camera was held (1 to 8); 0 when it is not said."""
    if not exif.startswith(b"Exif\0\0"):
        return 0
    body = exif[6:]
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(body[:4])
    if order is None:
        return 0
    try:
        (first,) = struct.unpack_from(f"{order}I", body, 4)
        (count,) = struct.unpack_from(f"{order}H", body, first)
        for number in range(min(count, 200)):
            tag, _kind, _count, value = struct.unpack_from(f"{order}HHIH", body, first + 2 + number * 12)
            if tag == _ORIENTATION:
                return int(value) if 1 <= value <= 8 else 0
    except struct.error:
        return 0
    return 0


def _turned(turn: int) -> bytes:
    """An Exif segment that says this and nothing else."""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, turn, 0)
    body = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + b"\0\0\0\0"
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
