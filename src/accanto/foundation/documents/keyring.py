"""The master keys of the documents: outside the database, in a file that only its owner reads or in the environment.

One line for each key, `name:key`; the last one closes what is stored from now, all of them open what they closed. A
document's own key is wrapped by a master key together with the document's id, so that it opens no other document.
The ring is read afresh each time: every process sees a new key as soon as it is written.
"""

import base64
import binascii
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from accanto.core.env import SettingError, create_once
from accanto.foundation.documents.errors import DocumentDamaged
from accanto.foundation.documents.ringline import key_line

_LINE = re.compile(r"^([A-Za-z0-9._-]{1,30}):([A-Za-z0-9+/=]{40,60})$")
_NONCE = 12
KEY_BYTES = 32


@dataclass(frozen=True)
class Keyring:
    keys: dict[str, bytes]
    current: str


def keyring() -> Keyring:
    """:raises SettingError: there are no keys, or they cannot be read; the message names the setting, never a key."""
    if settings.DOCUMENT_KEYS:
        return _parsed(settings.DOCUMENT_KEYS, "ACCANTO_DOCUMENT_KEYS")
    file = Path(settings.DOCUMENT_KEYS_FILE)
    try:
        return _parsed(file.read_text(encoding="ascii"), str(file))
    except FileNotFoundError:
        return _made(file)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"The keys of the documents cannot be read from {file}.") from error


def _made(file: Path) -> Keyring:
    """The first key of an instance that keeps its own secrets."""
    if not settings.DOCUMENT_KEYS_MADE_HERE:
        raise SettingError(
            f"There are no keys of the documents in {file}. For a new instance write one there: "
            f"accanto documents new-key > {file} ; for an existing one bring them back from where you keep them."
        )
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    create_once(file, key_line())
    return _parsed(file.read_text(encoding="ascii"), str(file))


def _parsed(text: str, where: str) -> Keyring:
    keys: dict[str, bytes] = {}
    lines = (line.strip() for line in re.split(r"[\n,]", text))
    for line in lines:
        if not line or line.startswith("#"):
            continue
        found = _LINE.match(line)
        key = _decoded(found[2]) if found else b""
        if not found or len(key) != KEY_BYTES:
            raise SettingError(
                f"A line of the keys of the documents ({where}) is not «name:key» with 32 bytes in base64."
            )
        if found[1] in keys:
            raise SettingError(f"The keys of the documents ({where}) name «{found[1]}» twice.")
        keys[found[1]] = key
    if not keys:
        raise SettingError(f"The keys of the documents ({where}) are empty.")
    return Keyring(keys, list(keys)[-1])


def _decoded(word: str) -> bytes:
    try:
        return base64.b64decode(word, validate=True)
    except binascii.Error:
        return b""


def add_key() -> str:
    """Write a new key at the end of the ring's file and say its name; the old ones stay.

    :raises SettingError: the keys are in the environment, which only its administrator changes.
    """
    ring = keyring()
    if settings.DOCUMENT_KEYS:
        raise SettingError(
            "The keys of the documents are in ACCANTO_DOCUMENT_KEYS: add the line of «accanto documents new-key» "
            "at its end, start Accanto again, and call «accanto documents rewrap»."
        )
    file = Path(settings.DOCUMENT_KEYS_FILE)
    line = key_line()
    kept = [f"{name}:{base64.b64encode(key).decode()}" for name, key in ring.keys.items()]
    draft = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write("\n".join([*kept, line]) + "\n")
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)
    return line.split(":", 1)[0]


def wrap(key: bytes, document: UUID, ring: Keyring | None = None) -> tuple[str, bytes]:
    """The name of the master key and the document's own key closed with it."""
    ring = ring or keyring()
    nonce = secrets.token_bytes(_NONCE)
    closed = AESGCM(ring.keys[ring.current]).encrypt(nonce, key, document.bytes)
    return ring.current, nonce + closed


def unwrap(key_name: str, wrapped: bytes, document: UUID, ring: Keyring | None = None) -> bytes:
    """:raises DocumentDamaged: the master key is missing, or the wrapped key is not this document's."""
    ring = ring or keyring()
    master = ring.keys.get(key_name)
    if master is None:
        raise DocumentDamaged(f"The key «{key_name}» of the document {document} is not in the ring.")
    try:
        return AESGCM(master).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], document.bytes)
    except (InvalidTag, ValueError) as error:
        raise DocumentDamaged(f"The key of the document {document} does not open.") from error
