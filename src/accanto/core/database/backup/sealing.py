"""A stream encrypted with AES-256-GCM in chunks, each bound to its place and the last one marked as such.

    line 1   ACCANTO-BACKUP 1
    line 2   JSON: how the key is found, the salt, a check of the key
    then     chunks: length (4 bytes, big-endian), ciphertext with its 16-byte tag

Every file has a key of its own (HKDF of the master key and a random salt), so a counter is a sufficient nonce. The
header and the mark of the last chunk are authenticated with each chunk: nothing can be altered, moved, or cut off.
"""

import hmac
import json
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from accanto.core.database.backup.keys import Secret, master_key

MAGIC = b"ACCANTO-BACKUP 1\n"
CHUNK = 1024 * 1024
_LONGEST_HEADER = 4096
_LENGTH = struct.Struct(">I")
_TAG = 16


class BackupRefused(Exception):
    """A backup cannot be made, read or put back; the message says why. Nothing was changed."""


@dataclass(frozen=True)
class _Keys:
    content: bytes
    check: bytes


class Sealer:
    """Writes bytes into a sealed stream; `close` marks the end, without which the file is worth nothing."""

    def __init__(self, out: IO[bytes], secret: Secret) -> None:
        salt = os.urandom(32)
        keys = _keys(master_key(secret, salt), salt)
        header = {"key": secret.kind, "salt": salt.hex(), "check": keys.check.hex()}
        self._header = MAGIC + json.dumps(header).encode() + b"\n"
        self._out = out
        self._cipher = AESGCM(keys.content)
        self._pending = bytearray()
        self._number = 0
        out.write(self._header)

    def write(self, content: bytes) -> None:
        self._pending += content
        while len(self._pending) > CHUNK:
            self._seal(bytes(self._pending[:CHUNK]), last=False)
            del self._pending[:CHUNK]

    def close(self) -> None:
        self._seal(bytes(self._pending), last=True)

    def _seal(self, content: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number), content, _bound(self._header, last=last))
        self._out.write(_LENGTH.pack(len(sealed)) + sealed)
        self._number += 1


def refuse_another_kind(path: Path, kind: Literal["key", "passphrase"]) -> None:
    """Before a key is looked for that could not open the file anyway.

    :raises BackupRefused: not a backup, or it wants the other kind of secret.
    """
    try:
        with path.open("rb") as source:
            _header, told = _read_header(source)
    except OSError as error:
        raise BackupRefused(f"{path}: {error.strerror}.") from None
    _refuse_another_kind(told, kind)


def opened(source: IO[bytes], secret: Secret) -> Iterator[bytes]:
    """The content, chunk by chunk; each is genuine when it is yielded, and the whole is when the iterator ends.

    :raises BackupRefused: not a backup, another key, altered, cut short, or something after the end.
    """
    header, told = _read_header(source)
    _refuse_another_kind(told, secret.kind)
    salt = bytes.fromhex(told["salt"])
    keys = _keys(master_key(secret, salt), salt)
    if not hmac.compare_digest(keys.check, bytes.fromhex(told["check"])):
        raise BackupRefused(f"The {secret.kind} is not the one this backup was sealed with.")
    cipher = AESGCM(keys.content)
    number, last = 0, False
    sealed = _read_chunk(source)
    while not last:
        following = _read_chunk(source)
        last = following is None
        if sealed is None:
            raise BackupRefused("The backup is cut short: its end is missing.")
        yield _open(cipher, number, sealed, header, last=last)
        number, sealed = number + 1, following


def _refuse_another_kind(told: dict[str, Any], kind: str) -> None:
    if told["key"] != kind:
        wanted = "a passphrase" if told["key"] == "passphrase" else "a key (ACCANTO_BACKUP_KEY)"
        raise BackupRefused(f"This backup was sealed with {wanted}: give that.")


def _open(cipher: AESGCM, number: int, sealed: bytes, header: bytes, *, last: bool) -> bytes:
    try:
        return cipher.decrypt(_nonce(number), sealed, _bound(header, last=last))
    except InvalidTag:
        where = "is cut short or was altered at its end" if last else f"was altered (chunk {number + 1})"
        raise BackupRefused(f"The backup {where}: do not use it.") from None


def _read_header(source: IO[bytes]) -> tuple[bytes, dict[str, Any]]:
    first = source.read(len(MAGIC))
    if first != MAGIC:
        raise BackupRefused("This file is not a backup of Accanto, or of a version that is not known here.")
    line = source.readline(_LONGEST_HEADER)
    try:
        told = json.loads(line)
        sound = isinstance(told["key"], str) and len(bytes.fromhex(told["salt"])) == 32
        bytes.fromhex(told["check"])
    except (ValueError, KeyError, TypeError):
        sound = False
    if not sound:
        raise BackupRefused("The first lines of the backup were altered: do not use it.")
    return first + line, told


def _read_chunk(source: IO[bytes]) -> bytes | None:
    length = source.read(_LENGTH.size)
    if not length:
        return None
    if len(length) < _LENGTH.size:
        raise BackupRefused("The backup is cut short: its end is missing.")
    (size,) = _LENGTH.unpack(length)
    if not _TAG <= size <= CHUNK + _TAG:
        raise BackupRefused("The backup was altered: do not use it.")
    sealed = source.read(size)
    if len(sealed) < size:
        raise BackupRefused("The backup is cut short: its end is missing.")
    return sealed


def _keys(master: bytes, salt: bytes) -> _Keys:
    derived = HKDF(algorithm=SHA256(), length=64, salt=salt, info=b"accanto backup 1").derive(master)
    return _Keys(content=derived[:32], check=derived[32:48])


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _bound(header: bytes, *, last: bool) -> bytes:
    return header + (b"last" if last else b"more")
