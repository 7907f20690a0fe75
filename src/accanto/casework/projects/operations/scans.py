"""What may be kept as a signature drawn on screen: a whole picture that is not blank."""

import base64
import binascii
import struct
import zlib

from django.utils.translation import gettext as _

from accanto.core.errors import OperationRefused

MAX_DRAWING = 600 * 1024
MAX_SIDE = 4000
_PNG = b"\x89PNG\r\n\x1a\n"
_PREFIX = "data:image/png;base64,"


class ScanRefused(OperationRefused):
    """The file is not a signature that can be kept."""


def drawing(data_url: str) -> bytes:
    """The PNG of a signature drawn on screen.

    :raises ScanRefused: not a PNG of a reasonable size, or nothing is drawn on it.
    """
    if len(data_url) > MAX_DRAWING * 4 // 3 + 100:
        raise ScanRefused(_("The drawing is too large: clear it and sign again."), field="drawing")
    try:
        content = base64.b64decode(data_url.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ScanRefused(_("The drawing did not arrive whole: sign again."), field="drawing") from error
    if not data_url.startswith(_PREFIX) or not content.startswith(_PNG):
        raise ScanRefused(_("The drawing did not arrive whole: sign again."), field="drawing")
    if not _has_ink(content):
        raise ScanRefused(_("Nothing is drawn: sign with a finger, a pen or the mouse."), field="drawing")
    return content


def _has_ink(png: bytes) -> bool:
    """Whether the pixels are not all the same; a picture that cannot be read counts as blank."""
    try:
        width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
        if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE) or depth != 8:
            return False
        channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
        stride = width * channels + 1
        limit = stride * height
        pixels = zlib.decompressobj().decompress(_image_data(png), limit)
    except (struct.error, zlib.error, KeyError):
        return False
    if len(pixels) != limit:
        return False
    # A blank picture has, after the filters, only zeros from its second row on.
    return any(pixels[row * stride + 1 : (row + 1) * stride].strip(b"\0") for row in range(1, height))


def _image_data(png: bytes) -> bytes:
    found, place = [], 8
    while place + 8 <= len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        if png[place + 4 : place + 8] == b"IDAT":
            found.append(png[place + 8 : place + 8 + length])
        place += length + 12
    return b"".join(found)
