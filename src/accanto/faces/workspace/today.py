"""What the home page shows, read in a number of queries that does not grow with the work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, IntegerField, JSONField, OuterRef, Q, Subquery
from django.db.models.functions import Cast, JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.casework.cases.due import SOON_DAYS, due_rows, falling_by, waiting_for
from accanto.casework.cases.enums import AppointmentKind, AppointmentState, CaseRole, CaseState
from accanto.casework.cases.models import Appointment, Case, CaseWorker
from accanto.casework.mandates.models import Hearing, Measure
from accanto.casework.teams.enums import ItemState
from accanto.casework.teams.models import AgendaItem
from accanto.core.templatetags.accanto_ui import date_words
from accanto.foundation.audit.models import Event
from accanto.foundation.audit.verbs import sentence
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import seen_by_context
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User

RECENT_DAYS = 7
SHOWN = 40


@dataclass(frozen=True)
class Work:
    """Rows of work in groups; those `advised` are due later than a week, and recommended before."""

    late: list[dict[str, Any]]
    today: list[dict[str, Any]]
    soon: list[dict[str, Any]]
    advised: list[dict[str, Any]]

    @property
    def count(self) -> int:
        return len(self.late) + len(self.today) + len(self.soon) + len(self.advised)


def work_of(user: User, today: date) -> Work:
    last = today + timedelta(days=SOON_DAYS)
    rows = due_rows(falling_by(waiting_for(user), last).order_by("due_on", "id")[:SHOWN], today)
    return Work(
        late=[row for row in rows if row["due_on"] < today],
        today=[row for row in rows if row["due_on"] == today],
        soon=[row for row in rows if today < row["due_on"] <= last],
        advised=[row for row in rows if row["due_on"] > last],
    )


def seat_of(user: User) -> Office | None:
    """The office whose municipality decides which days are working days for this person."""
    offices = sorted(user.access.offices)
    return Office.objects.select_related("seat").filter(pk__in=offices[:1]).first() if offices else None


def agenda_of(user: User, now: datetime) -> list[dict[str, Any]]:
    """Appointments and team meetings of the day, as timeline entries; the one that runs or comes next is marked.

    The time is taken whatever one may see; with which household is told only to those who see it.
    """
    start = now.replace(hour=0, minute=0, second=0, microsecond=0)
    mine = Q(operators__user=user) | Q(
        team_meeting__team__members__user=user, team_meeting__team__members__ends_on=None
    )
    rows = (
        Appointment.objects.filter(mine, starts_at__gte=start, starts_at__lt=start + timedelta(days=1))
        .exclude(state=AppointmentState.CANCELLED)
        .select_related("case__household", "office")
        .annotate(
            seen=seen_by_context(user, depth=Depth.TEAM, context="case_id"),
            households=_households(user),
            heard=_heard(user),
        )
        .distinct()
        .order_by("starts_at", "id")
    )
    following = next((row.pk for row in rows if row.ends_at > now), None)
    return [_entry(row, row.pk == following) for row in rows]


def _households(user: User) -> Subquery:
    """Of a team meeting: the households still on its agenda that the user sees."""
    items = AgendaItem.objects.visible_to(user).filter(
        meeting__appointment=OuterRef("pk"), state__in=[ItemState.WAITING, ItemState.DISCUSSED]
    )
    counted = items.order_by().values("meeting__appointment").annotate(n=Count("pk")).values("n")
    return Subquery(counted, output_field=IntegerField())


def _heard(user: User) -> Subquery:
    """Of a hearing: its page, its place and whose it is, to those who read the measure."""
    rows = Hearing.objects.filter(appointment=OuterRef("pk"), measure__in=Measure.objects.visible_to(user))
    told = JSONObject(pk=Cast("pk", CharField()), place="place", household="measure__case__household__label")
    return Subquery(rows.values(told=told)[:1], output_field=JSONField())


def _entry(row: Any, key: bool) -> dict[str, Any]:
    start, end = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
    label = row.title or str(AppointmentKind(row.kind).label).capitalize()
    heard = row.heard or {}
    household = row.case.household.label if row.seen else heard.get("household", "")
    small = [row.place or heard.get("place", "") or (row.office.name if row.office else "")]
    if row.households:
        small.append(
            ngettext("%(n)s household on the agenda", "%(n)s households on the agenda", row.households)
            % {"n": row.households}
        )
    return {
        "stamp": f"{date_format(start, 'G:i')}–{date_format(end, 'G:i')}",
        "title": " · ".join(part for part in (label, household) if part),
        "url": _address(row, heard),
        "small": " · ".join(part for part in small if part),
        "key": key,
    }


def _address(row: Any, heard: dict[str, str]) -> str:
    if heard:
        return reverse("hearing", args=[heard["pk"]])
    return reverse("case", args=[row.case_id]) if row.seen else ""


def assignments_of(user: User, today: date) -> list[CaseWorker]:
    """Households given to me in the last days, with the reason; newest first."""
    since = today - timedelta(days=RECENT_DAYS)
    rows = CaseWorker.objects.filter(
        user=user, role=CaseRole.RESPONSIBLE, ends_on=None, starts_on__gte=since
    ).exclude(case__state=CaseState.CLOSED)
    return list(rows.select_related("case__household").order_by("-starts_on", "-id")[:10])


@dataclass(frozen=True)
class News:
    label: str
    url: str
    text: str
    when: str


def news_for(user: User, now: datetime, besides: Sequence[CaseWorker] = ()) -> list[News]:
    """What others did in the cases that I am responsible for, in the last days; not in those that are new to me."""
    mine = Case.objects.filter(responsible=user).exclude(state=CaseState.CLOSED)
    since = now - timedelta(days=RECENT_DAYS)
    events = list(
        Event.objects.filter(context__in=mine.values("pk"), at__gte=since)
        .exclude(actor=user)
        .exclude(context__in=[worker.case_id for worker in besides])
        .order_by("-at", "-id")[:6]
    )
    labels = _labels([event.context for event in events if event.context])
    return [
        News(
            label=labels[event.context],
            url=reverse("case", args=[event.context]),
            text=sentence(event.verb, event.params),
            when=date_words(event.at, now.date()),
        )
        for event in events
        if event.context in labels
    ]


def _labels(cases: Sequence[UUID]) -> dict[UUID | None, str]:
    if not cases:
        return {}
    rows = Case.objects.filter(pk__in=set(cases)).values_list("pk", "household__label")
    return {pk: _("Household %(label)s") % {"label": label} for pk, label in rows}
