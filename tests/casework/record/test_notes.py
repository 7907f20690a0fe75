"""Personal notes: their author's alone, apart from the record, gone when thrown away."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accanto.casework.cases.models import DiaryEntry
from accanto.casework.record import operations
from accanto.casework.record.models import PersonalNote
from accanto.core.errors import NotPermitted
from tests import cast
from tests.casework.record.conftest import enter
from tests.foundation.audit.conftest import Owner, owner
from tests.scenarios import NOW, Situation

__all__ = ["owner"]

pytestmark = pytest.mark.django_db


def test_nobody_else_reads_a_note_nor_learns_that_it_is_there(made: Situation) -> None:
    note = operations.write_note(case=made.case, text="Dubbio segretissimo", by=made.anna, at=NOW)
    url = reverse("record_notes", args=[made.case.pk])
    assert "Dubbio segretissimo" in enter(cast.ANNA).get(url).content.decode()
    carla = enter(cast.CARLA)
    assert "Dubbio segretissimo" not in carla.get(url).content.decode()
    assert "segretissimo" not in carla.get(reverse("case", args=[made.case.pk])).content.decode()
    assert carla.get(reverse("record_note", args=[made.case.pk, note.pk])).status_code == 404
    assert carla.post(reverse("record_note_delete", args=[made.case.pk, note.pk])).status_code == 404
    with pytest.raises(NotPermitted):
        operations.delete_note(note=note, by=made.carla)
    assert PersonalNote.objects.exists()


def test_a_note_thrown_away_leaves_only_that_it_was_there(made: Situation, owner: Owner) -> None:
    note = operations.write_note(case=made.case, text="Dubbio segretissimo", by=made.anna, at=NOW)
    operations.rewrite_note(note=note, text="Altro segretissimo", by=made.anna, at=NOW)
    enter(cast.ANNA).post(reverse("record_note_delete", args=[made.case.pk, note.pk]))
    assert not PersonalNote.objects.exists()
    kept = owner.execute(
        "SELECT operation, before::text, after::text FROM audit_change WHERE table_name = 'record_personalnote'"
    ).fetchall()
    assert {row[0] for row in kept} == {"I", "U", "D"}
    assert "segretissimo" not in str(kept)


def test_a_note_copied_into_the_diary_is_read_by_others_and_stays_its_author_s(made: Situation) -> None:
    note = operations.write_note(case=made.case, text="Da verificare, mio dubbio", by=made.anna, at=NOW)
    sent = {"text": "Da verificare la scuola.", "kind": "network", "happened_at": "2026-11-20T10:00"}
    answer = enter(cast.ANNA).post(reverse("record_note_promote", args=[made.case.pk, note.pk]), sent)
    assert answer.status_code == 302
    entry = DiaryEntry.objects.get()
    assert entry.text.startswith("Da verificare la scuola.")
    assert "mio dubbio" not in entry.text
    note.refresh_from_db()
    assert note.entry_id == entry.pk
    again = enter(cast.ANNA).post(reverse("record_note_promote", args=[made.case.pk, note.pk]), sent)
    assert again.status_code == 422


def test_the_same_note_sent_twice_is_kept_once(made: Situation) -> None:
    for minutes in (0, 1):
        operations.write_note(case=made.case, text="Uno", by=made.anna, at=NOW + timedelta(minutes=minutes))
    assert PersonalNote.objects.count() == 1
