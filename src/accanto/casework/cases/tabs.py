"""Tabs of the case page; each is an address of the room that owns it, taking the case's id."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from accanto.casework.cases.models import Case
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class CaseTab:
    """`shown` decides whether this user has the tab at all; `count` is the figure beside the label."""

    order: int
    code: str
    label: Promise | str
    url_name: str
    count: Callable[[Case], int] | None = None
    shown: Callable[[User, Case], bool] | None = None


_tabs: list[CaseTab] = []


def register_tab(tab: CaseTab) -> None:
    _tabs.append(tab)
    _tabs.sort(key=lambda t: t.order)


def tabs_for(user: User, case: Case) -> list[CaseTab]:
    return [tab for tab in _tabs if tab.shown is None or tab.shown(user, case)]
