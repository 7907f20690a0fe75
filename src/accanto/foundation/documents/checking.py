"""Are all stored files there, do they open, are they what was stored? For `accanto doctor` and `documents verify`."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from accanto.foundation.documents.errors import DocumentDamaged
from accanto.foundation.documents.keyring import keyring
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.reading import read_document


@dataclass(frozen=True)
class Checked:
    """`read` of `total` documents were read to their end; `wrong` says what is wrong with which."""

    total: int
    read: int
    plain: int
    wrong: tuple[tuple[UUID, str], ...]


def check_documents(*, most_bytes: int | None = None) -> Checked:
    """Newest first; past `most_bytes` of content a file is only looked for, not read."""
    ring = keyring()
    total = read = plain = spent = 0
    wrong: list[tuple[UUID, str]] = []
    for row in Document.objects.order_by("-created_at").iterator(chunk_size=500):
        total += 1
        plain += row.wrapped_key is None
        try:
            if most_bytes is None or spent < most_bytes:
                spent += sum(len(piece) for piece in read_document(row, ring))
                read += 1
            elif not row.file.storage.exists(str(row.file.name)):
                wrong.append((row.pk, f"The file of the document {row.pk} is not there."))
        except DocumentDamaged as fault:
            wrong.append((row.pk, str(fault)))
    return Checked(total, read, plain, tuple(wrong))


def keys_in_use() -> Iterator[tuple[str, int]]:
    """Each master key of the ring and of the documents, with how many documents it closes."""
    from django.db.models import Count

    found = dict(
        Document.objects.exclude(wrapped_key=None)
        .order_by()
        .values_list("key_name")
        .annotate(number=Count("pk"))
        .values_list("key_name", "number")
    )
    for name in keyring().keys:
        yield name, found.pop(name, 0)
    yield from sorted(found.items())
