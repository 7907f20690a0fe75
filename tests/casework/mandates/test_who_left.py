"""Who acts for somebody who has left, or died, is still read, hinders the closing, and is ended on its page."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accanto.casework.cases import consequences
from accanto.casework.cases.blockers import open_things
from accanto.casework.cases.models import Deadline, HouseholdChange
from accanto.casework.cases.operations import (
    accept_proposal,
    join_household,
    leave_household,
    record_death_of,
    split_case,
)
from accanto.casework.mandates.models import Measure, SupportAdministrator
from accanto.casework.mandates.operations import register_measure
from accanto.casework.mandates.operations.paper import _concerned
from accanto.casework.mandates.queries.pages import measure_page
from accanto.core.database.context import acting, acting_for
from accanto.people.households.models import Member
from accanto.people.matching.given import Given
from accanto.people.persons.models import Protection
from tests import cast
from tests.casework.cases.test_fences_kept import hide, member
from tests.casework.mandates.conftest import order as court_order
from tests.casework.mandates.test_administrators import appointed
from tests.scenarios import NOW, TODAY, Situation, family_in_charge, looked_for

pytestmark = pytest.mark.django_db
BEFORE = NOW - timedelta(hours=1)
GONE = "chi è uscito dal nucleo"


@pytest.fixture
def made() -> Situation:
    return family_in_charge()


@pytest.fixture
def piero(made: Situation) -> Member:
    """Lucia's husband, for whom Rosa Finti acts."""
    return join_household(
        case=made.case, relation="spouse", reason="x", starts_on=TODAY - timedelta(days=30), by=made.anna,
        at=NOW - timedelta(hours=3),
        **looked_for(Given("Piero", "Prova", "m", date(1985, 1, 1)), made.anna, NOW - timedelta(hours=3)),
    )  # fmt: skip


def leaves(made: Situation, who: Member) -> HouseholdChange:
    leave_household(case=made.case, member=who, reason="separazione", ends_on=TODAY, by=made.anna, at=BEFORE)
    return HouseholdChange.objects.get(case=made.case, kind="away")


def enter() -> Client:
    client = Client()
    client.force_login(cast.user(cast.ANNA))
    return client


def told(made: Situation, change: HouseholdChange) -> list[consequences.Proposal]:
    with acting(acting_for(made.anna, at=NOW)):
        return consequences.proposals(HouseholdChange.objects.get(pk=change.pk), made.anna, NOW)


def test_who_acts_for_somebody_who_left_is_proposed_read_and_ended(made: Situation, piero: Member) -> None:
    row = appointed(made, person=piero.person)
    change = leaves(made, piero)
    (one,) = [p for p in told(made, change) if p.code == "administrator"]
    assert (one.title, one.url) == (
        f"{row.holder} agisce per {GONE}",
        reverse("administrator", args=[row.pk]),
    )
    with acting(acting_for(made.anna, at=NOW)):
        hinders = [words for words in open_things(made.case) if row.holder in words]
    assert len(hinders) == 1
    assert GONE in hinders[0]
    client = enter()
    for url in (
        reverse("administrator", args=[row.pk]), reverse("case_measures", args=[made.case.pk]),
        reverse("administrators"), reverse("administrators") + "?ordine=person",
    ):  # fmt: skip
        page = client.get(url)
        assert (page.status_code, row.holder in page.content.decode(), GONE in page.content.decode()) == (
            200, True, True,
        )  # fmt: skip
    answer = client.post(
        reverse("administrator_end", args=[row.pk]), {"ends_on": TODAY.isoformat(), "reason": "decreto n. 9"}
    )
    assert answer.status_code == 302
    assert SupportAdministrator.objects.get(pk=row.pk).end_reason == "decreto n. 9"
    assert not Deadline.objects.filter(subject=row.pk, state="open").exists()


def test_who_acts_for_somebody_who_went_with_a_split_is_proposed(made: Situation, piero: Member) -> None:
    row = appointed(made, person=piero.person)
    change = split_case(
        case=made.case, leaving={piero: "reference"}, label="Prova", follow=False, note="x", by=made.anna, at=BEFORE,
        on=TODAY,
    )  # fmt: skip
    assert [p.subject for p in told(made, change) if p.code == "administrator"] == [str(row.pk)]


def test_of_who_died_the_membership_comes_last_and_nothing_is_lost_by_ending_it(made: Situation) -> None:
    row = appointed(made)
    hide(made.family.lucia, made.anna)
    change = record_death_of(
        case=made.case, member=member(made, made.family.lucia), new_reference=member(made, made.family.marta),
        by=made.anna, at=BEFORE, on=TODAY,
    )  # fmt: skip
    before = told(made, change)
    assert before[-1].code == "membership"
    accept_proposal(change=change, code="membership", subject=before[-1].subject, by=made.anna, at=BEFORE)
    assert told(made, change) == before[:-1]
    assert {"administrator", "protection"} <= {p.code for p in before}
    client = enter()
    for url in (
        reverse("administrator_end", args=[row.pk]),
        next(p.url for p in before if p.code == "protection"),
    ):
        assert client.get(url).status_code == 200
    ends = client.post(
        reverse("case_protection_end", args=[made.case.pk, int(before[-1].subject)]), {"reason": "è morta"}
    )
    assert ends.status_code == 302
    assert not Protection.objects.filter(person=made.family.lucia, ends_on=None).exists()


def test_an_order_still_says_whom_it_is_about_to_the_court_and_to_whoever_reads_that_they_left(
    made: Situation,
) -> None:
    register_measure(case=made.case, order=court_order(made), by=made.anna, at=BEFORE)
    measure = Measure.objects.get()
    who = member(made, made.family.marta)
    before = [str(one) for one in measure.concerned.all()]
    assert str(who.person) in before
    leaves(made, who)
    with acting(acting_for(made.anna, at=NOW)):
        row = Measure.objects.get()
        told_now = [str(one) for one in measure_page(row, TODAY).concerned]
        assert told_now == [GONE if one == str(who.person) else one for one in before]
        assert [str(one) for one in _concerned(row)] == before
