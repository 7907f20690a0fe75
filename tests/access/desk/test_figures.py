"""Figures of the desks: no view taken from another tells a number that neither tells."""

from datetime import date
from itertools import product
from typing import Any

import pytest
from django.urls import reverse

from accanto.access.desk.figures import Figures
from accanto.access.desk.queries.figures import ByPoint, Counts
from accanto.access.desk.views.figures import month_over
from accanto.core.small_numbers import FEW, Hidden
from tests import cast
from tests.access.desk.situation import client_of

pytestmark = pytest.mark.django_db


def zone(**points: dict[str, int]) -> ByPoint:
    """Needs by access point: `p1={"housing": 7}`."""
    found = {}
    for name, needs in points.items():
        total = sum(needs.values())
        told = {
            "all": {("", ""): total},
            "need": {(need, ""): n for need, n in needs.items()},
            "channel": {("phone", ""): total},
        }
        found[int(name[1:])] = Counts(told)
    return ByPoint(found, 10)


def view(found: ByPoint, point: int | None, *, mine: frozenset[int] = frozenset()) -> Figures:
    return Figures(found, point, mine, rows=False)


def test_all_the_points_less_the_others_do_not_tell_the_hidden_one() -> None:
    found = zone(p1={"housing": 9, "work": 8}, p2={"housing": 2, "work": 7}, p3={"housing": 6, "work": 30})
    one, two, three = (view(found, pk).shown("need") for pk in (1, 2, 3))
    whole = view(found, None).shown("need")
    assert two["housing"] == FEW
    unknown = [isinstance(told["housing"], Hidden) for told in (one, two, three, whole)]
    assert sum(unknown) >= 2
    assert (whole["work"], one["work"]) == (45, 8) or isinstance(one["work"], Hidden)


def test_no_line_of_points_and_whole_has_one_unknown_alone() -> None:
    for a, b, c in product((0, 2, 6, 11), repeat=3):
        found = zone(p1={"housing": a, "work": 7}, p2={"housing": b, "work": 9}, p3={"housing": c, "work": 3})
        told = [view(found, pk).shown("need").get("housing", 0) for pk in (1, 2, 3, None)]
        assert sum(isinstance(cell, Hidden) for cell in told) != 1, (a, b, c, told)
        totals = [view(found, pk).total for pk in (1, 2, 3, None)]
        assert sum(isinstance(cell, Hidden) for cell in totals) != 1, (a, b, c, totals)


def test_whoever_knows_their_own_point_is_not_told_the_rest_by_it() -> None:
    found = zone(p1={"housing": 20}, p2={"housing": 3})
    mine = frozenset({1})
    assert view(found, 1, mine=mine).shown("need") == {"housing": 20}
    assert isinstance(view(found, None, mine=mine).shown("need")["housing"], Hidden)
    assert isinstance(view(found, None, mine=mine).total, Hidden)
    assert view(found, None, mine=mine).shown("point")["1"] == 20
    assert isinstance(view(found, None, mine=mine).shown("point")["2"], Hidden)


def test_whoever_opens_rows_reads_them_all() -> None:
    found = zone(p1={"housing": 2}, p2={"housing": 3})
    assert Figures(found, None, frozenset(), rows=True).shown("need") == {"housing": 5}
    assert Figures(found, 1, frozenset(), rows=True).shown("need") == {"housing": 2}


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        (None, date(2026, 10, 1), date(2026, 10, 31)),
        (date(2026, 11, 20), date(2026, 10, 1), date(2026, 10, 31)),
        (date(2026, 2, 11), date(2026, 2, 1), date(2026, 2, 28)),
        (date(2030, 1, 1), date(2026, 10, 1), date(2026, 10, 31)),
    ],
)
def test_months_that_are_over_one_at_a_time(asked: date | None, first: date, last: date) -> None:
    assert month_over(asked, date(2026, 11, 23)) == (first, last)


def test_the_page_snaps_to_a_month_for_who_plans_and_not_for_who_coordinates() -> None:
    days = {"dal": "2026-10-05", "al": "2026-10-09"}
    there = reverse("desk_figures")

    def told(name: str) -> Any:
        context = client_of(cast.user(name)).get(there, days).context
        return context["first"], context["last"]

    assert told(cast.MARCO) == (date(2026, 10, 1), date(2026, 10, 31))
    assert told(cast.CARLA) == (date(2026, 10, 5), date(2026, 10, 9))


def test_the_figures_are_one_place_of_the_rail_and_the_desk_another() -> None:
    answer = client_of(cast.user(cast.DARIO)).get(reverse("desk_figures"))
    places = [place for group in answer.context["rail"] for place in group]
    assert [place["url"] for place in places if place["current"]] == [reverse("desk_figures")]
