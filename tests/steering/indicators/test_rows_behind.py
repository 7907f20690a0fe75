"""Figures are counted in one statement and their rows opened by another: both must speak of the same households."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Count

from accanto.casework.projects.models import ProjectClosure
from accanto.people.persons.models import Pregnancy
from accanto.steering.indicators.figures import Figure, Scope
from accanto.steering.indicators.queries import all_figures, parts_of
from tests import cast
from tests.steering.indicators import situation as s

pytestmark = pytest.mark.django_db
ADULT = ("reference", date(1990, 1, 1))
BABY = ("child", date(2026, 2, 1))


@pytest.fixture
def zone() -> None:
    """Every mark that a figure looks at, on households that differ in one thing at a time."""
    national = s.service("nazionale", in_national_plan=True)
    parenting = s.service("genitori", parenting_support=True)
    done: dict[str, Any] = {
        "analysis_on": date(2026, 7, 1),
        "way": "complex",
        "framework_on": date(2026, 8, 3),
    }
    s.household()
    s.household(analysis_on=date(2026, 7, 1), town="Quarrata")
    s.household(analysis_on=date(2026, 7, 1), way="work_only", pact_on=date(2026, 7, 15))
    s.household(**done, team_on=date(2026, 8, 10), born=(ADULT, BABY))
    s.household(**done, defined_on=date(2026, 9, 1), services=(national,), born=(ADULT, BABY))
    s.household(**done, defined_on=date(2026, 9, 1), started_on=date(2026, 9, 8), services=(parenting,))
    supported = s.household(
        **done, defined_on=date(2026, 9, 1), services=(parenting, national), town="Quarrata"
    )
    Pregnancy.objects.create(
        person=supported.people[0], declared_on=date(2026, 9, 1), expected_on=date(2027, 2, 1)
    )
    _renewals()
    s.application("rejected")
    s.application(measure="rei", on=date(2018, 3, 1))


def _renewals() -> None:
    """Old projects confirmed or closed, a second application, an outcome that changed."""
    old: dict[str, Any] = {
        "measure": "rdc", "outcome_on": date(2023, 1, 9), "analysis_on": date(2023, 2, 1),
        "defined_on": date(2023, 3, 1), "started_on": date(2023, 3, 2),
    }  # fmt: skip
    confirmed, closed = s.household(**old), s.household(**old)
    for one in (confirmed, closed):
        s.application(household=one.household, case=one.case)
    assert closed.project is not None
    ProjectClosure.objects.create(
        project=closed.project, closed_on=date(2026, 9, 1), outcome="autonomy", by=cast.user(cast.ANNA)
    )
    twice = s.household(analysis_on=date(2026, 7, 1))
    s.application(household=twice.household, case=twice.case)
    lapsed = s.household(analysis_on=date(2026, 7, 1), defined_on=date(2026, 8, 4))
    s.tells(lapsed.application, "lapsed", date(2026, 9, 15))


def households(code: str, part: str, scope: Scope) -> int:
    rows = parts_of(code)[part](scope).order_by()
    return int(rows.aggregate(n=Count("household_key", distinct=True))["n"])


def counted(figure: Figure) -> dict[str, int | None]:
    shape = figure.definition.shape
    if shape != "share":
        return {"denominator": figure.numerator} if shape != "count" else {}
    found = {"numerator": figure.numerator, "denominator": figure.denominator}
    return found | ({"analysed": figure.readings[1].denominator} if figure.readings else {})


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize("measure", ["adi", "rdc", "rei"])
@pytest.mark.parametrize("town", ["", "047017"])
def test_every_figure_opens_as_many_households_as_it_counts(measure: str, town: str) -> None:
    day = date(2018, 5, 1) if measure == "rei" else date(2023, 1, 1) if measure == "rdc" else date(2026, 6, 1)
    seen: set[int | None] = set()
    while day < date(2026, 11, 23):
        scope = Scope(day, measure, town)
        for figure in all_figures(scope):
            wanted = counted(figure)
            found = {part: households(figure.code, part, scope) for part in wanted}
            if figure.code in {"applications", "days_outcome_to_analysis"}:  # one by one, not by household
                found = {part: parts_of(figure.code)[part](scope).count() for part in wanted}
            assert found == wanted, (figure.code, scope)
            seen |= set(wanted.values())
        day += timedelta(days=9 if measure == "adi" else 400)
    assert len(seen) > 1 or town


@pytest.mark.usefixtures("zone")
def test_what_counts_and_what_is_missing_make_the_whole() -> None:
    scope = Scope(date(2026, 11, 23))
    for figure in all_figures(scope):
        parts = parts_of(figure.code)
        if "rest" in parts:
            ids = [set(parts[part](scope).values_list("pk", flat=True)) for part in ("numerator", "rest")]
            assert ids[0] | ids[1] == set(parts["denominator"](scope).values_list("pk", flat=True))
            assert not ids[0] & ids[1]
