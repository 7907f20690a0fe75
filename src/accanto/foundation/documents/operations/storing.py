"""A file comes in: checked when somebody sent it, encrypted always, with its fingerprint."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, Any
from uuid import UUID

from django.core.files.base import File
from django.db import models, transaction
from django.utils.translation import gettext as _

from accanto.core.errors import ChangedMeanwhile, OperationRefused
from accanto.foundation.documents.inspection import inspect
from accanto.foundation.documents.keyring import wrap
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.names import clean_name, visible
from accanto.foundation.documents.sealing import new_key, seal


@transaction.atomic
def store_document(
    *,
    kind: str,
    title: str,
    content: bytes | Iterable[bytes],
    filename: str,
    media_type: str,
    by: models.Model | None,
    at: datetime,
    context: UUID | None = None,
    frozen: bool = False,
    version: int = 1,
) -> Document:
    """Keep bytes that we made ourselves. What somebody sends goes through `store_upload`, which checks it first."""
    document = Document(
        kind=kind,
        title=_clean(title),
        filename=clean_name(filename),
        media_type=media_type,
        version=version,
        frozen=frozen,
        context=context,
        created_at=at,
        created_by_id=by.pk if by else None,
    )
    return _keep(document, [content] if isinstance(content, bytes) else content)


@transaction.atomic
def store_upload(
    *,
    kind: str,
    title: str,
    upload: IO[bytes],
    filename: str,
    by: models.Model | None,
    at: datetime,
    context: UUID | None = None,
    frozen: bool = False,
    version: int = 1,
) -> Document:
    """Keep a file that somebody sent, after looking into it: its type is the one of its content.

    :raises FileRefused: empty, too large, not taken for this kind of document, disguised, damaged or harmful.
    """
    with inspect(upload, filename=filename, kind=kind) as found:
        return store_document(
            kind=kind,
            title=title,
            content=found.chunks(),
            filename=found.filename,
            media_type=found.type.media_type,
            by=by,
            at=at,
            context=context,
            frozen=frozen,
            version=version,
        )


@transaction.atomic
def add_version(
    *, document: Document, upload: IO[bytes], filename: str, reason: str, by: models.Model, at: datetime
) -> Document:
    """The next version of a document; the one before stays as it is.

    :raises ChangedMeanwhile: somebody added the next version first.
    :raises OperationRefused: no reason, or a frozen document, which changes only with what it was made from.
    :raises FileRefused: as `store_upload`.
    """
    row = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if row.frozen:
        raise OperationRefused(_("This document is frozen: it does not change."))
    if Document.objects.filter(replaces=row).exists():
        raise ChangedMeanwhile(
            _("Somebody added a version while you were choosing the file: look at it before adding yours.")
        )
    if not reason.strip():
        raise OperationRefused(_("Say why there is a new version."), field="reason")
    with inspect(upload, filename=filename, kind=row.kind) as found:
        following = Document(
            kind=row.kind,
            title=row.title,
            filename=found.filename,
            media_type=found.type.media_type,
            version=row.version + 1,
            replaces=row,
            reason=_clean(reason, 300),
            context=row.context,
            created_at=at,
            created_by_id=by.pk,
        )
        return _keep(following, found.chunks())


def _clean(words: str, most: int = 200) -> str:
    return visible(words)[:most]


class SealedFile(File):  # type: ignore[type-arg]
    """What a storage writes: it asks for pieces and never sees the content."""

    def __init__(self, sealed: Iterator[bytes], name: str) -> None:
        super().__init__(None, name)
        self._sealed = sealed

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        return self._sealed


def _keep(document: Document, content: Iterable[bytes]) -> Document:
    """Encrypt to disk in one pass, counting and fingerprinting on the way; no row without its whole file.

    When the transaction is rolled back the file stays without a row: its key is gone with the row, nobody can read it.
    """
    key = new_key()
    document.key_name, document.wrapped_key = wrap(key, document.pk)
    counted = _Counted(content)
    sealed = SealedFile(seal(counted, key=key, about=document.pk.bytes), str(document.pk))
    document.file.save(f"{document.pk}.sealed", sealed, save=False)
    document.size, document.sha256 = counted.size, counted.digest.hexdigest()
    document.save(force_insert=True)
    return document


class _Counted:
    def __init__(self, content: Iterable[bytes]) -> None:
        self._content = content
        self.size = 0
        self.digest: Any = hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._content:
            self.size += len(piece)
            self.digest.update(piece)
            yield piece


@transaction.atomic
def empty_document(*, document: Document, words: str) -> Document:
    """For an erasure: one line of text takes the place of the content, whose file and key go; the row stays.

    The file on disk goes when the transaction ends well.
    """
    row = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    storage, former = row.file.storage, str(row.file.name)
    key, counted = new_key(), _Counted([words.encode()])
    row.key_name, row.wrapped_key = wrap(key, row.pk)
    row.file.save(
        f"{row.pk}.sealed", SealedFile(seal(counted, key=key, about=row.pk.bytes), str(row.pk)), save=False
    )
    row.size, row.sha256, row.media_type = counted.size, counted.digest.hexdigest(), "text/plain"
    row.title, row.filename = "–", ""
    row.save()
    transaction.on_commit(lambda: storage.delete(former))
    return row
