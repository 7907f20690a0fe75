"""Files made by hand, good and hostile: no picture library is needed to draw a picture of one colour."""

import io
import struct
import zipfile
import zlib

PNG_HEAD = b"\x89PNG\r\n\x1a\n"
DOCX = {
    "[Content_Types].xml": '<?xml version="1.0"?><Types><Override ContentType="application/vnd.openxmlformats'
    '-officedocument.wordprocessingml.document.main+xml" PartName="/word/document.xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0"?><Relationships/>',
    "word/document.xml": "<w:document><w:t>Certificato</w:t></w:document>",
}
XLSX = {
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": "<workbook/>",
    "xl/worksheets/sheet1.xml": "<a/>",
}


def pdf(inside: bytes = b"", *, after: bytes = b"\n") -> bytes:
    body = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + inside
    return body + b"\nxref\n0 1\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF" + after


def stream(dictionary: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content)
    head = b"7 0 obj\n<< %b /Filter /FlateDecode /Length %d >>\nstream\n" % (dictionary, len(packed))
    return head + packed + b"\nendstream\nendobj\n"


def piece(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(
    width: int = 4, height: int = 3, *, extra: bytes = b"", pixels: bytes | None = None, woven: int = 0
) -> bytes:
    header = piece(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, woven))
    data = (b"\0" + b"\x20\x40\x60" * width) * height if pixels is None else pixels
    return PNG_HEAD + header + extra + piece(b"IDAT", zlib.compress(data)) + piece(b"IEND", b"")


def segment(code: int, data: bytes) -> bytes:
    return bytes((0xFF, code)) + struct.pack(">H", len(data) + 2) + data


def exif(turn: int, secret: bytes = b"43.9335 N 10.9173 E") -> bytes:
    """Orientation, and a place as a camera would write it."""
    entries = struct.pack("<HHIHH", 0x0112, 3, 1, turn, 0) + struct.pack("<HHII", 0x8825, 4, 1, 64)
    body = b"II*\0" + struct.pack("<IH", 8, 2) + entries + b"\0\0\0\0" + secret
    return segment(0xE1, b"Exif\0\0" + body)


def jpeg(width: int = 16, height: int = 8, *, before: bytes = b"", after: bytes = b"") -> bytes:
    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\x34\xff\x00\x56\xff\xd0\x78\x9a"
    jfif = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
    tables = segment(0xDB, b"\0" + b"\x01" * 64)
    return b"\xff\xd8" + jfif + before + tables + frame + scan + b"\xff\xd9" + after


def archive(parts: dict[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return packed.getvalue()


def docx(extra: dict[str, str | bytes] | None = None) -> bytes:
    return archive({**DOCX, **(extra or {})})


def odt(extra: dict[str, str] | None = None) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        for name, content in {"content.xml": "<a/>", **(extra or {})}.items():
            out.writestr(name, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def bomb(megabytes: int = 300) -> bytes:
    """An office document that unpacks to some hundreds of times its size."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in DOCX.items():
            out.writestr(name, content)
        with out.open("word/media/a.xml", "w", force_zip64=True) as entry:
            for _megabyte in range(megabytes):
                entry.write(b" " * 1024 * 1024)
    return packed.getvalue()


def lying_bomb() -> bytes:
    """A bomb whose directory says that it is small."""
    packed = bytearray(bomb())
    place = packed.rfind(b"PK\x01\x02")
    packed[place + 24 : place + 28] = struct.pack("<I", 1000)
    return bytes(packed)


def locked_archive() -> bytes:
    packed = bytearray(docx())
    place = 0
    while (place := packed.find(b"PK\x01\x02", place)) >= 0:
        packed[place + 8] |= 1
        place += 4
    return bytes(packed)
