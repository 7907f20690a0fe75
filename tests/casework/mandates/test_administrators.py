"""Who acts for an adult: the decree decides, the law warns."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accanto.casework.cases.blockers import open_work
from accanto.casework.cases.models import Deadline
from accanto.casework.cases.operations import CaseStillOpen, close_case
from accanto.casework.mandates import operations
from accanto.casework.mandates.models import AdministratorReport, SupportAdministrator
from accanto.casework.mandates.operations import AdministratorFacts
from accanto.casework.mandates.queries import representatives_of
from accanto.core.database.context import acting, acting_for
from accanto.core.errors import OperationRefused
from accanto.people.households.operations import add_member
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import Restriction
from accanto.people.persons.operations import grant_many
from accanto.territory.staff.models import User
from tests import cast
from tests.casework.mandates.conftest import court
from tests.scenarios import NOW, TODAY, Situation, family_in_charge


def facts(situation: Situation, **changes: Any) -> AdministratorFacts:
    given = AdministratorFacts(
        person=situation.family.lucia,
        office="support",
        holder="Rosa D’Angelò",
        court=court("giudice-tutelare-pistoia"),
        decree_number="12/2026",
        decree_on=date(2026, 2, 28),
        starts_on=date(2026, 3, 1),
        powers_alone=["income"],
        powers_assisted=["care"],
        every_months=12,
        report_from_on=date(2026, 2, 28),
    )
    return replace(given, **changes)


def appointed(situation: Situation, *, aware: bool = False, **changes: Any) -> SupportAdministrator:
    return operations.register_administrator(
        case=situation.case, facts=facts(situation, **changes), aware=aware, by=situation.anna, at=NOW
    )


def test_the_account_is_due_as_the_decree_says(situation: Situation) -> None:
    row = appointed(situation)
    assert row.next_report_on == date(2027, 2, 28)
    clock = Deadline.objects.get(subject=row.pk)
    assert (clock.code, clock.due_on) == ("mandates.account", date(2027, 2, 28))
    operations.record_account(administrator=row, made_on=TODAY, by=situation.anna, at=NOW)
    row.refresh_from_db()
    assert row.next_report_on == date(2028, 2, 28)
    assert AdministratorReport.objects.get().due_on == date(2027, 2, 28)
    assert Deadline.objects.get(subject=row.pk, state="open").due_on == date(2028, 2, 28)


def test_a_decree_without_an_interval_asks_once_or_never(situation: Situation) -> None:
    row = appointed(situation, every_months=None, report_from_on=date(2027, 1, 31))
    operations.record_account(administrator=row, made_on=TODAY, by=situation.anna, at=NOW)
    row.refresh_from_db()
    assert row.next_report_on is None
    with pytest.raises(OperationRefused):
        operations.record_account(administrator=row, made_on=TODAY, by=situation.anna, at=NOW)
    never = appointed(situation, office="curator", every_months=None, report_from_on=None)
    assert not Deadline.objects.filter(subject=never.pk).exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"office": "king"}, "office"),
        ({"holder": " "}, "holder"),
        ({"holder": "lucia ZAFFIRELLI"}, "holder"),
        ({"decree_number": ""}, "decree_number"),
        ({"decree_on": TODAY + timedelta(days=1)}, "decree_on"),
        ({"starts_on": date(2026, 2, 1)}, "starts_on"),
        ({"powers_alone": ["flying"]}, "powers_alone"),
        ({"powers_assisted": ["income"]}, "powers_assisted"),
        ({"every_months": 0}, "every_months"),
        ({"every_months": 61}, "every_months"),
        ({"report_from_on": None}, "report_from_on"),
        ({"report_from_on": date(2020, 1, 1)}, "report_from_on"),
    ],
)
def test_a_decree_that_cannot_be(situation: Situation, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(OperationRefused) as refusal:
        appointed(situation, **changes)
    assert refusal.value.field == field
    assert not SupportAdministrator.objects.exists()


def test_a_municipality_is_no_judge_and_a_stranger_is_no_member(situation: Situation) -> None:
    for changes, field in (
        ({"court": court("comune-pistoia")}, "court"),
        ({"person": family_in_charge("Smeraldini").family.lucia}, "person"),
    ):
        with pytest.raises(OperationRefused) as refusal:
            appointed(situation, **changes)
        assert refusal.value.field == field


def test_whoever_works_on_the_case_is_registered_only_after_the_warning(situation: Situation) -> None:
    with pytest.raises(OperationRefused, match="408") as refusal:
        appointed(situation, holder=str(situation.anna).upper())
    assert refusal.value.field == "aware"
    assert appointed(situation, holder=str(situation.anna), aware=True).warned
    assert not appointed(situation, holder="Un Altro", office="curator", aware=True).warned


def test_one_holds_an_office_at_a_time(situation: Situation) -> None:
    row = appointed(situation)
    with pytest.raises(OperationRefused) as refusal:
        appointed(situation, holder="Un Altro")
    assert refusal.value.field == "office"
    operations.end_administrator(
        administrator=row, ends_on=TODAY, reason="Decreto di revoca", by=situation.anna, at=NOW
    )
    assert not Deadline.objects.filter(subject=row.pk, state="open").exists()
    with pytest.raises(OperationRefused, match="Rosa D’Angelò") as refusal:
        appointed(situation, holder="Un Altro")
    assert refusal.value.field == "starts_on"
    appointed(situation, holder="Un Altro", starts_on=TODAY)
    holders = [
        [one.holder for one in representatives_of(situation.family.lucia, day)]
        for day in (TODAY - timedelta(days=1), TODAY)
    ]
    assert holders == [["Rosa D’Angelò"], ["Un Altro"]]


def test_two_services_register_the_same_decree_and_neither_learns_of_the_other(situation: Situation) -> None:
    lucia, giulia = situation.family.lucia, cast.user(cast.GIULIA)
    other = family_in_charge("Smeraldini", worker=cast.GIULIA, unit="servizio-quarrata", town="Quarrata")
    add_member(household=other.family.household, person=lucia, relation="other", on=TODAY, by=giulia, at=NOW)
    grant_many(
        persons=[lucia], user=giulia, depth=Depth.WORK, reason=GrantReason.CO_WORK, context=other.case.pk,
        by=giulia, at=NOW,
    )  # fmt: skip
    for one in (situation, other):
        worker = User.objects.get(pk=one.anna.pk)
        with acting(acting_for(worker, at=NOW)):
            operations.register_administrator(
                case=one.case, facts=facts(situation, holder="Rosa D’Angelò"), by=worker, at=NOW
            )
            assert [row.case for row in SupportAdministrator.objects.all()] == [one.case]
            assert [one.holder for one in representatives_of(lucia, TODAY)] == ["Rosa D’Angelò"]
            with pytest.raises(OperationRefused) as refusal:
                operations.register_administrator(
                    case=one.case, facts=facts(situation, holder="Un Altro"), by=worker, at=NOW
                )
            assert refusal.value.field == "office"
    assert [one.holder for one in representatives_of(lucia, TODAY)] == ["Rosa D’Angelò"]


def test_guardians_come_first_and_only_in_their_days(situation: Situation) -> None:
    appointed(situation)
    appointed(situation, office="guardian", holder="Tutore Finti", decree_number="13/2026")
    found = representatives_of(situation.family.lucia, TODAY)
    assert [one.office for one in found] == ["guardian", "support"]
    assert representatives_of(situation.family.lucia, date(2026, 2, 1)) == []
    assert representatives_of(situation.family.marta, TODAY) == []


def test_a_case_does_not_close_while_somebody_acts(situation: Situation) -> None:
    row, tab = appointed(situation), reverse("case_measures", args=[situation.case.pk])
    said = [one.words for one in open_work(situation.case) if one.url == tab]
    words = (
        "Rosa D’Angelò agisce ancora per Lucia Zaffirelli (amministratore di sostegno): registra la fine "
        "dell’incarico, o perché il servizio non lo segue più."
    )
    assert said == [words]
    with pytest.raises(CaseStillOpen) as refusal:
        close_case(case=situation.case, outcome="moved", evaluation="x", by=situation.anna, at=NOW, on=TODAY)
    assert set(said) <= set(refusal.value.missing)
    operations.end_administrator(
        administrator=row, ends_on=TODAY, reason="Decreto di revoca", by=situation.anna, at=NOW
    )
    assert [one.words for one in open_work(situation.case) if one.url == tab] == []
    situation.pathway.delete()
    close_case(case=situation.case, outcome="moved", evaluation="x", by=situation.anna, at=NOW, on=TODAY)
    with pytest.raises(OperationRefused, match="apri un nuovo caso"):
        appointed(situation, office="curator")


def test_restricted_data_stay_as_they_are(situation: Situation) -> None:
    row = appointed(situation)
    Restriction.objects.create(
        person=situation.family.lucia, ground="accuracy", reason="Contesta", request=row.pk, starts_at=NOW,
        written_by=cast.user(cast.OLGA),
    )  # fmt: skip
    with pytest.raises(OperationRefused, match="18"):
        appointed(situation, office="curator")
    with pytest.raises(DatabaseError, match="restricted"), transaction.atomic():
        SupportAdministrator.objects.filter(pk=row.pk).update(holder="Un Altro")
    with pytest.raises(DatabaseError, match="restricted"), transaction.atomic():
        SupportAdministrator.objects.filter(pk=row.pk).delete()
    operations.end_administrator(
        administrator=row, ends_on=TODAY, reason="Decreto di revoca", by=situation.anna, at=NOW
    )
