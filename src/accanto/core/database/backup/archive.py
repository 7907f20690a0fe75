"""Parts inside the sealed stream: each begins with its name and ends with its size and SHA-256; a manifest closes.

A frame is one letter, a length (4 bytes) and that many bytes: `B` begins a part (JSON), `D` holds data (compressed
where the part says so), `E` ends it (JSON), `M` is the manifest and the end.
"""

import hashlib
import json
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from accanto.core.database.backup.sealing import BackupRefused

_FRAME = struct.Struct(">cI")
_QUICK = 3
_LONGEST_FRAME = 64 * 1024 * 1024


class Sink(Protocol):
    def write(self, content: bytes, /) -> object: ...


@dataclass(frozen=True)
class Entry:
    """What the manifest says of one part. `rows` only for tables."""

    kind: str
    name: str
    size: int
    sha256: str
    rows: int | None = None


class ArchiveWriter:
    def __init__(self, out: Sink) -> None:
        self._out = out
        self.entries: list[Entry] = []

    def add(
        self, kind: str, name: str, content: Iterable[bytes], *, columns: list[str] | None = None
    ) -> Entry:
        """:param columns: of a table, whose rows are then counted and compressed; other parts are kept as they are."""
        table = columns is not None
        press = zlib.compressobj(_QUICK) if table else None
        self._frame(b"B", _json({"kind": kind, "name": name, "columns": columns, "pressed": table}))
        digest, size, rows = hashlib.sha256(), 0, 0
        for piece in content:
            digest.update(piece)
            size += len(piece)
            rows += piece.count(b"\n") if table else 0
            self._data(press.compress(piece) if press else piece)
        if press:
            self._data(press.flush())
        entry = Entry(kind, name, size, digest.hexdigest(), rows if table else None)
        self._frame(b"E", _json(asdict(entry)))
        self.entries.append(entry)
        return entry

    def finish(self, manifest: dict[str, Any]) -> None:
        self._frame(b"M", _json({**manifest, "parts": [asdict(entry) for entry in self.entries]}))

    def _data(self, piece: bytes) -> None:
        if piece:
            self._frame(b"D", piece)

    def _frame(self, letter: bytes, content: bytes) -> None:
        self._out.write(_FRAME.pack(letter, len(content)))
        self._out.write(content)


class Part:
    """One part being read: its content once, in order."""

    def __init__(self, told: dict[str, Any], frames: Iterator[tuple[bytes, bytes]]) -> None:
        self.kind: str = told["kind"]
        self.name: str = told["name"]
        self.columns: list[str] | None = told["columns"]
        self.entry: Entry | None = None
        self._pressed: bool = told["pressed"]
        self._frames = frames

    def content(self) -> Iterator[bytes]:
        """:raises BackupRefused: at the end, when size, rows or fingerprint are not those written down."""
        press = zlib.decompressobj() if self._pressed else None
        digest, size, rows = hashlib.sha256(), 0, 0
        for letter, frame in self._frames:
            if letter == b"D":
                piece = press.decompress(frame) if press else frame
                digest.update(piece)
                size += len(piece)
                rows += piece.count(b"\n") if press else 0
                yield piece
                continue
            if letter != b"E":
                break
            self.entry = Entry(self.kind, self.name, size, digest.hexdigest(), rows if press else None)
            if asdict(self.entry) != json.loads(frame):
                break
            return
        raise BackupRefused(f"The {self.kind} {self.name} in the backup is not what it was: do not use it.")

    def skip(self) -> None:
        for _piece in self.content():
            pass


class ArchiveReader:
    """Walks through the parts in order; after them, `manifest` is known and equal to what was read."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._frames = _frames(chunks)
        self.manifest: dict[str, Any] = {}

    def parts(self) -> Iterator[Part]:
        seen: list[Entry] = []
        for letter, content in self._frames:
            if letter == b"M":
                self._close(content, seen)
                return
            part = Part(json.loads(content), self._frames)
            yield part
            if part.entry is None:
                part.skip()
            seen.append(_known(part.entry))
        raise BackupRefused("The backup has no manifest: do not use it.")

    def _close(self, content: bytes, seen: list[Entry]) -> None:
        manifest: dict[str, Any] = json.loads(content)
        if manifest["parts"] != [asdict(entry) for entry in seen]:
            raise BackupRefused("The parts of the backup are not those of its manifest: do not use it.")
        for _more in self._frames:
            raise BackupRefused("Something follows the manifest of the backup: do not use it.")
        self.manifest = manifest


def _known(entry: Entry | None) -> Entry:
    if entry is None:
        raise BackupRefused("A part of the backup has no end: do not use it.")
    return entry


def _frames(chunks: Iterator[bytes]) -> Iterator[tuple[bytes, bytes]]:
    pending = bytearray()
    for chunk in chunks:
        pending += chunk
        start = 0
        while len(pending) - start >= _FRAME.size:
            letter, length = _FRAME.unpack_from(pending, start)
            if length > _LONGEST_FRAME:
                raise BackupRefused("A frame of the backup is too long: do not use it.")
            end = start + _FRAME.size + length
            if len(pending) < end:
                break
            yield letter, bytes(pending[start + _FRAME.size : end])
            start = end
        del pending[:start]
    if pending:
        raise BackupRefused("The backup ends in the middle of a part: do not use it.")


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
