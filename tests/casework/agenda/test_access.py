"""Who is in an hour: seen by whoever sees the person or the case, told as a card to colleagues of the office."""

import pytest
from django.db import DatabaseError, connection, transaction

from accanto.casework.agenda.models import Place, RoomUse, Slot
from accanto.casework.agenda.operations import take_place
from accanto.casework.agenda.queries import told_places
from accanto.casework.cases.enums import Compartment
from accanto.casework.cases.operations import bar_from_case, move_case
from tests import cast
from tests.casework.agenda.situation import slot
from tests.consistency.plain_sql import as_somebody, nobody
from tests.present import NOW
from tests.scenarios import Situation, family_in_charge

pytestmark = pytest.mark.django_db


def taken() -> tuple[Situation, Place, Slot]:
    made = family_in_charge()
    one = slot(capacity=4)
    return made, take_place(slot=one, case=made.case, by=made.anna, at=NOW), one


def seen_by(username: str) -> set[object]:
    """By the rule and by the database, which say the same."""
    user = cast.user(username)
    by_rule = set(Place.objects.visible_to(user).values_list("pk", flat=True))
    with as_somebody(username):
        by_database = set(Place.objects.values_list("pk", flat=True))
        assert set(Place.objects.visible_to(user).values_list("pk", flat=True)) == by_database
    assert by_rule == by_database
    return by_database


def test_whoever_sees_the_case_and_colleagues_at_the_office_and_nobody_else() -> None:
    _made, place, _one = taken()
    found = {name for name in cast.EVERYBODY if seen_by(name) == {place.pk}}
    assert found == {cast.ANNA, cast.CARLA, cast.LUCA}


def test_a_colleague_reads_the_name_and_opens_nothing() -> None:
    made, place, _one = taken()
    for username, url in ((cast.ANNA, f"/casi/{made.case.pk}/"), (cast.LUCA, "")):
        with as_somebody(username):
            told = told_places([place], cast.user(username))[place.pk]
            assert (told.name, told.url) == ("Campioni", url)


def test_somebody_kept_apart_is_a_place_that_is_taken_and_nothing_else() -> None:
    made, place, one = taken()
    move_case(
        case=made.case, compartment=Compartment.VIOLENCE, staying=[made.anna], whole=[], reason="prova", by=made.anna,
        at=NOW,
    )  # fmt: skip
    assert seen_by(cast.ANNA) == {place.pk}
    assert seen_by(cast.LUCA) == set()
    with as_somebody(cast.LUCA), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM agenda_cards(%s)", [[place.pk]])
        assert cursor.fetchone() == (0,)
        assert Slot.objects.get(pk=one.pk).taken == 1


def test_who_must_not_see_them_sees_a_place_that_is_taken() -> None:
    made, _place, _one = taken()
    bar_from_case(
        case=made.case, user=cast.user(cast.LUCA), reason="relative", source="detto", by=made.anna, at=NOW
    )
    assert seen_by(cast.LUCA) == set()


def test_a_name_without_a_record_is_read_at_the_office_and_by_who_wrote_it() -> None:
    one = slot(capacity=2)
    place = take_place(slot=one, name="Ida Prova", by=cast.user(cast.GIULIA), at=NOW)
    found = {name for name in cast.EVERYBODY if seen_by(name) == {place.pk}}
    assert found == {cast.ANNA, cast.CARLA, cast.LUCA, cast.GIULIA}


def test_nobody_writes_a_place_for_whom_they_do_not_see() -> None:
    made = family_in_charge("Modello", worker=cast.GIULIA, unit="servizio-quarrata", town="Quarrata")
    one = slot(capacity=2)
    move_case(
        case=made.case, compartment=Compartment.JUSTICE, staying=[], reason="prova", by=cast.user(cast.GIULIA), at=NOW
    )  # fmt: skip
    with (
        as_somebody(cast.LUCA),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Place.objects.create(slot=one, case_id=made.case.pk, taken_at=NOW, taken_by=cast.user(cast.LUCA))


def test_where_nobody_acts_nothing_is_told() -> None:
    _made, place, _one = taken()
    with nobody(), connection.cursor() as cursor:
        assert not Place.objects.exists()
        assert not RoomUse.objects.exists()
        cursor.execute("SELECT count(*) FROM agenda_cards(%s)", [[place.pk]])
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT agenda_kept_apart(1, now(), NULL, NULL, NULL)")
        assert cursor.fetchone() == (True,)


def test_whoever_is_barred_from_others_still_reads_the_names_at_their_desk() -> None:
    made, _place, one = taken()
    bar_from_case(
        case=made.case, user=cast.user(cast.LUCA), reason="relative", source="detto", by=made.anna, at=NOW
    )
    named = take_place(slot=one, name="Ida Prova", by=made.anna, at=NOW)
    assert seen_by(cast.LUCA) == {named.pk}
