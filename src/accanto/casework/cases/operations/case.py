from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accanto.casework.cases.blockers import open_things
from accanto.casework.cases.case_followers import tell_case_followers
from accanto.casework.cases.enums import CASE_TRANSITIONS, CaseState, Compartment, OpeningSource
from accanto.casework.cases.models import Case, CaseClosure, CaseOpening
from accanto.casework.cases.operations.deciding import end_asked_rights, lapse_requests_of
from accanto.casework.cases.operations.resting import end_suspension
from accanto.casework.cases.operations.workers import set_responsible
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.people.households.models import Household
from accanto.people.households.queries import members_of
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import AccessGrant
from accanto.people.persons.operations import end_grants, grant_many
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User


class CaseStillOpen(OperationRefused):
    """Something in the case is still open; `missing` names it."""


def next_number(year: int) -> str:
    """«2026/0412»; the advisory lock keeps two workers from taking the same number."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('case_number'))")
        cursor.execute(
            "select coalesce(max(split_part(number, '/', 2)::int), 0) + 1 from cases_case where number like %s",
            [f"{year}/%"],
        )
        (progressive,) = cursor.fetchone()
    return f"{year}/{progressive:04d}"


@transaction.atomic
def open_case(
    *,
    household: Household,
    unit: Office,
    responsible: User | None,
    by: User | None,
    at: datetime,
    on: date,
    compartment: str = Compartment.ORDINARY,
    reason: str = "",
    source: str = "",
    source_id: UUID | None = None,
) -> Case:
    """Take a household in charge. The unit's coordinators and the responsible worker may see its members from now.

    :param source: what led to it (`OpeningSource`), with the id of that row in the room that has it.
    :raises OperationRefused: the household already has an open case in this compartment.
    """
    Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    standing = (
        Case.objects.filter(household=household, compartment=compartment)
        .exclude(state=CaseState.CLOSED)
        .first()
    )
    if standing:
        raise OperationRefused(
            _("This household is already in charge: case %(number)s.") % {"number": standing.number}
        )
    case = Case.objects.create(
        number=next_number(on.year),
        household=household,
        unit=unit,
        opened_on=on,
        created_at=at,
        compartment=compartment,
    )
    grant_many(
        persons=[m.person for m in members_of(household, on)],
        office=unit,
        depth=Depth.WORK,
        reason=GrantReason.COORDINATION,
        context=case.pk,
        by=by,
        at=at,
        compartment=compartment,
    )
    _write_opening(case, source, source_id, reason, by, at)
    if responsible:
        set_responsible(case=case, user=responsible, reason=reason[:200], by=by, at=at, on=on)
        case.refresh_from_db()
    return case


_FROM_A_FENCE = (OpeningSource.PROTECTION, OpeningSource.EIAM)


def _write_opening(
    case: Case, source: str, source_id: UUID | None, reason: str, by: User | None, at: datetime
) -> None:
    told: dict[str, Any] = {"by": by, "at": at, "context": case.pk, "subject": case, "important": True}
    if not source:
        record("cases.case.opened", unit=case.unit.name, **told)
        return
    words = " ".join(reason.split())[:500]
    CaseOpening.objects.create(
        case=case, source=OpeningSource(source), source_id=source_id, reason=words, opened_by=by, opened_at=at
    )
    if source in _FROM_A_FENCE:
        # Partners of the team read how the case began in its story: not from where.
        record("cases.case.opened", unit=case.unit.name, **told)
        return
    label = str(OpeningSource(source).label)
    record("cases.case.opened_from", unit=case.unit.name, source=label, reason=words, **told)


@transaction.atomic
def refresh_grants(*, case: Case, by: User | None, at: datetime, on: date) -> tuple[set[UUID], set[UUID]]:
    """After the household changed: newcomers become visible to those who work on the case, leavers stop being so.

    Of this case alone: where the household has others `refresh_household` tells them too.

    :returns: ids of the people who have come, and of those who have gone, since the rights were last written.
    """
    members = [m.person for m in members_of(case.household, on)]
    in_force = AccessGrant.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), context=case.pk)
    running = in_force.filter(ends_at=None)
    kinds = set(running.values_list("user_id", "office_id", "depth", "reason", "note", "compartment"))
    present = {person.pk for person in members}
    shown = set(in_force.values_list("person_id", flat=True))
    # Those let in for some days go with the others; who comes is not shown to them. Of who died here there is still to
    # be ended what hangs on them.
    gone = in_force.exclude(person_id__in=present).filter(person__died_on=None)
    left = set(gone.values_list("person_id", flat=True))
    gone.update(ends_at=at)
    for user_id, office_id, depth, reason, note, compartment in kinds:
        grant_many(
            persons=members,
            user=User.objects.get(pk=user_id) if user_id else None,
            office=Office.objects.get(pk=office_id) if office_id else None,
            depth=depth,
            reason=reason,
            context=case.pk,
            by=by,
            at=at,
            note=note,
            compartment=compartment,
        )
    tell_case_followers(case, by, at)
    return present - shown, left


@transaction.atomic
def close_case(
    *,
    case: Case,
    outcome: str,
    evaluation: str,
    by: User,
    at: datetime,
    on: date,
    remains: str = "",
    followed_by: str = "",
) -> Case:
    """The evaluation says what changed, what remains open and who follows it from now.

    :raises CaseStillOpen: naming what is still open.
    :raises OperationRefused: a day in the future or before the case was opened.
    """
    row = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    state = CASE_TRANSITIONS.move("close", row.state)
    if not row.opened_on <= on <= at.date():
        raise OperationRefused(
            _("The case closes between the day it was opened and today."), field="closed_on"
        )
    if still_open := open_things(row):
        raise CaseStillOpen(_("The case cannot be closed yet."), missing=still_open)
    if row.state == CaseState.SUSPENDED:
        end_suspension(row, _("The case closes."), on, by, at)
    row.state, row.closed_on, row.suspended_on = state, on, None
    row.save(update_fields=["state", "closed_on", "suspended_on"])
    CaseClosure.objects.create(
        case=row, closed_on=on, outcome=outcome, evaluation=evaluation, remains=remains,
        followed_by=followed_by, by=by,
    )  # fmt: skip
    record("cases.case.closed", by=by, at=at, context=row.pk, subject=row, important=True)
    # The responsible worker and the unit keep what they wrote; those who only helped stop seeing it.
    for reason in (GrantReason.CO_WORK, GrantReason.MINI_TEAM, GrantReason.TEAM):
        end_grants(context=row.pk, reason=reason, at=at)
    end_asked_rights(row, at)
    lapse_requests_of(row, at)
    tell_case_followers(row, by, at)
    return row
