"""Reading reports: what is due first, what waits to be taken over."""

from django.db.models import Prefetch, QuerySet

from accanto.access.reports.enums import CallState, ClockOwner, ShiftState
from accanto.access.reports.models import DutyShift, EmergencyCall, NamedPerson, Report, ReportClock
from accanto.people.persons.models import Person
from accanto.territory.staff.models import User

MOST_DUE = 8


def due_first(user: User) -> QuerySet[ReportClock]:
    """Running terms of the service in the reports that one sees, the first to end first."""
    rows = ReportClock.objects.filter(
        report__in=Report.objects.visible_to(user), done_at=None, dropped_at=None, owner=ClockOwner.SERVICE
    )
    return rows.select_related("report").order_by("due_at", "pk")


def waiting_calls(user: User) -> QuerySet[EmergencyCall]:
    """Emergency calls that nobody has taken over yet; one’s own are among them."""
    rows = EmergencyCall.objects.visible_to(user).filter(state=CallState.WAITING)
    return rows.select_related("report", "worker").order_by("called_at", "pk")


def open_shift_of(user: User) -> DutyShift | None:
    shifts = DutyShift.objects.filter(worker=user, state=ShiftState.OPEN).select_related("office")
    return shifts.first()


def for_page(user: User) -> QuerySet[Report]:
    """A report with what its page shows."""
    rows = Report.objects.visible_to(user).select_related(
        "office", "evaluator", "received_by", "case__household", "evaluation__signed_by", "evaluation__written_by",
        "eviction", "court_request", "outcome__decided_by",
    )  # fmt: skip
    return rows.prefetch_related(
        "clocks", "answers__written_by", "measures__by",
        Prefetch("named", NamedPerson.objects.order_by("pk")),
        Prefetch("calls", EmergencyCall.objects.select_related("worker", "handover__accepted_by")),
    )  # fmt: skip


def people_seen(user: User, report: Report) -> dict[object, Person]:
    """Of those recognised, the ones whose card one sees: recognising gives no right."""
    ids = [one.person_id for one in report.named.all() if one.person_id]
    return {row.pk: row for row in Person.objects.visible_to(user).filter(pk__in=ids)} if ids else {}
