"""Changing the master key, and encrypting what was stored before files were encrypted."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from accanto.foundation.documents.keyring import Keyring, keyring, unwrap, wrap
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.operations.storing import SealedFile
from accanto.foundation.documents.reading import read_document
from accanto.foundation.documents.sealing import new_key, seal

BATCH = 200
Step = Callable[[int], None]


def _silent(_done: int) -> None:
    """Nobody watches."""


def rewrap(*, step: Step = _silent) -> int:
    """Close every document's key with the current master key; how many were. The files themselves do not change.

    It may be stopped and started again at any moment: each batch is whole, and the old keys stay in the ring.

    :raises DocumentDamaged: a key does not open; what was done before stays done.
    """
    ring = keyring()
    done = 0
    while changed := _rewrap_batch(ring):
        done += changed
        step(done)
    return done


@transaction.atomic
def _rewrap_batch(ring: Keyring) -> int:
    rows = Document.objects.select_for_update(of=("self",), skip_locked=True).exclude(wrapped_key=None)
    batch = list(
        rows.exclude(key_name=ring.current).order_by("pk").only("pk", "key_name", "wrapped_key")[:BATCH]
    )
    for row in batch:
        key = unwrap(row.key_name, bytes(row.wrapped_key or b""), row.pk, ring)
        row.key_name, row.wrapped_key = wrap(key, row.pk, ring)
    Document.objects.bulk_update(batch, ["key_name", "wrapped_key"])
    return len(batch)


def encrypt_plain(*, step: Step = _silent) -> int:
    """Encrypt the files that are still plain, one transaction each; how many were.

    The plain file goes only once its row points at the encrypted one.

    :raises DocumentDamaged: a plain file is missing or is not what was stored.
    """
    done = 0
    for pk in list(Document.objects.filter(wrapped_key=None).values_list("pk", flat=True)):
        done += _encrypt_one(pk)
        step(done)
    return done


@transaction.atomic
def _encrypt_one(pk: UUID) -> int:
    row = Document.objects.select_for_update(of=("self",)).get(pk=pk)
    if row.wrapped_key is not None:
        return 0
    plain, storage = str(row.file.name), row.file.storage
    key = new_key()
    sealed = SealedFile(seal(read_document(row), key=key, about=row.pk.bytes), str(row.pk))
    name = storage.save(f"{plain.rpartition('/')[0]}/{row.pk}.sealed", sealed)
    row.key_name, row.wrapped_key = wrap(key, row.pk)
    row.file.name = name
    row.save(update_fields=["file", "key_name", "wrapped_key"])
    transaction.on_commit(lambda: storage.delete(plain))
    return 1
