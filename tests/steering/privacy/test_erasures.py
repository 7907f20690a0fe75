"""Erasing: who may, what stands in the way, what goes, what stays whole."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accanto.casework.cases.models import Case, DiaryEntry
from accanto.casework.cases.operations import write_diary
from accanto.casework.projects.models import Project
from accanto.core.database.context import acting, acting_for
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.core.transitions import TransitionRefused
from accanto.foundation.audit import chain
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.operations import store_document
from accanto.foundation.documents.reading import content_of
from accanto.foundation.jobs.models import Draft
from accanto.people.persons.models import ContactPoint, Identifier, Person
from accanto.people.persons.operations import add_contact
from accanto.steering.indicators.figures import Scope
from accanto.steering.indicators.queries import all_figures
from accanto.steering.privacy.erasing import ledger
from accanto.steering.privacy.models import ErasedPerson, Erasure, PersonRequest, RetentionReview
from accanto.steering.privacy.operations import (
    confirm_erasure,
    decide_retention,
    look_for_ended_terms,
    place_hold,
    propose_erasure,
    repeat_erasure,
    restrict_for,
    withdraw_erasure,
)
from accanto.territory.staff.models import User
from tests import cast
from tests.foundation.audit.conftest import Owner, as_owner, owner
from tests.scenarios import NOW, TODAY, Situation, family_in_charge
from tests.steering.indicators import situation as figures_of
from tests.steering.privacy.asking import asked_by

__all__ = ["owner"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def closed(surname: str = "Zaffirelli") -> Situation:
    made = family_in_charge(surname)
    write_diary(
        case=made.case,
        kind="interview",
        text=f"Lucia {surname} e Marta parlano; LUCIA piange",
        happened_at=NOW,
        by=made.anna,
        at=NOW,
    )
    add_contact(person=made.family.lucia, kind="phone", value="555 0142", on=TODAY)
    if surname == "Zaffirelli":
        Identifier.objects.create(
            person=made.family.lucia, kind="codice_fiscale", value="ZFFLCU88E54G713X", valid_from=TODAY
        )
    store_document(
        kind="attachment",
        title=f"Lettera di Lucia {surname}",
        content=b"Parole da cancellare",
        filename="lettera.txt",
        media_type="text/plain",
        by=made.anna,
        at=NOW,
        context=made.case.pk,
    )
    Case.objects.filter(pk=made.case.pk).update(state="closed", closed_on=date(2026, 11, 22))
    return made


def asked(person: Person, kind: str = "erasure") -> PersonRequest:
    return asked_by(person, kind)


def due(case: Case) -> RetentionReview:
    Case.objects.filter(pk=case.pk).update(
        state="closed", opened_on=date(2009, 1, 1), closed_on=date(2010, 1, 1)
    )
    look_for_ended_terms(at=NOW)
    return decide_retention(
        review=RetentionReview.objects.get(case=case),
        outcome="to_erase",
        keep_until=None,
        reason="Scarto autorizzato",
        by=cast.user(cast.OLGA),
        at=NOW,
    )


def proposed(thing: PersonRequest | RetentionReview, by: User | None = None) -> Erasure:
    return propose_erasure(
        thing=thing, ground="unlawful", reason="Prot. 9", by=by or cast.user(cast.OLGA), at=NOW
    )


def erased(thing: PersonRequest | RetentionReview, by: str = cast.CARLA) -> Erasure:
    user = cast.user(by)
    row = proposed(thing)
    with acting(acting_for(user, at=NOW)):
        return confirm_erasure(erasure=row, by=user, at=NOW)


def test_a_case_past_its_term_goes_whole_and_its_people_become_pseudonyms() -> None:
    made, other = closed(), closed("Restanti")
    row = erased(due(made.case))
    names = {one.person_id: one.pseudonym for one in ErasedPerson.objects.filter(erasure=row)}
    assert len(names) == 3
    lucia = Person.objects.get(pk=made.family.lucia.pk)
    assert (lucia.first_name, lucia.last_name, lucia.pseudonymous) == ("", names[lucia.pk], True)
    assert lucia.search_name == names[lucia.pk].lower()
    assert (lucia.sex, lucia.birth_date) == ("f", date(1988, 1, 1))
    assert not ContactPoint.objects.filter(person=lucia).exists()
    assert not Identifier.objects.filter(person=lucia).exists()
    assert set(lucia.residences.values_list("address", "municipality__name")) == {("", "Pistoia")}
    entry = DiaryEntry.objects.get(case=made.case)
    assert (entry.text, entry.kind, entry.happened_at) == ("", "interview", NOW)
    paper = Document.objects.get(context=made.case.pk)
    assert (paper.title, paper.filename) == ("–", "")
    assert b"Parole" not in content_of(paper)
    case = Case.objects.get(pk=made.case.pk)
    assert (case.number, str(case.household)) == (made.case.number, names[lucia.pk])
    untouched = DiaryEntry.objects.get(case=other.case)
    assert "Lucia Restanti" in untouched.text
    assert Person.objects.get(pk=other.family.lucia.pk).last_name == "Restanti"


def test_a_person_who_asks_goes_and_the_case_of_the_others_names_a_pseudonym() -> None:
    made = closed()
    row = erased(asked(made.family.lucia))
    (name,) = row.people.values_list("pseudonym", flat=True)
    assert (row.cases, row.shared) == ([], [made.case.pk])
    entry = DiaryEntry.objects.get(case=made.case)
    assert entry.text == f"{name} e Marta parlano; {name} piange"
    assert Person.objects.get(pk=made.family.marta.pk).first_name == "Marta"
    assert PersonRequest.objects.get().asked == "–"


def test_what_was_typed_and_not_yet_registered_goes_too() -> None:
    made, other = closed(), closed("Restanti")
    words = {"text": "Lucia Zaffirelli chiama"}
    for key in (f"cases.diary.{made.case.pk}", f"convoke-{made.pathway.pk}", f"cases.diary.{other.case.pk}"):
        Draft.objects.create(user=made.anna, key=key, data=words, updated_at=NOW)
    erased(due(made.case))
    assert list(Draft.objects.values_list("key", "data")) == [(f"cases.diary.{other.case.pk}", words)]


def test_a_draft_of_a_case_that_stays_names_the_pseudonym() -> None:
    made = closed()
    Draft.objects.create(
        user=made.anna,
        key=f"cases.diary.{made.case.pk}",
        data={"text": "Lucia con Marta"},
        updated_at=NOW,
    )
    row = erased(asked(made.family.lucia))
    (name,) = row.people.values_list("pseudonym", flat=True)
    assert Draft.objects.get().data == {"text": f"{name} con Marta"}


def test_figures_are_the_same_before_and_after() -> None:
    built = figures_of.household(
        analysis_on=date(2026, 7, 1),
        defined_on=date(2026, 8, 1),
        born=(("reference", date(1985, 7, 9)), ("child", date(2008, 11, 24))),
    )
    assert built.case
    Project.objects.update(state="closed")
    review = due(built.case)
    before = _figures()
    assert "'with_minors': 1" in before
    erased(review)
    assert _figures() == before
    adult, child = (Person.objects.get(pk=person.pk) for person in built.people)
    assert (adult.birth_date, child.birth_date) == (date(1985, 1, 1), date(2008, 11, 24))
    assert adult.pseudonymous


def _figures() -> str:
    return repr(all_figures(Scope(TODAY, "adi", "")))


@pytest.mark.parametrize("why", ["hold", "restriction", "open", "project"])
def test_what_stands_in_the_way_is_refused_when_proposing_and_when_confirming(why: str) -> None:
    made = closed()
    row = proposed(asked(made.family.lucia))
    if why == "hold":
        place_hold(
            whom="ZFFLCU88E54G713X",
            authority="Procura",
            reason="x",
            starts_on=TODAY,
            by=cast.user(cast.OLGA),
            at=NOW,
        )
    elif why == "restriction":
        restrict_for(
            request=asked(made.family.lucia, "restriction"),
            ground="claim",
            reason="Causa",
            by=cast.user(cast.OLGA),
            at=NOW,
        )
    elif why == "open":
        Case.objects.update(state="open", closed_on=None)
    else:
        Project.objects.create(
            case=made.case, pathway=made.pathway, kind="social", created_at=NOW, created_by=made.anna
        )
    with acting(acting_for(made.carla, at=NOW)), pytest.raises(OperationRefused):
        confirm_erasure(erasure=row, by=made.carla, at=NOW)
    withdraw_erasure(erasure=row, by=made.carla, at=NOW)
    with pytest.raises(OperationRefused):
        proposed(row.request or asked(made.family.lucia))
    assert Person.objects.get(pk=made.family.lucia.pk).first_name == "Lucia"


def test_two_people_decide_and_the_database_asks_as_well() -> None:
    made = closed()
    olga = cast.user(cast.OLGA)
    with pytest.raises(NotPermitted):
        proposed(asked(made.family.lucia), by=made.anna)
    row = proposed(asked(made.family.lucia))
    with (
        acting(acting_for(olga, at=NOW)),
        pytest.raises(OperationRefused, match=r"qualcun altro|somebody else"),
    ):
        confirm_erasure(erasure=row, by=olga, at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM privacy_erase(%s, '{}')", [row.pk])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM privacy_erase_rows('{}', '{}', '{}', '{}', '{}')")
    with pytest.raises(IntegrityError, match="erasure_confirmed_by_another"), transaction.atomic():
        Erasure.objects.update(state="done", confirmed_by=olga, confirmed_at=NOW)
    assert Person.objects.get(pk=made.family.lucia.pk).first_name == "Lucia"


def test_the_switch_of_an_erasure_is_worth_nothing_to_the_application() -> None:
    closed()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('accanto.erasing', 'on', TRUE)")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET params = '{}'")


def test_ground_and_reason_are_asked_and_a_withdrawn_one_is_proposed_again() -> None:
    request = asked(closed().family.lucia)
    olga = cast.user(cast.OLGA)
    for ground, reason, field in (("", "x", "ground"), ("unlawful", " ", "reason")):
        with pytest.raises(OperationRefused) as refused:
            propose_erasure(thing=request, ground=ground, reason=reason, by=olga, at=NOW)
        assert refused.value.field == field
    row = withdraw_erasure(erasure=proposed(request), by=olga, at=NOW)
    assert row.state == "withdrawn"
    assert proposed(request).pk == row.pk
    with pytest.raises(TransitionRefused):
        proposed(request)


def _as(username: str) -> Client:
    client = Client()
    client.force_login(cast.user(username))
    return client


def test_the_officer_proposes_and_the_coordinator_confirms_on_the_pages(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    request = asked(closed().family.lucia)
    officer, coordinator = _as(cast.OLGA), _as(cast.CARLA)
    address = f"/diritti/richieste/{request.pk}/cancellazione/"
    assert address in officer.get(f"/diritti/richieste/{request.pk}/").content.decode()
    with django_assert_max_num_queries(24):
        page = officer.get(address).content.decode()
    assert "Zaffirelli" not in page
    assert officer.post(address, {"ground": "", "reason": ""}).status_code == 422
    sent = {"ground": "unlawful", "reason": "Base mai esistita"}
    assert officer.post(address, sent).status_code == 302
    row = Erasure.objects.get()
    assert f"/diritti/cancellazioni/{row.pk}/conferma/" not in officer.get(address).content.decode()
    assert f"/diritti/cancellazioni/{row.pk}/conferma/" in coordinator.get(address).content.decode()
    officer.post(f"/diritti/cancellazioni/{row.pk}/conferma/")
    assert Erasure.objects.get().state == "proposed"
    coordinator.post(f"/diritti/cancellazioni/{row.pk}/conferma/")
    assert Erasure.objects.get().state == "done"
    assert "Persona " in officer.get(address).content.decode()


def test_the_record_loses_the_words_and_stays_whole_and_a_restore_erases_again(
    owner: Owner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "_file", lambda: tmp_path / "erasures.jsonl")
    made = closed()
    row = erased(due(made.case))
    for table, column in (("audit_change", "before::text || after::text"), ("audit_event", "params::text")):
        words = owner.execute(f"SELECT string_agg({column}, ' ') FROM {table}").fetchone()  # noqa: S608
        assert words is not None
        for word in ("Zaffirelli", "555 0142", "ZFFLCU88E54G713X", "piange"):
            assert word not in (words[0] or "")
    until = monotonic() + 30
    while chain.verify(owner).waiting and monotonic() < until:
        chain.seal()
        sleep(0.2)
    assert chain.verify(owner).broken == ""
    (carried,) = ledger.since(NOW - timedelta(days=1))
    assert list(ledger.since(NOW)) == []
    names = list(row.people.values_list("pseudonym", flat=True))
    assert carried.pseudonyms == names
    # As a backup from before the erasure would know her.
    Person.objects.filter(pk=made.family.lucia.pk).update(
        first_name="Lucia", last_name="Zaffirelli", pseudonymous=False
    )
    with as_owner(owner):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL accanto.erasing = 'on'")  # nobody else writes a diary anew
            DiaryEntry.objects.update(text="Lucia torna")
        repeat_erasure(carried=carried, at=NOW)
    assert Person.objects.get(pk=made.family.lucia.pk).last_name in names
    assert DiaryEntry.objects.get().text == ""
