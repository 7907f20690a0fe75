"""Stored files: encrypted, versioned, checked when read, moved to a new key, brought in from before."""

import hashlib
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, connections, transaction

from accanto.core.errors import ChangedMeanwhile, OperationRefused
from accanto.foundation.documents.checking import check_documents, keys_in_use
from accanto.foundation.documents.errors import DocumentDamaged
from accanto.foundation.documents.keyring import add_key, key_line
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.operations import (
    add_version,
    encrypt_plain,
    rewrap,
    store_document,
    store_upload,
)
from accanto.foundation.documents.queries import chain_of
from accanto.foundation.documents.reading import as_file, content_of, read_document
from accanto.foundation.documents.sealing import PIECE
from tests import cast
from tests.foundation.documents import samples
from tests.scenarios import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_place(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Files and keys of this test only."""
    storage = Document._meta.get_field("file").storage  # type: ignore[union-attr]
    before = storage._location
    storage._location = str(tmp_path / "files")
    _forget(storage)
    settings.DOCUMENT_KEYS_FILE = tmp_path / "secrets" / "document_keys"
    yield tmp_path
    storage._location = before
    _forget(storage)


def _forget(storage: Any) -> None:
    """The storage keeps its place once it was asked for it; the field holds it behind a lazy stand-in."""
    storage.exists("")  # wakes it
    for name in ("base_location", "location"):
        storage._wrapped.__dict__.pop(name, None)


def stored(content: bytes = b"Lucia Campioni", **more: Any) -> Document:
    given = {"kind": "attachment", "title": "Nota", "filename": "nota.txt", "media_type": "text/plain"}
    return store_document(**{**given, "content": content, "by": cast.user(cast.ANNA), "at": NOW, **more})


def handed_in(document: Document, content: bytes = samples.pdf(), **more: Any) -> Document:
    given = {"filename": "nuova.pdf", "reason": "Rinnovato", "by": cast.user(cast.CARLA), "at": NOW, **more}
    return add_version(document=document, upload=io.BytesIO(content), **given)


def on_disk(document: Document) -> Path:
    return Path(document.file.path)


def test_it_is_encrypted_on_disk_and_read_back_as_it_was() -> None:
    content = b"Lucia Campioni " * 30_000
    document = stored(content)
    kept = on_disk(document).read_bytes()
    assert b"Lucia" not in kept
    assert (document.size, document.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert content_of(Document.objects.get(pk=document.pk)) == content
    assert [on_disk(document).stat().st_mode & 0o777, on_disk(document).parent.stat().st_mode & 0o777] == [
        0o600,
        0o700,
    ]
    assert "nota" not in document.file.name
    with as_file(document) as path:
        assert path.read_bytes() == content
    assert not path.exists()


def test_an_upload_is_checked_and_gets_the_type_of_its_content() -> None:
    document = store_upload(
        kind="attachment", title=" Foto \n della \u202ecasa ", upload=io.BytesIO(samples.jpeg(before=samples.exif(6))),
        filename="C:\\foto\u202e.JPG", by=cast.user(cast.ANNA), at=NOW,
    )  # fmt: skip
    assert (document.media_type, document.filename, document.title) == (
        "image/jpeg",
        "foto.JPG",
        "Foto della casa",
    )
    assert b"10.9173" not in content_of(document)


def test_each_document_opens_only_with_its_own_file() -> None:
    one, other = stored(b"uno"), stored(b"due")
    on_disk(one).write_bytes(on_disk(other).read_bytes())
    with pytest.raises(DocumentDamaged):
        content_of(one)
    other.wrapped_key, other.key_name = one.wrapped_key, one.key_name
    with pytest.raises(DocumentDamaged):
        content_of(other)


def test_a_changed_file_gives_nothing_of_what_was_changed() -> None:
    document = stored(b"a" * (3 * PIECE))
    kept = bytearray(on_disk(document).read_bytes())
    kept[-20] ^= 1
    on_disk(document).write_bytes(bytes(kept))
    pieces = read_document(document)
    assert next(pieces) == b"a" * PIECE
    with pytest.raises(DocumentDamaged):
        list(pieces)


def test_a_fingerprint_that_does_not_match_holds_back_the_last_piece() -> None:
    document = stored(b"corto")
    document.sha256 = "0" * 64
    with pytest.raises(DocumentDamaged, match="not what was stored"):
        next(read_document(document))


def test_what_was_rolled_back_cannot_be_read_by_anybody(own_place: Path) -> None:
    with transaction.atomic():
        stored(b"Lucia")
        transaction.set_rollback(True)
    assert not Document.objects.exists()
    assert all(b"Lucia" not in file.read_bytes() for file in own_place.rglob("*") if file.is_file())


def test_a_version_follows_the_one_before_and_both_can_be_read() -> None:
    first = stored(title="Contratto")
    second = handed_in(first)
    third = handed_in(second, samples.png(), filename="b.png", reason="  Firmato\nda entrambi ")
    assert [(d.version, d.title, d.reason) for d in chain_of(second)] == [
        (3, "Contratto", "Firmato da entrambi"), (2, "Contratto", "Rinnovato"), (1, "Contratto", ""),
    ]  # fmt: skip
    assert (third.created_by, third.media_type) == (cast.user(cast.CARLA), "image/png")
    assert content_of(first) == b"Lucia Campioni"


def test_two_cannot_follow_the_same_version() -> None:
    first = stored()
    handed_in(first)
    with pytest.raises(ChangedMeanwhile):
        handed_in(first)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=stored().pk).update(replaces=first, reason="x")


@pytest.mark.parametrize(
    ("more", "frozen"), [({"reason": " "}, False), ({}, True), ({"content": b"MZ"}, False)]
)
def test_a_version_needs_a_reason_a_good_file_and_a_document_that_may_change(
    more: dict[str, Any], frozen: bool
) -> None:
    first = stored(frozen=frozen)
    with pytest.raises(OperationRefused):
        handed_in(first, **more)
    assert Document.objects.count() == 1


def test_a_new_key_closes_every_document_and_the_old_one_still_opens(own_place: Path) -> None:
    documents = [stored(f"documento {n}".encode()) for n in range(3)]
    ring = own_place / "secrets" / "document_keys"
    before = ring.read_text()
    files = [on_disk(d).read_bytes() for d in documents]
    name = add_key()
    assert content_of(documents[0]) == b"documento 0"
    assert (ring.read_text().startswith(before), ring.stat().st_mode & 0o777) == (True, 0o600)
    assert rewrap() == 3
    assert rewrap() == 0
    fresh = list(Document.objects.order_by("created_at", "pk"))
    assert {d.key_name for d in fresh} == {name}
    assert sorted(content_of(d) for d in fresh) == [b"documento 0", b"documento 1", b"documento 2"]
    assert [on_disk(d).read_bytes() for d in documents] == files
    assert content_of(documents[1]) == b"documento 1"  # the row as it was before: an old backup opens
    assert [count for _name, count in keys_in_use()] == [0, 3]


def test_without_the_old_key_nothing_is_changed(own_place: Path) -> None:
    document = stored()
    (own_place / "secrets" / "document_keys").write_text(key_line())
    with pytest.raises(DocumentDamaged, match="not in the ring"):
        rewrap()
    assert Document.objects.get(pk=document.pk).key_name == document.key_name
    assert [pk for pk, _why in check_documents().wrong] == [document.pk]


def plain(content: bytes = b"dal passato", **more: Any) -> Document:
    """As files were stored before they were encrypted."""
    document = Document(
        kind="attachment", title="Vecchio", media_type="text/plain", size=len(content), created_at=NOW,
        sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    document.file.save(f"{document.pk}.txt", ContentFile(content), save=False)
    for name, value in more.items():
        setattr(document, name, value)
    document.save(force_insert=True)
    return document


@pytest.mark.django_db(transaction=True)
def test_files_from_before_are_read_and_then_encrypted_once() -> None:
    document = plain()
    assert content_of(document) == b"dal passato"
    assert check_documents().plain == 1
    old = on_disk(document)
    assert encrypt_plain() == 1
    assert encrypt_plain() == 0
    now = Document.objects.get(pk=document.pk)
    assert (content_of(now), old.exists(), check_documents().plain) == (b"dal passato", False, 0)
    assert b"passato" not in on_disk(now).read_bytes()


@pytest.mark.django_db(transaction=True)
def test_a_plain_file_that_was_changed_is_not_taken_for_good() -> None:
    document = plain(sha256="0" * 64)
    with pytest.raises(DocumentDamaged):
        encrypt_plain()
    assert Document.objects.get(pk=document.pk).wrapped_key is None
    assert on_disk(document).exists()


def test_the_check_finds_what_is_missing_changed_or_cut() -> None:
    good, gone, changed, cut = (stored(f"n{n}".encode()) for n in range(4))
    on_disk(gone).unlink()
    on_disk(changed).write_bytes(on_disk(changed).read_bytes()[:-1] + b"x")
    on_disk(cut).write_bytes(b"")
    found = check_documents()
    assert (found.total, found.plain) == (4, 0)
    assert {pk for pk, _why in found.wrong} == {gone.pk, changed.pk, cut.pk}
    only_looked_for = check_documents(most_bytes=0)
    assert (only_looked_for.read, {pk for pk, _why in only_looked_for.wrong}) == (0, {gone.pk})
    assert good.pk not in {pk for pk, _why in found.wrong}


def test_the_database_holds_no_key_that_opens_by_itself() -> None:
    document = stored()
    with connection.cursor() as cursor:
        cursor.execute("select to_jsonb(d)::text from documents_document d where id = %s", [document.pk])
        row = cursor.fetchone()[0]
    assert "Lucia" not in row
    assert UUID(str(document.pk))


def test_storing_holds_a_large_file_in_memory_not_even_once() -> None:
    import tracemalloc

    def pieces() -> Iterator[bytes]:
        for _megabyte in range(40):
            yield bytes(1024 * 1024)

    tracemalloc.start()
    document = stored(pieces())  # type: ignore[arg-type]
    for _piece in read_document(document):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert document.size == 40 * 1024 * 1024
    assert peak < 8 * 1024 * 1024


@pytest.mark.django_db(transaction=True)
def test_of_two_who_renew_at_the_same_moment_one_is_told_to_look_first() -> None:
    first, who = stored(), cast.user(cast.CARLA)

    def renew(_number: int) -> bool:
        try:
            handed_in(first, by=who)
        except ChangedMeanwhile:
            return False
        else:
            return True
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(renew, range(4))) == [False, False, False, True]
    assert [one.version for one in chain_of(first)] == [2, 1]


@pytest.mark.django_db(transaction=True)
def test_two_who_change_the_key_together_leave_every_document_open(own_place: Path) -> None:
    documents = [stored(f"documento {n}".encode()) for n in range(30)]
    name = add_key()

    def change(_number: int) -> int:
        try:
            return rewrap()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as threads:
        done = sum(threads.map(change, range(3)))
    assert done == len(documents)
    assert {row.key_name for row in Document.objects.all()} == {name}
    assert check_documents().wrong == ()
