"""Supports: services of the catalogue that the project gives, with the money that pays for them."""

from datetime import date, datetime
from typing import TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.cases.operations.overlapping import confirm_beside, refuse_unsaid, running_beside
from accanto.casework.projects import what_runs
from accanto.casework.projects.enums import ContentChange
from accanto.casework.projects.models import Project, Support
from accanto.casework.projects.operations.revisions import (
    bump,
    locked_for_writing,
    refuse_stranger,
    take_away,
)
from accanto.casework.projects.operations.watches import refresh_watches
from accanto.core.errors import OperationRefused
from accanto.people.persons.models import Person
from accanto.resources.catalogue.models import Service
from accanto.resources.funding.models import Fund, PlanLine
from accanto.territory.staff.models import User


class SupportFields(TypedDict, total=False):
    """`person` None means the whole household; `quantity` is in words («3 ore alla settimana»)."""

    person: Person | None
    fund: Fund | None
    plan_line: PlanLine | None
    quantity: str
    starts_on: date | None
    ends_on: date | None
    note: str


@transaction.atomic
def add_support(
    *,
    project: Project,
    service: Service,
    by: User,
    at: datetime,
    expected_revision: int | None = None,
    beside: str | None = None,
    **fields: Unpack[SupportFields],
) -> Support:
    """:param beside: why it is given although something like it runs already for the same people; empty: not said yet;
    None: nobody is asked (work that is copied, not decided).

    :raises RunsAlready: something like it runs, as far as `by` sees; said with whose it is and until when.
    :raises OperationRefused: a retired service, a fund that does not pay for it, or an end before the start.
    """
    row = locked_for_writing(project.pk, expected_revision)
    support = Support(project=row)
    _fill(row, support, service, at.date(), fields)
    found = _beside(support, by, at.date()) if beside is not None else []
    refuse_unsaid(found, beside)
    support.save()
    confirm_beside(found=found, beside=beside, case=row.case_id, subject=support, by=by, at=at)
    bump(row, ContentChange.SUPPORT_ADDED, text=service.name, by=by, at=at)
    refresh_watches(pathway=row.pathway, by=by, at=at)
    return support


@transaction.atomic
def change_support(
    *,
    support: Support,
    service: Service,
    by: User,
    at: datetime,
    expected_revision: int | None = None,
    beside: str | None = None,
    **fields: Unpack[SupportFields],
) -> Support:
    """As `add_support`; `beside` is asked where the service, the person or the days become others.

    :raises RunsAlready: something like what it becomes runs already.
    """
    row = locked_for_writing(support.project_id, expected_revision)
    present = Support.objects.select_for_update().get(pk=support.pk)
    before = _what(present)
    _fill(row, present, service, at.date(), fields)
    asked = beside is not None and _what(present) != before
    found = _beside(present, by, at.date()) if asked else []
    refuse_unsaid(found, beside)
    present.save()
    confirm_beside(found=found, beside=beside, case=row.case_id, subject=present, by=by, at=at)
    bump(row, ContentChange.SUPPORT_CHANGED, text=service.name, by=by, at=at)
    refresh_watches(pathway=row.pathway, by=by, at=at)
    return present


@transaction.atomic
def remove_support(*, support: Support, by: User, at: datetime, expected_revision: int | None = None) -> None:
    row = locked_for_writing(support.project_id, expected_revision)
    name = support.service.name
    take_away(row, support, at)
    bump(row, ContentChange.SUPPORT_REMOVED, text=name, by=by, at=at)
    refresh_watches(pathway=row.pathway, by=by, at=at)


def _what(support: Support) -> tuple[int, UUID | None, date | None, date | None]:
    return support.service_id, support.person_id, support.starts_on, support.ends_on


def _fill(project: Project, support: Support, service: Service, today: date, fields: SupportFields) -> None:
    person, fund, line = fields.get("person"), fields.get("fund"), fields.get("plan_line")
    starts_on, ends_on = fields.get("starts_on"), fields.get("ends_on")
    if service.pk != support.service_id and service.retired_on and service.retired_on <= today:
        raise OperationRefused(
            _("«%(service)s» is no longer on offer: choose another service.") % {"service": service},
            field="service",
        )
    if person is not None:
        refuse_stranger(project, person, "person")
    if fund is not None and not service.funds.filter(pk=fund.pk).exists():
        raise OperationRefused(
            _("The fund «%(fund)s» does not pay for «%(service)s».") % {"fund": fund, "service": service},
            field="money",
        )
    if line is not None and (fund is None or line.fund_id != fund.pk):
        raise OperationRefused(_("The action of the plan belongs to another fund."), field="money")
    if starts_on and ends_on and ends_on < starts_on:
        raise OperationRefused(_("The end comes before the start."), field="ends_on")
    support.service, support.person, support.fund, support.plan_line = service, person, fund, line
    support.quantity = " ".join(fields.get("quantity", "").split())[:120]
    support.note = " ".join(fields.get("note", "").split())[:300]
    support.starts_on, support.ends_on = starts_on, ends_on


def _beside(support: Support, by: User, on: date) -> list[str]:
    """Sentences on what runs already for the same people, this support itself left out."""
    case, starts_on = support.project.case, support.starts_on or on
    key = f"support-{support.pk}" if support.pk else ""
    new = what_runs.about_to_run(case, support.service, support.person, starts_on, support.ends_on, key=key)
    return running_beside(new=[new], by=by, on=on)
