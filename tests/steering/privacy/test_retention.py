"""Cases past their term: who finds them, who decides, what a court hold keeps out."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accanto.casework.cases.models import Case
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.people.persons.models import Identifier
from accanto.steering.privacy.models import CourtHold, RetentionReview
from accanto.steering.privacy.operations import decide_retention, lift_hold, look_for_ended_terms, place_hold
from accanto.steering.privacy.operations.retention import longest_term, years_after
from tests import cast
from tests.scenarios import NOW, TODAY, Situation, family_in_charge

pytestmark = pytest.mark.django_db


def closed(on: date, surname: str = "Campioni", **where: str) -> Situation:
    """A case as it stands years after it was closed; `close_case` itself has tests of its own."""
    made = family_in_charge(surname, **where)
    Case.objects.filter(pk=made.case.pk).update(state="closed", closed_on=on, opened_on=on)
    return made


def review_of(made: Situation) -> RetentionReview:
    return RetentionReview.objects.get(case=made.case)


def test_a_case_is_found_on_the_day_its_term_has_passed_and_not_before() -> None:
    years = longest_term(TODAY)["years"]
    past = closed(years_after(TODAY, -years))
    closed(years_after(TODAY, -years) + timedelta(days=1), "Modello")
    family_in_charge("Esempio")
    assert look_for_ended_terms(at=NOW) == 1
    row = review_of(past)
    assert (row.number, row.due_on, row.state, row.held) == (past.case.number, TODAY, "to_review", False)
    assert look_for_ended_terms(at=NOW) == 0
    assert RetentionReview.objects.count() == 1
    assert Case.objects.count() == 3


def test_a_case_opened_again_leaves_the_list() -> None:
    made = closed(date(2010, 1, 1))
    look_for_ended_terms(at=NOW)
    Case.objects.filter(pk=made.case.pk).update(state="open", closed_on=None)
    look_for_ended_terms(at=NOW)
    assert not RetentionReview.objects.exists()


def test_what_is_kept_until_a_day_comes_back_on_that_day() -> None:
    made = closed(date(2010, 1, 1))
    look_for_ended_terms(at=NOW)
    day = TODAY + timedelta(days=30)
    olga = cast.user(cast.OLGA)
    decide_retention(review=review_of(made), outcome="kept", keep_until=day, reason="Causa", by=olga, at=NOW)
    assert look_for_ended_terms(at=NOW + timedelta(days=29)) == 0
    assert review_of(made).state == "kept"
    assert look_for_ended_terms(at=NOW + timedelta(days=30)) == 1
    row = review_of(made)
    assert (row.state, row.keep_until, row.reason) == ("to_review", None, "Causa")


@pytest.mark.parametrize(
    ("outcome", "days", "reason", "field"),
    [("kept", 10, " ", "reason"), ("kept", 0, "Causa", "keep_until"), ("kept", None, "Causa", "keep_until")],
)
def test_a_decision_needs_a_reason_and_a_day_to_come(
    outcome: str, days: int | None, reason: str, field: str
) -> None:
    made = closed(date(2010, 1, 1))
    look_for_ended_terms(at=NOW)
    day = None if days is None else TODAY + timedelta(days=days)
    with pytest.raises(OperationRefused) as refused:
        decide_retention(
            review=review_of(made),
            outcome=outcome,
            keep_until=day,
            reason=reason,
            by=cast.user(cast.OLGA),
            at=NOW,
        )
    assert refused.value.field == field
    assert review_of(made).state == "to_review"


def test_only_who_governs_privacy_decides() -> None:
    made = closed(date(2010, 1, 1))
    look_for_ended_terms(at=NOW)
    with pytest.raises(NotPermitted):
        decide_retention(
            review=review_of(made), outcome="to_erase", keep_until=None, reason="x", by=made.anna, at=NOW
        )
    with pytest.raises(NotPermitted):
        place_hold(whom=made.case.number, authority="x", reason="x", starts_on=TODAY, by=made.anna, at=NOW)


def test_a_hold_keeps_the_whole_household_from_being_erased_until_it_ends() -> None:
    made = closed(date(2010, 1, 1))
    look_for_ended_terms(at=NOW)
    olga = cast.user(cast.OLGA)
    holds = place_hold(
        whom=made.case.number, authority="Tribunale", reason="Prot. 1", starts_on=TODAY, by=olga, at=NOW
    )
    assert len(holds) == 3
    assert review_of(made).held
    with pytest.raises(OperationRefused, match="sospensione"):
        decide_retention(
            review=review_of(made), outcome="to_erase", keep_until=None, reason="Scarto", by=olga, at=NOW
        )
    for hold in holds[:2]:
        lift_hold(hold=hold, on=TODAY, by=olga, at=NOW)
    assert review_of(made).held
    lift_hold(hold=holds[2], on=TODAY, by=olga, at=NOW)
    assert not review_of(made).held
    decided = decide_retention(
        review=review_of(made), outcome="to_erase", keep_until=None, reason="Scarto", by=olga, at=NOW
    )
    assert decided.state == "to_erase"
    assert Case.objects.filter(pk=made.case.pk).exists()


def test_a_hold_placed_after_the_night_is_asked_of_the_holds_and_not_of_the_mark() -> None:
    made = closed(date(2010, 1, 1))
    look_for_ended_terms(at=NOW)
    Identifier.objects.create(
        person=made.family.nico, kind="codice_fiscale", value="CMPNCI25H20G713X", valid_from=TODAY
    )
    olga = cast.user(cast.OLGA)
    place_hold(whom="cmpnci25h20g713x", authority="Procura", reason="x", starts_on=TODAY, by=olga, at=NOW)
    RetentionReview.objects.update(held=False)
    with pytest.raises(OperationRefused, match="sospensione"):
        decide_retention(
            review=review_of(made), outcome="to_erase", keep_until=None, reason="Scarto", by=olga, at=NOW
        )


def test_who_coordinates_elsewhere_finds_nobody_to_hold_and_sees_no_review() -> None:
    made = closed(date(2010, 1, 1), "Modello", worker=cast.GIULIA, unit="servizio-quarrata", town="Quarrata")
    look_for_ended_terms(at=NOW)
    officer, coordinator = cast.user(cast.OLGA), cast.user(cast.CARLA)
    assert list(RetentionReview.objects.visible_to(officer)) == [review_of(made)]
    assert set(RetentionReview.objects.visible_to(coordinator)) == {
        row for row in RetentionReview.objects.all() if row.case in Case.objects.visible_to(coordinator)
    }
    with pytest.raises(OperationRefused) as refused:
        place_hold(whom="9999/0001", authority="x", reason="x", starts_on=TODAY, by=coordinator, at=NOW)
    assert refused.value.field == "whom"


def test_a_kept_review_without_a_day_is_refused_by_the_database() -> None:
    closed(date(2010, 1, 1))
    look_for_ended_terms(at=NOW)
    with pytest.raises(IntegrityError, match="retention_kept_until_a_day"), transaction.atomic():
        RetentionReview.objects.update(state="kept", decided_by=cast.user(cast.OLGA), decided_at=NOW)


def test_29_february_never_shortens_a_term() -> None:
    assert years_after(date(2016, 2, 29), 10) == date(2026, 3, 1)
    assert years_after(date(2016, 11, 23), 10) == date(2026, 11, 23)


def _as(username: str) -> Client:
    client = Client()
    client.force_login(cast.user(username))
    return client


def test_the_officer_decides_on_the_page_without_reading_a_name(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    made = closed(date(2010, 1, 1))
    look_for_ended_terms(at=NOW)
    with time_machine.travel(NOW, tick=False):
        officer = _as(cast.OLGA)
        form = {
            "whom": made.case.number,
            "authority": "Tribunale",
            "reason": "Prot. 7",
            "starts_on": "2026-11-23",
        }
        assert officer.post("/diritti/sospensioni/nuova/", form).status_code == 302
        with django_assert_max_num_queries(14):
            page = officer.get("/diritti/conservazione/").content.decode()
        assert made.case.number in page
        assert "Prot. 7" in page
        assert "Campioni" not in page
        assert "a memoria" in page
        address = f"/diritti/conservazione/{review_of(made).pk}/"
        refused = officer.post(address, {"outcome": "to_erase", "reason": "Scarto d’archivio"})
        assert refused.status_code == 422
        assert "Scarto d’archivio" in refused.content.decode()
        for hold in CourtHold.objects.all():
            assert officer.post(f"/diritti/sospensioni/{hold.pk}/fine/").status_code == 302
        assert officer.post(address, {"outcome": "to_erase", "reason": "Scarto"}).status_code == 302
        assert made.case.number in officer.get("/diritti/conservazione/?stato=to_erase").content.decode()
    assert review_of(made).state == "to_erase"
