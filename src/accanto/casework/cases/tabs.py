"""Tabs of the case page; each is an address of the room that owns it, taking the case's id."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from accanto.casework.cases.models import Case
from accanto.core.web.narrowing import within_reach
from accanto.people.persons.enums import Depth
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class CaseTab:
    """`shown` decides whether this user has the tab at all.

    The figure beside the label: `counted` is an expression on the case (`counting(Rows, "case")`), read together with
    the case and so free; `count` costs a query of its own.
    `depth` is how deeply one must see the case; partners in a team reach `Depth.TEAM` only.
    `under_more`: not of every week, so it stands under «Altro» where the line is full.
    """

    order: int
    code: str
    label: Promise | str
    url_name: str
    count: Callable[[Case], int] | None = None
    shown: Callable[[User, Case], bool] | None = None
    counted: Callable[[], Combinable] | None = None
    depth: int = Depth.TEAM
    under_more: bool = False


FLAT = 7
"""As many tabs as stand in one line; where there are more, those of every week do, and the rest is one menu."""

_tabs: list[CaseTab] = []


def register_tab(tab: CaseTab) -> None:
    _tabs.append(tab)
    _tabs.sort(key=lambda t: t.order)


def counting(rows: QuerySet[Any], path: str) -> Combinable:
    """How many of `rows` point at the case through `path` (`"case"`, `"pathway__case"`, `"context"`)."""
    per_case = (
        rows.order_by().filter(**{path: OuterRef("pk")}).values(path).annotate(n=Count("pk")).values("n")
    )
    return Coalesce(Subquery(per_case, output_field=IntegerField()), 0)


def figures() -> dict[str, Combinable]:
    """Annotations that a case is loaded with, so that the tabs cost nothing."""
    return {f"tab_{tab.code}": tab.counted() for tab in _tabs if tab.counted}


def figure_of(tab: CaseTab, case: Case) -> int:
    if tab.counted:
        return int(getattr(case, f"tab_{tab.code}", 0))
    return tab.count(case) if tab.count else 0


def tabs_for(user: User, case: Case, depth: int = Depth.WORK) -> list[CaseTab]:
    return [
        tab
        for tab in _tabs
        if tab.depth <= depth
        and within_reach(user, tab.url_name)
        and (tab.shown is None or tab.shown(user, case))
    ]
