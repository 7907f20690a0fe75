"""What of a project runs beside other things, and what a change in the household touches of it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.cases import consequences
from accanto.casework.cases.consequences import Proposal
from accanto.casework.cases.enums import ChangeKind
from accanto.casework.cases.models import Case, HouseholdChange
from accanto.casework.cases.running import Running
from accanto.casework.projects.enums import ProjectState
from accanto.casework.projects.models import Project, Support
from accanto.people.persons.gone import with_people
from accanto.people.persons.models import Person
from accanto.resources.catalogue.models import Service
from accanto.territory.staff.models import User

_GONE = (ChangeKind.DEATH, ChangeKind.AWAY, ChangeKind.SPLIT, ChangeKind.MOVED)


def running(cases: Sequence[Case], user: User, on: date) -> list[Running]:
    by_id = {case.pk: case for case in cases}
    rows = Support.objects.present().filter(
        Q(ends_on=None) | Q(ends_on__gt=on), project__case__in=list(by_id)
    )
    found = rows.exclude(project__state=ProjectState.CLOSED).select_related("service", "person", "project")
    return [as_running(row, by_id[row.project.case_id]) for row in with_people(found)]


def as_running(row: Support, case: Case) -> Running:
    return about_to_run(case, row.service, row.person, row.starts_on, row.ends_on, key=f"support-{row.pk}")


def about_to_run(
    case: Case,
    service: Service,
    person: Person | None,
    starts_on: date | None,
    ends_on: date | None,
    *,
    key: str = "",
) -> Running:
    return Running(
        kind=_("Support"),
        title=service.name,
        case=case,
        starts_on=starts_on,
        ends_on=ends_on,
        people=frozenset([person.pk]) if person else frozenset(),
        names=str(person) if person else _("the whole household"),
        service=service.code,
        area=service.siuss_code,
        key=key,
        url=reverse("case_project", args=[case.pk]),
    )


def touched(change: HouseholdChange, user: User, at: datetime) -> list[Proposal]:
    """Supports of whoever is gone, and the project itself where the household is no longer the same."""
    if change.kind not in _GONE:
        return []
    url = reverse("case_project", args=[change.case_id])
    running = (
        Support.objects.present()
        .filter(project__case=change.case_id)
        .exclude(project__state=ProjectState.CLOSED)
    )
    mine = running.filter(person__in=consequences.gone(change))
    found = [
        Proposal(
            f"support-{row.pk}",
            _("«%(service)s» for %(name)s") % {"service": row.service, "name": row.person},
            _("It runs for somebody whom the change concerns: end it, or agree with who gives it."),
            _("Open the project"),
            url,
        )
        for row in with_people(mine.select_related("service").order_by("pk"))
    ]
    projects = Project.objects.filter(case=change.case_id).exclude(state=ProjectState.CLOSED)
    return found + [
        Proposal(
            f"project-{row.pk}",
            _("The project of the household"),
            _("Goals and commitments were agreed with everybody: look at them again."),
            _("Open the project"),
            url,
        )
        for row in projects
    ]
