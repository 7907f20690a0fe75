"""Which files are taken, as data: `data/file_types.yaml`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "data" / "file_types.yaml"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class FileType:
    """A type of file that we know how to check."""

    code: str
    media_type: str
    endings: tuple[str, ...]
    shown: bool = False


@dataclass(frozen=True)
class Rules:
    """What one kind of document takes; `size` in bytes."""

    types: tuple[FileType, ...]
    size: int

    @property
    def words(self) -> str:
        """«PDF, PNG, JPG»: the types as a person calls them."""
        return ", ".join(one.endings[0].upper() for one in self.types)

    @property
    def accept(self) -> str:
        """For the `accept` attribute of a file field."""
        return ",".join(f".{ending}" for one in self.types for ending in one.endings)


@dataclass(frozen=True)
class Limits:
    """How much of a file we are ready to look at; sizes in bytes."""

    pixels: int
    side: int
    unpacked: int
    ratio: int
    ratio_from: int
    entries: int
    name_length: int


@cache
def _data() -> dict[str, Any]:
    return dict(yaml.safe_load(FILE.read_text(encoding="utf-8")))


@cache
def file_types() -> dict[str, FileType]:
    return {
        code: FileType(code, each["media_type"], tuple(each["endings"]), bool(each.get("shown")))
        for code, each in _data()["types"].items()
    }


@cache
def rules_of(kind: str) -> Rules:
    """:raises KeyError: the data name no such kind of document."""
    each = _data()["kinds"][str(kind)]
    return Rules(tuple(file_types()[code] for code in each["types"]), each["megabytes"] * MEGABYTE)


@cache
def limits() -> Limits:
    each = _data()["limits"]
    return Limits(
        pixels=each["pixels"],
        side=each["side"],
        unpacked=each["unpacked_megabytes"] * MEGABYTE,
        ratio=each["ratio"],
        ratio_from=each["ratio_from_megabytes"] * MEGABYTE,
        entries=each["entries"],
        name_length=each["name_length"],
    )


@cache
def _by_media_type() -> dict[str, FileType]:
    return {one.media_type: one for one in file_types().values()}


def type_of(media_type: str) -> FileType | None:
    """The type with this media type, when it is one of ours."""
    return _by_media_type().get(media_type)
