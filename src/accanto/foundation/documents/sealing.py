"""Files encrypted piece by piece with AES-256-GCM: whole memory is never needed, no piece is believed unchecked.

Every file has a key of its own, used for this file only, so the nonce can simply count the pieces. Its last byte says
whether a piece is the last: pieces cannot be cut off, moved or repeated. The document's id is authenticated with every
piece: the bytes of one document do not open as another. (The construction is the one known as STREAM.)
"""

from collections.abc import Iterable, Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from accanto.foundation.documents.errors import DocumentDamaged

PIECE = 128 * 1024
_MARK = b"accanto sealed file 1\n"
_TAG = 16


def new_key() -> bytes:
    return AESGCM.generate_key(256)


def seal(chunks: Iterable[bytes], *, key: bytes, about: bytes) -> Iterator[bytes]:
    """The encrypted file, piece by piece. `about` is authenticated and not written."""
    cipher = AESGCM(key)
    yield _MARK
    number = 0
    held: bytes | None = None
    for piece in _equal_pieces(chunks):
        if held is not None:
            yield cipher.encrypt(_nonce(number, last=False), held, about)
            number += 1
        held = piece
    yield cipher.encrypt(_nonce(number, last=True), held or b"", about)


def unseal(file: IO[bytes], *, key: bytes, about: bytes) -> Iterator[bytes]:
    """The plain content; each piece is given out only after its seal was found whole.

    :raises DocumentDamaged: changed, cut off, another document's, or sealed with another key.
    """
    if file.read(len(_MARK)) != _MARK:
        raise DocumentDamaged("The file does not begin as a sealed one.")
    cipher = AESGCM(key)
    number, piece = 0, file.read(PIECE + _TAG)
    while True:
        following = file.read(PIECE + _TAG)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), piece, about)
        except (InvalidTag, ValueError) as error:
            raise DocumentDamaged("The seal of the file is broken.") from error
        if not following:
            return
        number, piece = number + 1, following


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _equal_pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) >= PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
    if held:
        yield bytes(held)
