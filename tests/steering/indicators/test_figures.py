from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accanto.casework.projects.models import ProjectClosure
from accanto.core.database.context import acting, acting_for
from accanto.people.persons.models import Pregnancy
from accanto.steering.indicators.definitions import definitions
from accanto.steering.indicators.figures import Figure, Scope, calculations, share, spread_of
from accanto.steering.indicators.queries import all_figures, one_figure
from tests import cast
from tests.present import NOW
from tests.steering.indicators import situation as s

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


def figure(code: str, as_of: date = DAY, municipality: str = "", measure: str = "adi") -> Figure:
    return one_figure(code, Scope(as_of, measure, municipality))


def sides(
    code: str, as_of: date = DAY, municipality: str = "", measure: str = "adi"
) -> tuple[int | None, int | None]:
    found = figure(code, as_of, municipality, measure)
    return found.numerator, found.denominator


def test_each_definition_has_its_function_and_each_function_its_definition() -> None:
    assert set(definitions()) == set(calculations())
    assert set(definitions()) == {
        "analysis_share", "days_outcome_to_analysis", "team_or_social_share", "days_analysis_to_assessment",
        "partner_bodies", "project_share", "days_project_to_start", "lep_support_per_assessment",
        "lep_parenting_support", "applications", "households_by_size",
    }  # fmt: skip


def test_an_empty_zone_has_figures_without_a_value() -> None:
    shown = {f.code: f.value for f in all_figures(Scope(DAY))}
    assert shown["analysis_share"] is None
    assert shown["days_outcome_to_analysis"] is None
    assert shown["applications"] == 0


def test_the_share_with_an_analysis_on_any_day_measure_and_municipality() -> None:
    s.household(analysis_on=date(2026, 7, 1))
    s.household(analysis_on=date(2026, 9, 1))
    s.household()
    s.household(town="Quarrata", analysis_on=date(2026, 7, 1))
    s.household(measure="rei", outcome_on=date(2018, 3, 1), analysis_on=date(2018, 5, 2))
    s.application("rejected")
    assert sides("analysis_share") == (3, 4)
    assert figure("analysis_share").value == Decimal("75.0")
    assert sides("analysis_share", date(2026, 9, 1)) == (3, 4)
    assert sides("analysis_share", date(2026, 8, 31)) == (2, 4)
    assert sides("analysis_share", date(2026, 5, 31)) == (0, 0)
    assert sides("analysis_share", municipality="047017") == (1, 1)
    assert sides("analysis_share", measure="rei") == (1, 1)


def test_an_application_counts_with_the_outcome_known_on_the_day() -> None:
    built = s.household(analysis_on=date(2026, 7, 1))
    s.tells(built.application, "lapsed", date(2026, 10, 1))
    assert sides("analysis_share", date(2026, 9, 30)) == (1, 1)
    assert sides("analysis_share", date(2026, 10, 1)) == (0, 0)
    # What took long still took long: the duration stays.
    assert figure("days_outcome_to_analysis").households == 1


def test_a_household_with_two_applications_counts_once() -> None:
    built = s.household(analysis_on=date(2026, 7, 1))
    s.application(household=built.household, case=built.case)
    assert sides("analysis_share") == (1, 1)


def test_days_are_working_days_of_the_municipality() -> None:
    # 24 to 28 July 2025: Friday 25 is San Jacopo in Pistoia, a working day in Quarrata.
    s.household(outcome_on=date(2025, 7, 24), analysis_on=date(2025, 7, 28))
    s.household(town="Quarrata", outcome_on=date(2025, 7, 24), analysis_on=date(2025, 7, 28))
    # 1 June to 1 July 2026: 22 working days without 2 June: 21.
    s.household(outcome_on=date(2026, 6, 1), analysis_on=date(2026, 7, 1))
    found = figure("days_outcome_to_analysis")
    assert found.spread is not None
    assert (found.spread.least, found.spread.middle, found.spread.most) == (1, Decimal("2.0"), 21)
    assert found.spread.classes[0] == (None, 5, 2)
    assert found.spread.classes[3] == (21, 40, 1)
    assert figure("days_outcome_to_analysis", municipality="047017").value == Decimal("2.0")


def test_days_from_analysis_to_framework_and_from_signature_to_start() -> None:
    s.household(
        analysis_on=date(2026, 9, 1), way="complex", framework_on=date(2026, 9, 30), defined_on=date(2026, 10, 1),
        started_on=date(2026, 10, 6),
    )  # fmt: skip
    assert figure("days_analysis_to_assessment").value == 21
    # 1 October is a Thursday; 4 October 2026, San Francesco, is a Sunday: Friday, Monday, Tuesday.
    assert figure("days_project_to_start").value == 3
    assert figure("days_project_to_start", date(2026, 10, 5)).value is None


