"""A file to look at without holding it in memory: mapped when it lies on disk, its bytes when it is small."""

import io
import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

Looked = bytes | mmap.mmap
PIECE = 256 * 1024


@contextmanager
def looked_at(file: IO[bytes]) -> Iterator[Looked]:
    try:
        number = file.fileno()
    except (OSError, AttributeError, io.UnsupportedOperation):
        file.seek(0)
        yield file.read()
        return
    file.flush()
    with mmap.mmap(number, 0, access=mmap.ACCESS_READ) as mapped:
        yield mapped


def size_of(file: IO[bytes]) -> int:
    file.seek(0, io.SEEK_END)
    return file.tell()


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """The whole file from its beginning."""
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece
