"""Deadlines as rows of work: how late, for whom, why it matters, the one action that moves it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.casework.cases.deadline_kinds import DeadlineKind, kind_of
from accanto.casework.cases.enums import DeadlineState
from accanto.casework.cases.models import Deadline
from accanto.core.templatetags.accanto_ui import date_words
from accanto.core.web import reads
from accanto.core.working_time import working_days_between
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import seen_by_context
from accanto.territory.staff.models import User

SOON_DAYS = 7
# Of a deadline's params: the day, before its own, by which the law only recommends to have done it.
ADVISED = "advised_on"


@dataclass(frozen=True)
class Distance:
    """How far a day is: a figure, its unit, its tone (late, soon or nothing)."""

    when: str
    unit: str
    tone: str


def waiting_for(user: User) -> QuerySet[Deadline]:
    """Open deadlines that a user answers for: one's own, and those of nobody in the units one coordinates.

    Work left to somebody who no longer sees the household is not theirs any more, and is not told.
    """
    mine = Q(owner=user)
    if user.access.coordinates:
        mine |= Q(owner=None, case__unit__in=user.access.coordinates)
    seen = Q(case=None) | Q(seen_by_context(user, depth=Depth.TEAM, context="case_id"))
    rows = Deadline.objects.filter(mine, seen, state=DeadlineState.OPEN)
    return rows.select_related("case__household", "case__unit__seat")


def falling_by(rows: QuerySet[Deadline], last: date) -> QuerySet[Deadline]:
    """Those that fall due by `last`, and those that it is recommended to have done by then."""
    return rows.filter(Q(due_on__lte=last) | Q(**{f"params__{ADVISED}__lte": last.isoformat()}))


def advised_on(deadline: Deadline) -> date | None:
    """The recommended day of what is due later; past its own day a deadline has only that one."""
    told = deadline.params.get(ADVISED)
    return date.fromisoformat(told) if told else None


def distance(due_on: date, today: date, istat: str | None = None, *, working: bool = True) -> Distance:
    """Working days of the municipality; calendar days where none lies between (a Sunday, a patron saint)."""
    if due_on == today:
        return Distance(_("today"), _("is due"), "soon")
    late = due_on < today
    days = abs(working_days_between(today, due_on, istat)) if working else 0
    figure = days or abs((due_on - today).days)
    unit = ngettext("work. day", "work. days", figure) if days else ngettext("day", "days", figure)
    return Distance(f"−{figure}" if late else str(figure), unit, "late" if late else "")


def due_row(deadline: Deadline, today: date, *, named: bool = True) -> dict[str, Any]:
    """A row of `parts/due_list.html`; `named` says whose work it is, which the page of the case need not."""
    kind = kind_of(deadline.code)
    case = deadline.case
    seat = case.unit.seat.istat_code if case else None
    far = distance(deadline.due_on, today, seat, working=kind.working_days)
    url = _where(kind, deadline)
    title = str(kind.title)
    if named and case:
        title = _("%(title)s · household %(label)s") % {"title": title, "label": case.household.label}
    advised = advised_on(deadline) if deadline.due_on > today else None
    hurry = bool(advised and advised < today)
    return {
        "when": far.when,
        "unit": far.unit,
        "tone": far.tone or ("soon" if hurry else ""),
        "title": title,
        "url": url,
        "text": f"{kind.text(deadline, today)}{_advice(advised, today)}",
        "tags": [{"label": _("to be done soon"), "tone": "soon"}] if hurry else [],
        "rule": deadline.rule,
        "action": {"label": kind.action, "url": url} if url else None,
        "due_on": deadline.due_on,
    }


def _advice(advised: date | None, today: date) -> str:
    if advised is None:
        return ""
    day = {"day": date_words(advised)}
    said = _("Recommended by %(day)s.") if advised >= today else _("It was recommended by %(day)s.")
    return f" {said % day}"


def _where(kind: DeadlineKind, deadline: Deadline) -> str:
    """A row whose own page is missing leads to the case: one address must not close the whole list."""
    try:
        return kind.url(deadline)
    except NoReverseMatch:
        return reverse("case", args=[deadline.case_id]) if deadline.case_id else ""


def due_rows(deadlines: Iterable[Deadline], today: date, *, named: bool = True) -> list[dict[str, Any]]:
    rows = list(deadlines)
    if named:
        reads.listed(rows)
    return [due_row(deadline, today, named=named) for deadline in rows]