def test_39_per_cent_of_what_is_read_in_both_ways() -> None:
    s.household(analysis_on=date(2026, 7, 1), way="complex", team_on=date(2026, 8, 3))
    s.household(analysis_on=date(2026, 7, 1), defined_on=date(2026, 8, 4), started_on=date(2026, 8, 5))
    s.household(analysis_on=date(2026, 7, 1), way="work_only", pact_on=date(2026, 7, 15))
    s.household(
        analysis_on=date(2026, 7, 1), way="complex", defined_on=date(2026, 8, 4)
    )  # signed, never discussed
    s.household()
    s.household()
    team = figure("team_or_social_share")
    assert [(r.code, r.numerator, r.denominator) for r in team.readings] == [
        ("of_positive", 2, 6),
        ("of_analysed", 2, 4),
    ]
    assert [str(r.value) for r in team.readings] == ["33.3", "50.0"]
    assert team.also == {"service_pacts": 1}
    assert sides("team_or_social_share", date(2026, 8, 3)) == (1, 6)
    project = figure("project_share")
    assert [(r.numerator, r.denominator) for r in project.readings] == [(1, 6), (1, 4)]


def test_a_running_project_that_is_confirmed_counts_for_the_new_application_and_a_closed_one_does_not() -> (
    None
):
    old = s.household(
        measure="rdc", outcome_on=date(2023, 1, 9), analysis_on=date(2023, 2, 1), defined_on=date(2023, 3, 1),
        started_on=date(2023, 3, 2),
    )  # fmt: skip
    s.application(household=old.household, case=old.case)
    assert sides("project_share") == (1, 1)
    assert old.project is not None
    ProjectClosure.objects.create(
        project=old.project, closed_on=date(2026, 9, 1), outcome="autonomy", by=cast.user(cast.ANNA)
    )
    assert sides("project_share") == (0, 1)
    assert sides("project_share", date(2026, 8, 31)) == (1, 1)
    assert sides("project_share", measure="rdc") == (1, 1)


def test_bodies_present_in_the_meetings() -> None:
    one, other = s.household(), s.household(town="Quarrata")
    three = {cast.CARLA: "sds", cast.BRUNO: "centro-impiego", cast.ELENA: "coop-esempio"}
    s.discuss([one], date(2026, 7, 1), three)
    s.discuss([one, other], date(2026, 8, 3), {cast.CARLA: "sds", cast.SARA: "ausl"})
    found = figure("partner_bodies")
    assert found.value == 4
    assert next((r["body"], r["meetings"], r["hours"]) for r in found.rows) == (
        "Società della Salute Pistoiese", 2, Decimal(4),
    )  # fmt: skip
    assert figure("partner_bodies", date(2026, 8, 2)).value == 3
    assert figure("partner_bodies", municipality="047017").value == 2
    assert figure("partner_bodies", measure="rei").value == 0


@pytest.mark.parametrize("username", [cast.MARCO, cast.NADIA, cast.GIULIA])
def test_figures_are_the_same_whoever_asks(username: str) -> None:
    """A right to see few households, or none, must not make a figure of the zone smaller."""
    one, other = s.household(analysis_on=date(2026, 7, 1)), s.household(town="Quarrata")
    s.discuss([one, other], date(2026, 8, 3), {cast.CARLA: "sds", cast.SARA: "ausl"})
    scope = Scope(DAY)
    everything = {f.code: (f.value, f.numerator, f.denominator, f.rows) for f in all_figures(scope)}
    with acting(acting_for(cast.user(username), at=NOW)):
        asked = {f.code: (f.value, f.numerator, f.denominator, f.rows) for f in all_figures(scope)}
    assert asked == everything
    assert asked["partner_bodies"][0] == 2


def test_every_framework_needs_a_support_of_the_national_plan() -> None:
    national, local = s.service("nazionale", in_national_plan=True), s.service("locale")
    done = {"analysis_on": date(2026, 7, 1), "way": "complex", "framework_on": date(2026, 8, 3)}
    s.household(**done, defined_on=date(2026, 9, 1), services=(national, local))  # type: ignore[arg-type]
    s.household(**done, defined_on=date(2026, 9, 1), services=(local,))  # type: ignore[arg-type]
    s.household(**done)  # type: ignore[arg-type]
    s.household(analysis_on=date(2026, 7, 1), defined_on=date(2026, 9, 1), services=(national,))
    found = figure("lep_support_per_assessment")
    assert (found.numerator, found.denominator, str(found.value)) == (1, 3, "33.3")
    assert sides("lep_support_per_assessment", date(2026, 8, 31)) == (0, 3)


