"""Terms worked out by hand, on a calendar."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accanto.casework.pathways.enums import ClockStart, Stage, Way
from accanto.casework.pathways.facts import AbsenceFact, Facts
from accanto.casework.pathways.rules import Term, clock_of_facts, clock_start

PISTOIA, QUARRATA = "047014", "047017"
SOME = UUID(int=1)


def adi(**changes: object) -> Facts:
    base: dict[str, object] = {
        "measure": "adi",
        "outcome_on": date(2026, 7, 13),
        "clock_starts_on": date(2026, 7, 20),
        "clock_from": ClockStart.PAD,
        "istat": PISTOIA,
    }
    return Facts(**{**base, **changes})  # type: ignore[arg-type]


def term(facts: Facts, code: str, on: date) -> Term:
    found = clock_of_facts(facts, on).term(code)
    assert found is not None
    return found


def test_adi_first_meeting_120_days_from_the_signature_of_the_household_pact() -> None:
    first = term(adi(), "first_meeting", date(2026, 11, 23))
    assert (first.due_on, first.amount, first.unit) == (date(2026, 11, 17), 120, "calendar_days")
    assert first.late
    assert first.days_left == -4  # 18, 19, 20 and 23 November
    assert first.tone == "late"
    assert not first.from_memory


def test_the_last_day_is_still_in_time() -> None:
    first = term(adi(), "first_meeting", date(2026, 11, 17))
    assert not first.late
    assert first.days_left == 0


def test_120_days_across_29_february() -> None:
    facts = adi(outcome_on=date(2027, 10, 20), clock_starts_on=date(2027, 11, 1))
    assert term(facts, "first_meeting", date(2028, 1, 1)).due_on == date(2028, 2, 29)
    common_year = adi(outcome_on=date(2026, 10, 20), clock_starts_on=date(2026, 11, 1))
    assert term(common_year, "first_meeting", date(2027, 1, 1)).due_on == date(2027, 3, 1)


def test_60_days_are_recommended_and_never_red() -> None:
    recommended = term(adi(), "first_meeting_recommended", date(2026, 9, 30))
    assert recommended.due_on == date(2026, 9, 18)
    assert recommended.tone == "soon"
    assert not clock_of_facts(adi(), date(2026, 9, 30)).late


def test_the_first_flow_of_january_2024_expired_on_24_may() -> None:
    facts = adi(
        submitted_on=date(2023, 12, 18),
        outcome_on=date(2024, 1, 26),
        clock_starts_on=date(2024, 1, 26),
        clock_from=ClockStart.SENDING,
    )
    assert term(facts, "first_meeting", date(2024, 5, 1)).due_on == date(2024, 5, 24)


@pytest.mark.parametrize(
    ("submitted", "pad", "outcome", "expected"),
    [
        (date(2024, 2, 29), date(2024, 2, 10), date(2024, 3, 4), (date(2024, 3, 4), "sending")),
        (date(2023, 12, 18), None, date(2024, 1, 15), (date(2024, 1, 26), "sending")),
        (date(2024, 3, 1), date(2024, 3, 6), date(2024, 3, 20), (date(2024, 3, 6), "pad")),
        (date(2026, 3, 1), None, date(2026, 3, 20), (date(2026, 3, 20), "outcome")),
        (None, date(2026, 3, 6), date(2026, 3, 20), (date(2026, 3, 6), "pad")),
    ],
)
def test_which_day_starts_the_clock_of_adi(
    submitted: date | None, pad: date | None, outcome: date, expected: tuple[date, str]
) -> None:
    found = clock_start(measure="adi", submitted_on=submitted, pad_signed_on=pad, outcome_on=outcome)
    assert found == expected


def test_periodic_meetings_every_90_days_from_the_last_one() -> None:
    facts = adi(held=(date(2026, 8, 3), date(2026, 11, 5)))
    found = clock_of_facts(facts, date(2026, 11, 23))
    assert found.term("first_meeting").done_on == date(2026, 8, 3)  # type: ignore[union-attr]
    assert found.term("periodic_meeting").due_on == date(2027, 2, 3)  # type: ignore[union-attr]
    assert found.next_term is found.term("periodic_meeting")


def test_who_only_needs_work_meets_the_employment_centre_instead() -> None:
    facts = adi(way=Way.WORK_ONLY, stages={Stage.ANALYSIS: date(2026, 9, 1)}, held=(date(2026, 9, 1),))
    found = clock_of_facts(facts, date(2026, 10, 1))
    assert found.term("periodic_meeting") is None
    pact = found.term("service_pact")
    assert pact is not None
    assert pact.due_on == date(2026, 10, 31)
    assert pact.from_memory


def test_a_renewal_starts_the_clock_again_even_for_who_had_met() -> None:
    facts = adi(held=(date(2026, 8, 3),), renewals=(date(2027, 10, 1),))
    before = clock_of_facts(facts, date(2027, 9, 30))
    after = clock_of_facts(facts, date(2027, 10, 5))
    assert before.term("first_meeting").done_on == date(2026, 8, 3)  # type: ignore[union-attr]
    renewed = after.term("first_meeting")
    assert renewed is not None
    assert renewed.open
    assert renewed.due_on == date(2028, 1, 29)
    assert after.starts == "renewal"


def test_an_absence_is_reported_within_ten_working_days_of_the_town() -> None:
    christmas = adi(undecided_absences=(AbsenceFact(SOME, date(2026, 12, 18)),))
    found = term(christmas, "outcome_report", date(2026, 12, 20))
    assert found.due_on == date(2027, 1, 5)
    assert found.from_memory
    patron = {"outcome_on": date(2028, 6, 1), "clock_starts_on": date(2028, 6, 1)}
    absence = (AbsenceFact(SOME, date(2028, 7, 17)),)
    on = date(2028, 7, 18)
    assert term(adi(undecided_absences=absence, **patron), "outcome_report", on).due_on == date(2028, 8, 1)
    elsewhere = adi(undecided_absences=absence, istat=QUARRATA, **patron)
    assert term(elsewhere, "outcome_report", on).due_on == date(2028, 7, 31)


def test_rei_preliminary_analysis_25_days_and_project_20_working_days() -> None:
    facts = Facts(
        measure="rei",
        outcome_on=date(2018, 3, 28),
        clock_starts_on=date(2018, 3, 12),
        clock_from=ClockStart.APPLICATION,
        istat=PISTOIA,
        way=Way.COMPLEX,
        stages={Stage.ANALYSIS: date(2018, 4, 20)},
    )
    found = clock_of_facts(facts, date(2018, 5, 2))
    first, project = found.term("first_meeting"), found.term("project")
    assert first is not None
    assert project is not None
    assert (first.due_on, first.done_on, first.late) == (date(2018, 4, 6), date(2018, 4, 20), True)
    assert (project.due_on, project.from_memory) == (date(2018, 5, 22), True)
    assert not first.closed_history
    assert term(facts, "first_meeting", date(2026, 11, 23)).closed_history
    assert found.term("periodic_meeting") is None
    assert found.term("first_meeting_recommended") is None


def test_rdc_is_closed_history() -> None:
    facts = Facts(
        measure="rdc", outcome_on=date(2019, 6, 10), clock_starts_on=date(2019, 6, 10), istat=PISTOIA
    )
    assert term(facts, "first_meeting", date(2019, 7, 1)).due_on == date(2019, 7, 10)
    later = Facts(
        measure="rdc", outcome_on=date(2024, 6, 10), clock_starts_on=date(2024, 6, 10), istat=PISTOIA
    )
    assert clock_of_facts(later, date(2024, 7, 1)).terms == ()
    assert clock_of_facts(later, date(2024, 7, 1)).no_rule


def test_before_the_clock_starts_nothing_is_due() -> None:
    assert clock_of_facts(adi(), date(2026, 7, 19)).terms == ()


@given(
    start=st.dates(date(2024, 3, 1), date(2035, 1, 1)),
    held=st.lists(st.integers(0, 900), max_size=5),
    renewals=st.lists(st.integers(1, 900), max_size=3, unique=True),
    later=st.integers(0, 1000),
)
def test_there_is_always_exactly_one_clock_to_watch(
    start: date, held: list[int], renewals: list[int], later: int
) -> None:
    facts = adi(
        outcome_on=start,
        clock_starts_on=start,
        held=tuple(sorted(start + timedelta(days=n) for n in held)),
        renewals=tuple(start + timedelta(days=n) for n in renewals),
    )
    found = clock_of_facts(facts, start + timedelta(days=later))
    binding = [t for t in found.terms if t.open and t.binding]
    assert [t.code for t in binding] in (["first_meeting"], ["periodic_meeting"])
    assert all(t.started_on <= found.on for t in found.terms)
    first = found.term("first_meeting")
    assert first is not None
    assert (first.due_on - first.started_on).days == 120
    assert first.done_on is None or first.started_on <= first.done_on <= found.on
