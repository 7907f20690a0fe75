"""Moving a case, and whole persons, behind a fence and out of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accanto.casework.cases.case_followers import tell_case_followers
from accanto.casework.cases.enums import SUMMARIES, CaseState, Compartment, TransferState
from accanto.casework.cases.models import Case, CaseTransfer
from accanto.casework.cases.operations.deciding import lapse_requests_of
from accanto.core.database.context import serving
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.operations import record
from accanto.people.households.queries import members_of
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import AccessGrant, Person
from accanto.people.persons.operations import grant_many
from accanto.people.persons.visibility import grants_of
from accanto.territory.staff.models import User


@serving("compartments")
@transaction.atomic
def move_case(
    *,
    case: Case,
    compartment: str,
    staying: Iterable[User],
    reason: str,
    by: User,
    at: datetime,
    whole: Iterable[Person] = (),
) -> Case:
    """Put the case in a compartment. The responsible worker stays; of the others those who are named, nobody else.

    The unit keeps a right that carries the compartment: it reaches its coordinators only if the office is marked.

    :param whole: members of the household who lie in the compartment as persons, whatever else concerns them.
    :raises NotPermitted: `by` neither works on the case nor coordinates its unit.
    :raises OperationRefused: no reason; the case is closed; somebody named does not see the case.
    """
    row = Case.objects.select_for_update(of=("self",)).select_related("household", "unit").get(pk=case.pk)
    _check(row, by, reason, at)
    _refuse_proposed(row)
    kept = _kept(row, staying, at)
    members = [member.person for member in members_of(row.household, at.date())]
    wholly = list(whole)
    if not {person.pk for person in wholly} <= {person.pk for person in members}:
        raise OperationRefused(_("Only members of this household can be moved with it."), field="whole")
    row.compartment = Compartment(compartment)
    try:
        with transaction.atomic():
            row.save(update_fields=["compartment"])
    except IntegrityError:
        raise OperationRefused(
            _("The case cannot be moved there: ask the coordinator."), field="compartment"
        ) from None
    _in_force(row, at).update(ends_at=at)
    for holder in kept:
        grant_many(persons=members, context=row.pk, by=by, at=at, compartment=row.compartment, **holder)
    lapse_requests_of(row, at)
    for person in wholly:
        person.compartment = row.compartment
        person.save(update_fields=["compartment"])
    record(
        "cases.case.moved",
        by=by,
        at=at,
        context=row.pk,
        subject=row,
        important=True,
        compartment=str(Compartment(compartment).label),
        reason=reason.strip(),
    )
    case.compartment = row.compartment
    tell_case_followers(row, by, at)
    return row


def _check(row: Case, by: User, reason: str, at: datetime) -> None:
    works = grants_of(by, depth=Depth.WORK, at=at).filter(context=row.pk).exists()
    if not (works and by.may("cases.work")):
        raise NotPermitted(_("Only those who work on the case may move it."))
    if row.state == CaseState.CLOSED:
        raise OperationRefused(_("The case is closed."))
    if not reason.strip():
        raise OperationRefused(_("Write why: whoever reads it in a year must understand it."), field="reason")


def _refuse_proposed(row: Case) -> None:
    """Whoever is asked to take it reads the note and the cards of the household until they answer."""
    waiting = CaseTransfer.objects.filter(case=row, state=TransferState.PROPOSED).exclude(kind__in=SUMMARIES)
    if waiting.exists():
        raise OperationRefused(
            _("This case is waiting for another unit to answer: take that proposal back first.")
        )


def _in_force(row: Case, at: datetime) -> QuerySet[AccessGrant]:
    return AccessGrant.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), context=row.pk, starts_at__lte=at)


def _kept(row: Case, staying: Iterable[User], at: datetime) -> list[dict[str, Any]]:
    """Rights to write again: those of the unit, of the responsible worker and of whoever may stay."""
    users = {user.pk for user in staying} | ({row.responsible_id} if row.responsible_id else set())
    running = _in_force(row, at).filter(user__in=users, reaches=True).select_related("user")
    held = {(g.user_id, g.depth, g.reason, g.ends_at): g for g in running}
    if strangers := users - {grant.user_id for grant in held.values()}:
        names = sorted(str(user) for user in User.objects.filter(pk__in=strangers))
        raise OperationRefused(
            _("Somebody named here does not see the case."), missing=names, field="staying"
        )
    own: list[dict[str, Any]] = [
        {name: getattr(g, name) for name in ("user", "depth", "reason", "note", "ends_at")}
        for g in held.values()
    ]
    unit = {"office": row.unit, "depth": Depth.WORK, "reason": GrantReason.COORDINATION}
    return [unit, *own]
