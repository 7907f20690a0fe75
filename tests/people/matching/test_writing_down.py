"""Nobody is written down before they are looked for, nor twice; who wrote them sees the card."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import close_old_connections

from accanto.core.database.context import acting, acting_for
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.models import Event
from accanto.people.matching.given import Given
from accanto.people.matching.models import PersonSearch
from accanto.people.matching.operations import (
    AlreadyWritten,
    SearchFirst,
    forget_searches,
    give_code,
    note_search,
    write_person_down,
)
from accanto.people.persons.models import AccessGrant, ContactPoint, Identifier, Person, Residence
from accanto.people.persons.operations import create_person, grant_access, protect_person, set_codice_fiscale
from accanto.people.persons.queries import current_codes, expiry_of, fiscal_codes
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User
from tests import cast
from tests.scenarios import NOW, TODAY, family_in_charge

pytestmark = pytest.mark.django_db

GIVEN = Given(
    "Fàtima", "D'Angelò", sex="f", birth_date=date(1990, 2, 28), phone="555 0199", address="Via Finta 1"
)
STP = "STP0901100000001"


def searched(username: str = cast.DARIO, given: Given = GIVEN) -> PersonSearch:
    return note_search(given=given, shown=0, by=cast.user(username), at=NOW)


def written(username: str = cast.DARIO, given: Given = GIVEN, **more: object) -> Person:
    """As the web role does it: in the operator's own name."""
    by = cast.user(username)
    with acting(acting_for(by, at=NOW)):
        search = note_search(given=given, shown=0, by=by, at=NOW)
        return write_person_down(search=search.pk, given=given, by=by, at=NOW, **more)  # type: ignore[arg-type]


def seen_by(username: str, person: Person) -> bool:
    user = cast.user(username)
    with acting(acting_for(user, at=NOW + timedelta(minutes=1))):
        return Person.objects.visible_to(user).filter(pk=person.pk).exists()


def test_all_that_was_typed_is_kept_and_the_desk_sees_the_card() -> None:
    pistoia = Municipality.objects.get(name="Pistoia")
    person = written(given=replace(GIVEN, code="RSSMRA85T50G713D"), municipality=pistoia)
    assert (str(person), person.search_name, person.sex) == ("Fàtima D'Angelò", "d angelo fatima", "f")
    assert current_codes([person.pk]) == {person.pk: "RSSMRA85T50G713D"}
    home = Residence.objects.get(person=person)
    assert (home.municipality, home.address) == (pistoia, "Via Finta 1")
    assert ContactPoint.objects.get(person=person).folded == "5550199"
    assert {name: seen_by(name, person) for name in (cast.DARIO, cast.CARLA, cast.GIULIA, cast.ANNA)} == {
        cast.DARIO: True, cast.CARLA: True, cast.GIULIA: False, cast.ANNA: False,
    }  # fmt: skip
    assert Event.objects.filter(verb="matching.person.written", subject=str(person.pk)).count() == 1


@pytest.mark.parametrize("username", [cast.DARIO, cast.ANNA, cast.CARLA])
def test_whoever_writes_somebody_down_sees_them(username: str) -> None:
    person = written(username, replace(GIVEN, code=STP), given_on=TODAY)
    assert seen_by(username, person)
    grants = AccessGrant.objects.filter(person=person)
    assert {grant.reason for grant in grants} == {"registered"}


@pytest.mark.parametrize("name", ["Ò", "A", "D'Angelò"])
def test_a_name_of_one_letter_is_a_name(name: str) -> None:
    assert str(written(given=Given(last_name=name))) == name


def test_without_a_search_nobody_is_written_down() -> None:
    dario = cast.user(cast.DARIO)
    for search in (None, uuid4(), searched(cast.ANNA).pk):
        with pytest.raises(SearchFirst):
            write_person_down(search=search, given=GIVEN, by=dario, at=NOW)
    assert Person.objects.count() == 0


@pytest.mark.parametrize(
    "other",
    [
        replace(GIVEN, last_name="Dangeli"),
        replace(GIVEN, birth_date=date(1990, 2, 27)),
        replace(GIVEN, code="RSSMRA85T50G713D"),
        replace(GIVEN, birth_place="G713"),
    ],
)
def test_whoever_changes_what_tells_people_apart_looks_again(other: Given) -> None:
    search = searched()
    with pytest.raises(SearchFirst):
        write_person_down(search=search.pk, given=other, by=cast.user(cast.DARIO), at=NOW)
    moved = replace(GIVEN, phone="555 0200", address="Via Nuova 2")
    assert write_person_down(search=search.pk, given=moved, by=cast.user(cast.DARIO), at=NOW)


@pytest.mark.parametrize(("minutes", "holds"), [(0, True), (60, True), (61, False)])
def test_a_search_holds_an_hour(minutes: int, holds: bool) -> None:
    search, at = searched(), NOW + timedelta(minutes=minutes)
    if holds:
        assert write_person_down(search=search.pk, given=GIVEN, by=cast.user(cast.DARIO), at=at)
        return
    with pytest.raises(SearchFirst, match="ora"):
        write_person_down(search=search.pk, given=GIVEN, by=cast.user(cast.DARIO), at=at)


