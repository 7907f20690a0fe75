"""Reading stored files: decrypted piece by piece, each piece checked, the fingerprint checked before the last one."""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from accanto.foundation.documents.errors import DocumentDamaged
from accanto.foundation.documents.keyring import Keyring, unwrap
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.sealing import unseal

_PIECE = 128 * 1024


def read_document(document: Document, ring: Keyring | None = None) -> Iterator[bytes]:
    """The plain content in pieces. The last piece is held back until the fingerprint is found right.

    :raises DocumentDamaged: the file is missing, was changed, or its key is not there.
    """
    try:
        file = document.file.open("rb")
    except OSError as error:
        raise DocumentDamaged(f"The file of the document {document.pk} is not there.") from error
    with file:
        if document.wrapped_key is None:
            plain: Iterable[bytes] = file.chunks(_PIECE)
        else:
            key = unwrap(document.key_name, bytes(document.wrapped_key), document.pk, ring)
            plain = unseal(file, key=key, about=document.pk.bytes)
        yield from _matching(plain, document)


def _matching(plain: Iterable[bytes], document: Document) -> Iterator[bytes]:
    found, held = hashlib.sha256(), b""
    for piece in plain:
        if held:
            yield held
        found.update(piece)
        held = piece
    if found.hexdigest() != document.sha256:
        raise DocumentDamaged(f"The document {document.pk} is not what was stored.")
    yield held


def content_of(document: Document) -> bytes:
    """The whole content, for what is small or needed at once."""
    return b"".join(read_document(document))


@contextmanager
def as_file(document: Document) -> Iterator[Path]:
    """The plain content in a file that only this process's user reads, gone when the block ends."""
    with tempfile.NamedTemporaryFile(prefix="accanto-") as file:
        for piece in read_document(document):
            file.write(piece)
        file.flush()
        yield Path(file.name)
