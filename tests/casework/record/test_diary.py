"""The diary: who was there, corrections that erase nothing, what comes in badly, ten years of it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accanto.casework.cases import operations
from accanto.casework.cases.models import DiaryEntry, DiaryParticipant, DiaryVersion
from accanto.casework.cases.operations import Contact, Present, Writing
from accanto.casework.cases.timeline import Kind, Place, Wanted, page_of
from accanto.core.errors import ChangedMeanwhile, NotPermitted, OperationRefused
from tests import cast
from tests.casework.record.conftest import enter
from tests.scenarios import NOW, Situation

pytestmark = pytest.mark.django_db


def written(made: Situation, text: str = "Lucia cerca casa.", **more: object) -> DiaryEntry:
    given = {"kind": "interview", "minutes": 45, "happened_at": NOW, **more}
    return operations.write_diary(case=made.case, text=text, by=made.anna, at=NOW, **given)  # type: ignore[arg-type]


def corrected(entry: DiaryEntry, text: str, *, by: object = None, expected: int = 1) -> DiaryVersion:
    return operations.correct_diary(
        entry=entry,
        writing=Writing("interview", text, entry.happened_at, 45),
        reason="Nome sbagliato",
        expected=expected,
        by=by or cast.user(cast.ANNA),  # type: ignore[arg-type]
        at=NOW + timedelta(minutes=5),
    )


def test_members_operators_and_people_of_the_network_take_part(made: Situation) -> None:
    doctor = operations.add_contact_to_network(
        case=made.case, contact=Contact("Dott. Finti", "doctor"), by=made.anna, at=NOW
    )
    entry = written(
        made,
        present=Present([made.family.lucia.pk], [made.anna.pk], [doctor.pk], "la nonna"),
    )
    assert operations.present_words(entry) == "Lucia Campioni, Anna Prova, Dott. Finti, la nonna"
    page = enter(cast.ANNA).get(reverse("case", args=[made.case.pk])).content.decode()
    for name in ("Lucia Campioni", "Dott. Finti", "la nonna"):
        assert name in page


def test_who_has_left_since_stays_in_a_corrected_entry(made: Situation) -> None:
    doctor = operations.add_contact_to_network(
        case=made.case, contact=Contact("Dott. Finti", "doctor"), by=made.anna, at=NOW
    )
    entry = written(made, present=Present([made.family.nico.pk], [], [doctor.pk], ""))
    nico = made.case.household.members.get(person=made.family.nico, ends_on=None)
    operations.leave_household(
        case=made.case, member=nico, reason="dal padre", ends_on=NOW.date(), by=made.anna, at=NOW
    )
    client, url = enter(cast.ANNA), reverse("case_entry", args=[made.case.pk, entry.pk])
    form = client.get(url).context["form"]
    sent = {
        **{name: form[name].value() for name in ("kind", "minutes", "present_ticked", "expected")},
        "text": "Lucia cerca una casa.", "reason": "Mancava una parola",
    }  # fmt: skip
    assert client.post(url, sent).status_code == 302
    kept = entry.participants.order_by("pk").values_list("person", "contact")
    assert list(kept) == [(made.family.nico.pk, None), (None, doctor.pk)]
    versions = entry.versions.order_by("number").values_list("number", "present")
    assert list(versions) == [(1, "Nico Campioni, Dott. Finti"), (2, "Nico Campioni, Dott. Finti")]
    page = " ".join(client.get(url).content.decode().split())
    assert "Chi c’era: chi è uscito dal nucleo, Dott. Finti" in page


def test_the_same_words_of_two_days_are_two_encounters(made: Situation) -> None:
    for days in (1, 3, 3):
        written(made, "Telefonata, nessuna risposta.", happened_at=NOW - timedelta(days=days))
    assert DiaryEntry.objects.count() == 2


def test_whoever_is_of_another_family_does_not_take_part(made: Situation) -> None:
    from tests.scenarios import family_in_charge

    other = family_in_charge("Altrui", worker=cast.GIULIA, unit="servizio-quarrata", town="Quarrata")
    theirs = operations.add_contact_to_network(
        case=other.case, contact=Contact("Dott. Altrui", "doctor"), by=other.anna, at=NOW
    )
    for present in (Present([other.family.lucia.pk]), Present(contacts=[theirs.pk])):
        with pytest.raises(OperationRefused):
            written(made, present=present)
    assert not DiaryEntry.objects.exists()
    assert not DiaryParticipant.objects.exists()


def test_a_correction_shows_the_newest_text_and_keeps_every_older_one(made: Situation) -> None:
    entry = written(made)
    corrected(entry, "Lucia cerca lavoro.")
    corrected(entry, "Lucia cerca casa e lavoro.", expected=2)
    kept = list(entry.versions.values_list("number", "text", "reason"))
    assert kept == [
        (1, "Lucia cerca casa.", ""),
        (2, "Lucia cerca lavoro.", "Nome sbagliato"),
        (3, "Lucia cerca casa e lavoro.", "Nome sbagliato"),
    ]
    told = page_of(made.case, made.anna, Wanted(only=Kind.DIARY)).entries[0]
    assert told["text"] == "Lucia cerca casa e lavoro."
    assert told["small"].replace("\xa0", " ") == "corretto il 23 novembre 2026 da Anna Prova: Nome sbagliato"
    page = enter(cast.ANNA).get(reverse("case_entry", args=[made.case.pk, entry.pk])).content.decode()
    assert "Lucia cerca lavoro." in page


def test_only_the_author_and_the_responsible_worker_correct_with_a_reason(made: Situation) -> None:
    entry = written(made)
    with pytest.raises(NotPermitted):
        corrected(entry, "Altro.", by=made.carla)
    with pytest.raises(OperationRefused, match="perché la correggi"):
        operations.correct_diary(
            entry=entry, writing=Writing("phone", "Altro.", NOW), reason=" ", expected=1, by=made.anna, at=NOW
        )
    by_carla = operations.write_diary(
        case=made.case, kind="phone", text="Di Carla.", by=made.carla, at=NOW, happened_at=NOW
    )
    corrected(by_carla, "Di Carla, corretta da chi è responsabile.")
    assert not entry.versions.exists()


def test_two_who_correct_the_same_entry_do_not_cover_one_another(made: Situation) -> None:
    entry = written(made)
    corrected(entry, "La prima.")
    with pytest.raises(ChangedMeanwhile):
        corrected(entry, "La seconda, scritta su un testo vecchio.")
    assert entry.versions.count() == 2


def test_the_database_refuses_to_change_or_take_away_what_was_written(made: Situation) -> None:
    entry = written(made)
    corrected(entry, "Nuovo.")
    attempts = [
        lambda: DiaryEntry.objects.filter(pk=entry.pk).update(text="Riscritto"),
        lambda: DiaryVersion.objects.filter(entry=entry).update(text="Riscritto"),
        lambda: DiaryEntry.objects.filter(pk=entry.pk)._raw_delete("default"),  # type: ignore[attr-defined]
        lambda: DiaryVersion.objects.filter(entry=entry)._raw_delete("default"),  # type: ignore[attr-defined]
    ]
    for attempt in attempts:
        for said in ("", "on"):  # what the application says of itself does not count
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('accanto.erasing', %s, TRUE)", [said])
            with pytest.raises(DatabaseError, match="new version"), transaction.atomic():
                attempt()
    assert DiaryEntry.objects.get().text == "Lucia cerca casa."


def test_a_pasted_text_of_half_a_megabyte_is_refused_with_its_length_and_nothing_is_lost(
    made: Situation,
) -> None:
    text = "parola " * 73_000
    answer = enter(cast.ANNA).post(reverse("case_note", args=[made.case.pk]), {"text": text, "kind": "phone"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "510.999 caratteri" in page
    assert "il limite è 100.000" in page
    assert text.strip() in page
    assert not DiaryEntry.objects.exists()


def test_what_nobody_can_read_in_the_address_narrows_nothing(made: Situation) -> None:
    written(made)
    client = enter(cast.ANNA)
    for query in ("prima=x", "prima=2026|a|b", "dal=ieri", "persona=x", "mostra=tutto", "operatore=9999999"):
        answer = client.get(reverse("case", args=[made.case.pk]) + f"?{query}")
        assert answer.status_code == 200, query
    assert Place.read(str(Place(NOW, "diario", "1"))) == Place(NOW, "diario", "1")


def test_the_timeline_is_narrowed_by_kind_person_operator_period_and_words(made: Situation) -> None:
    written(made, "Con Marta a scuola.", kind="home_visit", present=Present([made.family.marta.pk]))
    written(made, "Telefonata sulla casa.", kind="phone", happened_at=NOW - timedelta(days=40))

    def texts(**wanted: object) -> list[str]:
        shown = page_of(made.case, made.anna, Wanted(only=Kind.DIARY, **wanted))  # type: ignore[arg-type]
        return [entry["text"] for entry in shown.entries]

    assert texts(kind="phone") == ["Telefonata sulla casa."]
    assert texts(person=made.family.marta.pk) == ["Con Marta a scuola."]
    assert texts(operator=made.carla.pk) == []
    assert texts(words="CASA telefonata") == ["Telefonata sulla casa."]
    assert texts(since=NOW.date()) == ["Con Marta a scuola."]
    assert texts(until=(NOW - timedelta(days=1)).date()) == ["Telefonata sulla casa."]
    everything = page_of(made.case, made.anna)
    assert {entry["source"] for entry in everything.entries} >= {Kind.DIARY, Kind.STEPS}