def test_one_search_gives_one_person() -> None:
    search = searched()
    person = write_person_down(search=search.pk, given=GIVEN, by=cast.user(cast.DARIO), at=NOW)
    with pytest.raises(AlreadyWritten) as twice:
        write_person_down(search=search.pk, given=GIVEN, by=cast.user(cast.DARIO), at=NOW)
    assert twice.value.person == person
    assert Person.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_the_same_moment_one_person_is_written() -> None:
    search, dario = searched(), cast.user(cast.DARIO)
    made: list[str] = []

    def send(by: User) -> str:
        try:
            write_person_down(search=search.pk, given=GIVEN, by=by, at=NOW)
        except AlreadyWritten:
            return "twice"
        finally:
            close_old_connections()
        return "written"

    with ThreadPoolExecutor(2) as pool:
        made = sorted(pool.map(send, [dario, dario]))
    assert made == ["twice", "written"]
    assert Person.objects.count() == 1


@pytest.mark.parametrize("username", [cast.BRUNO, cast.MARCO, cast.ZENO])
def test_who_may_not_is_refused(username: str) -> None:
    search, by = searched(), cast.user(username)
    with pytest.raises(NotPermitted):
        note_search(given=GIVEN, shown=0, by=by, at=NOW)
    with pytest.raises(NotPermitted):
        write_person_down(search=search.pk, given=GIVEN, by=by, at=NOW)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (replace(GIVEN, last_name=" "), "last_name"),
        (replace(GIVEN, birth_date=TODAY + timedelta(days=1)), "birth_date"),
        (replace(GIVEN, code="RSSMRA85T50G713X"), "code"),
        (replace(GIVEN, code="STP09011"), "code"),
    ],
)
def test_bad_input_names_the_field_and_writes_nothing(given: Given, field: str) -> None:
    search = searched(given=given)
    with pytest.raises(OperationRefused) as refusal:
        write_person_down(search=search.pk, given=given, by=cast.user(cast.DARIO), at=NOW)
    assert refusal.value.field == field
    assert (Person.objects.count(), Identifier.objects.count()) == (0, 0)


def test_a_code_of_an_ordinary_record_elsewhere_is_refused_in_words() -> None:
    made = family_in_charge()
    set_codice_fiscale(person=made.family.lucia, value="RSSMRA85T50G713D", on=TODAY)
    with pytest.raises(OperationRefused, match="altra scheda") as refusal:
        written(given=replace(GIVEN, code="RSSMRA85T50G713D"))
    assert refusal.value.field == "code"
    assert Person.objects.filter(search_name="d angelo fatima").count() == 0


def test_the_code_of_a_protected_person_betrays_nobody() -> None:
    """A refusal would say that the zone knows them: the new record gets the code as if it were free."""
    made = family_in_charge()
    set_codice_fiscale(person=made.family.lucia, value="RSSMRA85T50G713D", on=TODAY)
    protect_person(
        person=made.family.lucia, kind="address", reason="police", source="Questura", starts_on=TODAY, by=made.anna,
        at=NOW,
    )  # fmt: skip
    person = written(given=replace(GIVEN, code="RSSMRA85T50G713D"))
    assert current_codes([person.pk, made.family.lucia.pk]) == {
        person.pk: "RSSMRA85T50G713D",
        made.family.lucia.pk: "RSSMRA85T50G713D",
    }


def test_an_stp_runs_six_months_and_is_renewed_from_its_new_day() -> None:
    person = written(given=replace(GIVEN, code=STP), given_on=date(2026, 4, 30))
    first = Identifier.objects.get(person=person)
    assert (first.kind, first.valid_from, expiry_of(first)) == ("stp", date(2026, 4, 30), date(2026, 10, 30))
    give_code(person=person, code="stp 0901100000001", on=TODAY, by=cast.user(cast.DARIO), at=NOW)
    rows = (
        Identifier.objects.filter(person=person).order_by("pk").values_list("value", "valid_from", "valid_to")
    )
    assert list(rows) == [(STP, date(2026, 4, 30), TODAY), (STP, TODAY, None)]
    assert fiscal_codes([person.pk]) == {}
    assert current_codes([person.pk]) == {person.pk: STP}


def test_an_stp_of_the_last_day_of_august_ends_on_the_last_of_february() -> None:
    code = Identifier(kind="stp", value=STP, valid_from=date(2026, 8, 31))
    assert expiry_of(code) == date(2027, 2, 28)
    assert expiry_of(Identifier(kind="codice_fiscale", value="X", valid_from=date(2026, 8, 31))) is None


def test_a_code_to_come_or_older_than_the_one_in_force_is_refused() -> None:
    person = written(given=replace(GIVEN, code=STP), given_on=TODAY)
    dario = cast.user(cast.DARIO)
    for code, day in ((STP, TODAY + timedelta(days=1)), ("STP0901100000002", TODAY - timedelta(days=9))):
        with pytest.raises(OperationRefused) as refusal:
            give_code(person=person, code=code, on=day, by=dario, at=NOW)
        assert refusal.value.field == "given_on"
    assert give_code(person=person, code=STP, on=TODAY, by=dario, at=NOW).value == STP
    assert Identifier.objects.filter(person=person).count() == 1


def test_a_health_code_of_somebody_else_is_refused() -> None:
    other = create_person(first_name="A", last_name="B", by=None, at=NOW)
    grant_access(person=other, user=cast.user(cast.DARIO), depth=10, reason="co_work", by=None, at=NOW)
    give_code(person=other, code=STP, on=TODAY, by=cast.user(cast.DARIO), at=NOW)
    with pytest.raises(OperationRefused, match="altra scheda"):
        written(given=replace(GIVEN, code=STP), given_on=TODAY)


def test_searches_of_long_ago_are_forgotten() -> None:
    searched()
    assert forget_searches(at=NOW + timedelta(days=700)) == 0
    assert forget_searches(at=NOW + timedelta(days=800)) == 1
