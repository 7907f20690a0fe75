"""Supports: services of the catalogue that the project gives, with the money that pays for them."""

from dataclasses import replace
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.cases import running
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
from accanto.foundation.audit.operations import record
from accanto.people.households.queries import members_of
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


class RunsAlready(OperationRefused):
    """Something like it runs for the same people; `missing` says what, whose it is and until when."""


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
    overlaps = _overlaps(support, by, at.date()) if beside is not None else []
    if overlaps and not (beside or "").strip():
        raise RunsAlready(
            _("It runs already: %(what)s. Write why you add it all the same.")
            % {"what": "; ".join(overlaps)},
            missing=overlaps,
            field="beside",
        )
    support.save()
    if overlaps:
        record(
            "cases.overlap.confirmed", by=by, at=at, context=row.case_id, subject=support, important=True,
            what="; ".join(overlaps)[:300], reason=" ".join((beside or "").split())[:300],
        )  # fmt: skip
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
    **fields: Unpack[SupportFields],
) -> Support:
    row = locked_for_writing(support.project_id, expected_revision)
    present = Support.objects.select_for_update().get(pk=support.pk)
    _fill(row, present, service, at.date(), fields)
    present.save()
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


def _overlaps(support: Support, by: User, on: date) -> list[str]:
    """Sentences on what runs already, in any case that `by` reads; nothing of any other."""
    case = support.project.case
    home = [member.person_id for member in members_of(case.household, on)]
    whom = support.person
    new = what_runs.about_to_run(case, support.service, whom, support.starts_on or on, support.ends_on)
    people = frozenset([whom.pk]) if whom else frozenset(home)
    rows = running.running_for(people, by, on)
    return [running.sentence(found.first) for found in running.beside(replace(new, people=people), rows, on)]
