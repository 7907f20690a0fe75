"""Asking to see a case of which one sees only the card: the request, who is told of it, whose work it becomes."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import CaseState, Compartment, DeadlineState, RequestState, ToldHousehold
from accanto.casework.cases.models import AccessRequest, Case, Deadline
from accanto.casework.cases.operations.agenda import open_deadline
from accanto.casework.cases.seeing import (
    REQUEST_CODES,
    TO_DECIDE,
    Terms,
    coordinators_on,
    depths_for,
    held_depth,
    terms_on,
    workers_on,
)
from accanto.core.database.context import serving
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.core.working_time import add_working_days
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.operations import notify
from accanto.people.households.queries import members_of
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import Person
from accanto.people.persons.queries import bars_in_force
from accanto.people.persons.visibility import Apart, BarredContexts
from accanto.territory.staff.models import User


@serving("asking_to_see")
@transaction.atomic
def ask_to_see(
    *,
    person: Person,
    case_id: UUID,
    depth: int,
    days: int,
    reason: str,
    told: str,
    by: User,
    at: datetime,
    told_by: str = "",
    told_on: date | None = None,
    not_told_why: str = "",
) -> AccessRequest:
    """Ask whoever follows the case to let `by` see it. Asking again while a request waits answers with that one.

    :param told: whether the household knows (`ToldHousehold`): by whom and when, or why not.
    :raises NotPermitted: the role may not ask.
    :raises Case.DoesNotExist: there is none, or it is not one that a card tells of: the same answer to all.
    :raises OperationRefused: something is missing, or more is asked than there is to give.
    """
    if not by.may("access.ask"):
        raise NotPermitted(_("Your role does not ask to see cases."))
    row = _told_case(person, case_id, by, at)
    open_one = AccessRequest.objects.filter(case=row, asked_by=by, state=RequestState.OPEN)
    standing: AccessRequest | None = open_one.first()
    if standing:
        return standing
    terms = terms_on(at.date())
    words = _reason(reason, terms)
    _check_measure(depths_for(by, held_depth(by, row.pk, at)), terms, depth, days)
    seat = row.unit.seat.istat_code
    request: AccessRequest = AccessRequest.objects.create(
        case=row,
        person=person,
        asked_by=by,
        asked_at=at,
        depth=Depth(depth),
        days=days,
        reason=words,
        decide_by=add_working_days(at.date(), terms.decide, seat),
        lapses_on=add_working_days(at.date(), terms.lapse, seat),
        **_statement(told, told_by, told_on, not_told_why, at.date()),
    )
    _give_to_decide(request, row, terms, at)
    # Why stands on the request, which those who decide read: the diary is read by more.
    worker = by.get_full_name()
    record("cases.request.asked", by=by, at=at, context=row.pk, subject=request, worker=worker)
    return request


def _told_case(person: Person, case_id: UUID, by: User, at: datetime) -> Case:
    """The case, locked, if the card of the person tells `by` that a service follows them."""
    if not Person.objects.visible_to(by).filter(pk=person.pk).exists():
        raise Case.DoesNotExist
    cases = Case.objects.filter(
        household__members__person=person, household__members__ends_on=None, compartment=Compartment.ORDINARY
    )
    told = cases.exclude(state=CaseState.CLOSED).filter(Q(Apart("pk", BarredContexts(by, at))))
    return told.select_for_update(of=("self",)).select_related("household", "unit__seat").get(pk=case_id)


def _reason(reason: str, terms: Terms) -> str:
    words = " ".join(reason.split())
    if len(words) < terms.shortest_reason:
        raise OperationRefused(_("Write why you need to see it: at least a sentence."), field="reason")
    return words


def _check_measure(allowed: Iterable[int], terms: Terms, depth: int, days: int) -> None:
    if depth not in allowed:
        raise OperationRefused(
            _("This cannot be asked: either you see it already, or your role does not need it."),
            field="depth",
        )
    if days not in terms.durations:
        raise OperationRefused(
            _("Choose one of the durations; the longest is %(n)s days.") % {"n": terms.longest}, field="days"
        )


def _statement(
    told: str, told_by: str, told_on: date | None, not_told_why: str, today: date
) -> dict[str, object]:
    """What the requester says of the household: by whom and when it was told, or why not."""
    if ToldHousehold(told) == ToldHousehold.NOT_TOLD:
        if not not_told_why.strip():
            raise OperationRefused(_("Say why the household does not know."), field="not_told_why")
        return {"told": told, "not_told_why": not_told_why.strip()}
    if not told_by.strip():
        raise OperationRefused(_("Say who told the household."), field="told_by")
    if told_on is None or told_on > today:
        raise OperationRefused(
            _("Say on which day the household was told: today or before."), field="told_on"
        )
    return {"told": told, "told_by": told_by.strip(), "told_on": told_on}


def _give_to_decide(request: AccessRequest, case: Case, terms: Terms, at: datetime) -> None:
    """Into the work of those who follow the case, one row each, and of those who coordinate its unit."""
    workers = [user for user in workers_on(case, at) if user.pk != request.asked_by_id]
    for owner in [*workers, None]:
        open_deadline(
            case=case,
            owner=owner,
            code=TO_DECIDE,
            started_on=at.date(),
            due_on=request.decide_by,
            rule=terms.source,
            request=str(request.pk),
        )
    tell_deciders("cases.request_asked", request, [*workers, *coordinators_on(case, at.date())], at)


def tell_deciders(kind: str, request: AccessRequest, users: Iterable[User], at: datetime) -> None:
    """Never whoever asked, nor somebody who must not see the household."""
    case = request.case
    members = [member.person_id for member in members_of(case.household, at.date())]
    left_out = {request.asked_by_id, *bars_in_force(members, at).values_list("user_id", flat=True)}
    for user in dict.fromkeys(users):
        if user.pk not in left_out:
            notify(
                kind,
                user=user,
                at=at,
                url=reverse("case_request", args=[case.pk, request.pk]),
                context=case.pk,
                worker=request.asked_by.get_full_name(),
                number=case.number,
                reason=request.reason,
            )


def close_work(request: AccessRequest, at: datetime, state: str) -> None:
    """Nobody has to decide any more."""
    running = Deadline.objects.filter(
        case=request.case_id,
        code__in=REQUEST_CODES,
        params__request=str(request.pk),
        state=DeadlineState.OPEN,
    )
    running.update(state=state, closed_at=at)