def test_parenting_support_in_the_first_thousand_days() -> None:
    parenting = s.service("genitori", parenting_support=True)
    adult = ("reference", date(1990, 1, 1))
    done = {"analysis_on": date(2026, 7, 1), "way": "complex", "defined_on": date(2026, 9, 1)}
    # The second birthday is day 730: the day before still counts.
    s.household(**done, born=(adult, ("child", date(2024, 11, 24))), services=(parenting,))  # type: ignore[arg-type]
    s.household(**done, born=(adult, ("child", date(2024, 11, 22))), services=(parenting,))  # type: ignore[arg-type]
    s.household(**done, born=(adult, ("child", date(2026, 1, 1))))  # type: ignore[arg-type]
    expecting = s.household(**done, born=(adult,))  # type: ignore[arg-type]
    Pregnancy.objects.create(
        person=expecting.people[0], declared_on=date(2026, 10, 1), expected_on=date(2027, 3, 1)
    )
    s.household(analysis_on=date(2026, 7, 1), born=(adult, ("child", date(2026, 1, 1))))  # not complex
    assert sides("lep_parenting_support") == (1, 3)
    assert sides("lep_parenting_support", date(2026, 9, 30)) == (2, 3)


def test_the_table_of_applications_equals_what_was_known() -> None:
    for outcome, number in (("positive", 3), ("rejected", 2), ("in_process", 1)):
        for _ in range(number):
            s.application(outcome)
    s.application("positive", town="Quarrata")
    waiting = s.application("in_process", town="Quarrata")
    s.tells(waiting, "suspended", date(2026, 10, 1))
    cells = {(r["municipality"], r["outcome"]): r["count"] for r in figure("applications").rows}
    assert cells == {
        ("047014", "positive"): 3, ("047014", "rejected"): 2, ("047014", "in_process"): 1,
        ("047017", "positive"): 1, ("047017", "suspended"): 1,
    }  # fmt: skip
    before = {
        (r["municipality"], r["outcome"]): r["count"] for r in figure("applications", date(2026, 9, 30)).rows
    }
    assert before["047017", "in_process"] == 1


def test_the_profile_of_the_households() -> None:
    adult, mate = ("reference", date(1985, 1, 1)), ("spouse", date(1985, 1, 1))
    analysed = {"analysis_on": date(2026, 7, 1)}
    s.household(**analysed, born=(adult,))  # type: ignore[arg-type]
    s.household(**analysed, born=(adult, ("child", date(2008, 11, 24))))  # type: ignore[arg-type]  # 17: eighteen tomorrow
    s.household(**analysed, born=(adult, ("child", date(2008, 11, 23))))  # type: ignore[arg-type]  # 18 today
    s.household(**analysed, born=(adult, mate, ("child", date(2023, 11, 24))))  # type: ignore[arg-type]  # not yet 3
    s.household(**analysed, born=(adult, mate, *(("child", date(2015, 1, n)) for n in range(1, 7))))  # type: ignore[arg-type]
    s.household(born=(adult,))
    found = figure("households_by_size")
    assert found.value == 5
    assert [(r["size"], r["minors"], r["count"]) for r in found.rows] == [
        (1, 0, 1), (2, 0, 1), (2, 1, 1), (3, 1, 1), (6, 6, 1),
    ]  # fmt: skip
    assert found.also == {"lone_parents": 1, "with_small_children": 1, "with_minors": 3}
    tomorrow = figure("households_by_size", date(2026, 11, 24))
    assert tomorrow.also == {"lone_parents": 0, "with_small_children": 0, "with_minors": 2}


def test_all_figures_cost_few_queries_whatever_the_households() -> None:
    s.household(analysis_on=date(2026, 7, 1), way="complex", team_on=date(2026, 8, 3))
    with CaptureQueriesContext(connection) as one:
        all_figures(Scope(DAY))
    for _ in range(5):
        s.household(analysis_on=date(2026, 7, 1), way="complex", defined_on=date(2026, 8, 3))
    with CaptureQueriesContext(connection) as six:
        all_figures(Scope(DAY))
    assert (len(one), len(six)) == (2, 2)


@pytest.mark.parametrize(
    ("some", "all_", "value"), [(0, 0, None), (1, 3, "33.3"), (2, 3, "66.7"), (443, 670, "66.1")]
)
def test_a_share_has_one_decimal_half_up(some: int, all_: int, value: str | None) -> None:
    found = share(some, all_)
    assert (found and str(found)) == value


def test_the_classes_hold_every_value_once() -> None:
    found = spread_of([-1, 0, 5, 6, 10, 11, 300], [5, 10])
    assert found is not None
    assert found.classes == ((None, 5, 3), (6, 10, 2), (11, None, 2))
    assert (found.least, found.middle, found.most) == (-1, Decimal("6.0"), 300)
    assert spread_of([], [5]) is None
