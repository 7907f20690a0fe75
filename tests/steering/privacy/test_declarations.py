"""Whom an operator must not see: declared without learning anything, matched now and later, lifted by the officer."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from stdnum.it.codicefiscale import calc_check_digit

from accanto.access.outcomes.models import Application
from accanto.casework.cases.operations import lift_bar_from_case
from accanto.core.database.context import acting, acting_for
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.core.transitions import TransitionRefused
from accanto.faces.workspace.duties import duties_of
from accanto.foundation.notifications.models import Notification
from accanto.people.persons.models import Bar, Person
from accanto.people.persons.operations import create_person, set_codice_fiscale
from accanto.steering.privacy.models import Declaration
from accanto.steering.privacy.operations import (
    decide_declaration,
    declare,
    keep_out,
    lift_written_bar,
    match_declarations,
    tell_who_hands_over,
)
from accanto.steering.privacy.queries import code_of, declared_code
from tests import cast
from tests.access.outcomes.samples import HEADINGS, as_csv, imported, row
from tests.consistency.test_must_not_see import NOTHING, let_in, seen_by
from tests.consistency.test_must_not_see import keep_out as bar_on_case
from tests.scenarios import NOW, TODAY, family_in_charge

pytestmark = pytest.mark.django_db

CODE = "CMPLCU88E54G713" + calc_check_digit("CMPLCU88E54G713")
OTHER = "PRVLCU80A41G713" + calc_check_digit("PRVLCU80A41G713")
MINE = "/conto/chi-non-devo-vedere/"
LIST = "/esclusioni/"


def declared(username: str = cast.CARLA, **given: Any) -> Declaration:
    usual: dict[str, Any] = {
        "codice_fiscale": "",
        "first_name": "",
        "last_name": "",
        "birth_date": None,
        "reason": "relative",
    }
    return declare(**{**usual, **given}, by=cast.user(username), at=NOW)


def named(**given: Any) -> Declaration:
    return declared(
        **{"first_name": "Lucia", "last_name": "Campioni", "birth_date": date(1988, 5, 14), **given}
    )


def officer(whom: str, username: str = cast.CARLA, **given: Any) -> Declaration:
    usual: dict[str, Any] = {"reason": "conflict", "source": "Nota 7", "until": None}
    return keep_out(
        user=cast.user(username), whom=whom, **{**usual, **given}, by=cast.user(cast.OLGA), at=NOW
    )


def client_of(username: str) -> Client:
    client = Client()
    client.force_login(cast.user(username))
    return client


def test_a_name_with_its_date_of_birth_closes_what_was_open() -> None:
    made = family_in_charge()
    family_in_charge("Modello")
    found = named(last_name="CAMPIONI ", first_name=" lucia")
    bar = Bar.objects.get()
    assert (bar.user, bar.person, bar.declaration, bar.written_by) == (
        made.carla, made.family.lucia, found.pk, None,
    )  # fmt: skip
    assert seen_by(cast.CARLA, in_their_name=True)["Case"] == 1
    assert Declaration.objects.get().state == "declared"


def test_one_day_of_difference_is_another_person() -> None:
    family_in_charge()
    named(birth_date=date(1988, 5, 15))
    assert not Bar.objects.exists()


def test_whoever_comes_later_is_recognised() -> None:
    declared(codice_fiscale=CODE)
    named(username=cast.DARIO)
    carla, made = cast.user(cast.CARLA), family_in_charge()
    assert {bar.user.username for bar in Bar.objects.all()} == {cast.DARIO}
    set_codice_fiscale(person=made.family.lucia, value=CODE, on=TODAY)
    assert {bar.user.username for bar in Bar.objects.all()} == {cast.DARIO, cast.CARLA}
    other = create_person(
        first_name="Lucia", last_name="Campioni", birth_date=date(1988, 5, 14), by=carla, at=NOW
    )
    assert Bar.objects.get(person=other).user.username == cast.DARIO


def test_whoever_comes_with_a_list_is_recognised() -> None:
    line = row()
    declared(codice_fiscale=line[HEADINGS.index("codice_fiscale")])
    imported(as_csv([line, row("INPS-2", last="Prova")]))
    bar = Bar.objects.get()
    assert bar.person == Application.objects.get(protocol=line[0]).person
    with acting(acting_for(cast.user(cast.CARLA), at=NOW + timedelta(minutes=1))):
        assert set(Application.objects.values_list("protocol", flat=True)) == {"INPS-2"}


def test_behind_a_fence_too() -> None:
    made = family_in_charge()
    Person.objects.filter(pk=made.family.lucia.pk).update(compartment="violence")
    named()
    assert Bar.objects.get().person_id == made.family.lucia.pk


def _pages(whom: dict[str, str], client: Client) -> tuple[int, int, list[str]]:
    with CaptureQueriesContext(
        connection,
    ) as found:
        answer = client.post(MINE, {"reason": "relative", **whom}, follow=True)
    told = [str(message) for message in answer.context["messages"]]
    return answer.status_code, len(found), told


def test_the_answer_is_the_same_whether_or_not_the_person_is_known() -> None:
    made = family_in_charge()
    set_codice_fiscale(person=made.family.lucia, value=CODE, on=TODAY)
    by_code = [
        _pages({"codice_fiscale": code}, client_of(who))
        for code, who in ((CODE, cast.LUCA), (OTHER, cast.GIULIA))
    ]
    assert by_code[0] == by_code[1]
    assert Bar.objects.count() == 1
    by_name = [
        _pages({"last_name": last, "first_name": "Marta", "birth_date": "2017-03-02"}, client_of(who))
        for last, who in (("Campioni", cast.BRUNO), ("Nessuni", cast.TULLIO))
    ]
    assert by_name[0] == by_name[1]
    assert Bar.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "codice_fiscale"),
        ({"codice_fiscale": CODE[:15] + ("A" if CODE[15] != "A" else "B")}, "codice_fiscale"),
        ({"last_name": "Campioni", "birth_date": date(1988, 5, 14)}, "codice_fiscale"),
        ({"last_name": "Campioni", "first_name": "Lucia", "birth_date": date(2027, 1, 1)}, "birth_date"),
    ],
)
def test_what_names_nobody_is_refused(given: dict[str, Any], field: str) -> None:
    with pytest.raises(OperationRefused) as refused:
        declared(**given)
    assert refused.value.field == field
    assert not Declaration.objects.exists()


def test_only_the_officer_lifts_it_and_with_a_reason() -> None:
    made = family_in_charge()
    found = named(username=cast.LUCA)
    let_in(made, cast.LUCA)
    luca, olga = cast.user(cast.LUCA), cast.user(cast.OLGA)
    for by in (luca, made.carla, cast.user(cast.PAOLO)):
        with pytest.raises(NotPermitted):
            decide_declaration(declaration=found, outcome="lifted", reason="x", by=by, at=NOW)
    with pytest.raises(OperationRefused) as refused:
        lift_bar_from_case(case=made.case, user=luca, reason="errore", by=made.anna, at=NOW)
    assert "dichiarazione" in str(refused.value)
    with pytest.raises(OperationRefused) as refused:
        decide_declaration(declaration=found, outcome="lifted", reason=" ", by=olga, at=NOW)
    assert refused.value.field == "reason"
    assert seen_by(cast.LUCA, in_their_name=True) == NOTHING
    decide_declaration(declaration=found, outcome="confirmed", reason="Sentito", by=olga, at=NOW)
    decide_declaration(declaration=found, outcome="lifted", reason="Non è lei", by=olga, at=NOW)
    assert seen_by(cast.LUCA, in_their_name=True)["Case"] == 1
    assert match_declarations(at=NOW) == 0
    with pytest.raises(TransitionRefused):
        decide_declaration(declaration=found, outcome="confirmed", reason="x", by=olga, at=NOW)


def test_the_officer_decides_nothing_of_their_own() -> None:
    mine = named(username=cast.OLGA)
    olga = cast.user(cast.OLGA)
    with pytest.raises(NotPermitted):
        decide_declaration(declaration=mine, outcome="lifted", reason="x", by=olga, at=NOW)
    with pytest.raises(OperationRefused) as refused:
        officer(CODE, cast.OLGA)
    assert refused.value.field == "user"
    assert client_of(cast.OLGA).get(f"{LIST}{mine.pk}/").status_code == 404


def test_the_officer_keeps_an_account_from_a_household_for_a_while() -> None:
    made = family_in_charge()
    officer(made.case.number, until=TODAY + timedelta(days=10))
    assert Bar.objects.count() == 3
    assert seen_by(cast.CARLA, in_their_name=True) == NOTHING
    with time_machine.travel(NOW + timedelta(days=12)):
        assert seen_by(cast.CARLA, in_their_name=False)["Case"] == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"whom": "2026/9999"}, "whom"),
        ({"whom": "Campioni"}, "whom"),
        ({"whom": CODE, "source": " "}, "source"),
        ({"whom": CODE, "until": date(2020, 1, 1)}, "until"),
    ],
)
def test_what_the_officer_writes_is_refused_in_words(given: dict[str, Any], field: str) -> None:
    with pytest.raises(OperationRefused) as refused:
        officer(**given)
    assert refused.value.field == field
    with pytest.raises(NotPermitted):
        keep_out(
            user=cast.user(cast.LUCA), whom=CODE, reason="conflict", source="x", until=None,
            by=cast.user(cast.CARLA), at=NOW,
        )  # fmt: skip


def test_what_others_write_about_somebody_is_never_read_by_them() -> None:
    made = family_in_charge()
    officer(made.case.number)
    named(username=cast.CARLA)
    for username, count in ((cast.CARLA, 1), (cast.OLGA, 2), (cast.ANNA, 0), (cast.PAOLO, 0)):
        with acting(acting_for(cast.user(username), at=NOW)):
            assert (username, Declaration.objects.count()) == (username, count)
    told = client_of(cast.CARLA).get(MINE).content.decode()
    assert ("Campioni" in told, made.case.number in told, "Nota 7" in told) == (True, False, False)


def test_what_is_also_declared_stands_when_the_case_lets_in_again() -> None:
    made = family_in_charge()
    bar_on_case(made, cast.LUCA, whom=made.family.lucia)
    found = named(username=cast.LUCA)
    assert not Bar.objects.filter(declaration=found.pk).exists()  # one is enough
    lift_bar_from_case(case=made.case, user=cast.user(cast.LUCA), reason="errore", by=made.anna, at=NOW)
    assert Bar.objects.get(ends_at=None).declaration == found.pk


def test_the_officer_lifts_what_was_written_on_a_case() -> None:
    made = family_in_charge()
    let_in(made, cast.LUCA)
    (bar,) = bar_on_case(made, cast.LUCA, whom=made.family.lucia)
    client = client_of(cast.OLGA)
    told = client.get(f"{LIST}?quali=cartelle").content.decode()
    assert code_of(made.family.lucia.pk) in told
    assert "Campioni" not in told.replace("Luca Campioni", "")
    url = f"{LIST}cartelle/{bar.pk}/fine/"
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Trasferito"}).status_code == 302
    assert seen_by(cast.LUCA, in_their_name=False)["Case"] == 1
    with pytest.raises(OperationRefused):
        lift_written_bar(bar=bar, reason="x", by=cast.user(cast.OLGA), at=NOW + timedelta(days=1))


def test_the_pages_of_the_officer_hold_codes_and_no_name() -> None:
    made = family_in_charge("Zaffirelli")
    found = named(last_name="Zaffirelli", username=cast.DARIO)
    by_code = declared(codice_fiscale=CODE, username=cast.GIULIA)
    client = client_of(cast.OLGA)
    pages = [client.get(LIST), client.get(f"{LIST}{found.pk}/"), client.get(f"{LIST}{by_code.pk}/")]
    told = "".join(page.content.decode() for page in pages)
    assert declared_code(found) in told
    assert declared_code(by_code) in told
    for word in ("Zaffirelli", CODE, made.case.number, "1988"):
        assert word not in told
    answer = client.post(f"{LIST}{found.pk}/", {"outcome": "lifted", "reason": "Errore"})
    assert answer.status_code == 302
    assert declared_code(found) in client.get(f"{LIST}?quali=lifted").content.decode()
    sent = {"user": made.anna.pk, "whom": CODE, "reason": "relative", "source": "Nota", "until": ""}
    assert client.post(f"{LIST}nuova/", sent).status_code == 302
    assert client.post(f"{LIST}nuova/", {**sent, "whom": "boh"}).status_code == 422


def test_who_coordinates_is_told_once_to_give_the_case_to_somebody_else() -> None:
    made = family_in_charge()
    named(username=cast.ANNA)
    assert tell_who_hands_over(at=NOW) == 1
    assert tell_who_hands_over(at=NOW) == 0
    told = Notification.objects.get(kind="privacy.hand_over")
    assert (told.user, told.context) == (made.carla, made.case.pk)
    assert (told.params["worker"], told.params["number"]) == ("Anna Prova", made.case.number)


@pytest.mark.parametrize(
    ("username", "url"), [(cast.LUCA, MINE), (cast.OLGA, LIST), (cast.OLGA, f"{LIST}?quali=cartelle")]
)
def test_the_lists_cost_the_same_however_long(username: str, url: str) -> None:
    made, client = family_in_charge(), client_of(username)
    client.get(url)
    counts: list[int] = []
    for _round in range(2):
        for who in (cast.LUCA, cast.GIULIA, cast.BRUNO, cast.DARIO):
            named(username=who, last_name=f"Prova{_round}")
        bar_on_case(made, cast.SARA, whom=made.family.nico)
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        counts.append(len(found))
    assert counts[0] == counts[1] <= 9


def test_what_nobody_has_looked_at_waits_on_the_first_page_of_the_privacy_officer() -> None:
    """Her own is for somebody else to look at."""
    named(username=cast.LUCA)
    named(username=cast.OLGA)
    (card,) = [duty for duty in duties_of(cast.user(cast.OLGA), NOW.date()) if duty.waiting]
    assert (card.title, card.lines, card.waiting, card.url) == (
        "Chi non deve vedere", ("1 dichiarazione che nessuno ha ancora guardato.",), 1, LIST,
    )  # fmt: skip
