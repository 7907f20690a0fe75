"""Deciding on a request to see a case, and what becomes of one that nobody decides."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import REQUEST_TRANSITIONS, DeadlineState, RequestState, ToldHousehold
from accanto.casework.cases.models import AccessRequest, Case
from accanto.casework.cases.operations.agenda import open_deadline
from accanto.casework.cases.operations.asking import close_work, tell_deciders
from accanto.casework.cases.seeing import NOT_DECIDED, coordinators_on, follows, terms_on
from accanto.core.database.context import serving
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.operations import notify
from accanto.people.households.queries import members_of
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import AccessGrant
from accanto.people.persons.operations import grant_many
from accanto.people.persons.queries import bars_in_force
from accanto.territory.staff.models import User

_NOTE = 200


class AlreadyDecided(OperationRefused):
    """Somebody else decided first, or the request has lapsed meanwhile; the message says who and what."""


@serving("asking_to_see")
@transaction.atomic
def allow_request(
    *, request: AccessRequest, depth: int, days: int, answer: str, by: User, at: datetime
) -> AccessRequest:
    """Let whoever asked see the case from now, for at most the days and at most the depth that they asked for.

    The right ends by itself. It is written with the reason and with what the household was told.

    :raises AlreadyDecided: somebody else was first.
    :raises NotPermitted: `by` asked for it, or does not follow the case.
    :raises OperationRefused: more than was asked for; whoever asked no longer may, or must not see the household.
    """
    row = _to_decide(request, by, at)
    asker = User.objects.get(pk=row.asked_by_id)
    members = [member.person for member in members_of(row.case.household, at.date())]
    _refuse_strangers(row, asker, [person.pk for person in members], at)
    if depth not in (Depth.READ, Depth.WORK) or depth > row.depth:
        raise OperationRefused(_("You can give what was asked for, or less."), field="depth")
    if not 1 <= days <= row.days:
        raise OperationRefused(
            _("At most %(n)s days, as was asked for; at least one.") % {"n": row.days}, field="days"
        )
    row.given_depth, row.ends_at = depth, at + timedelta(days=days)
    _settle(row, "allow", answer, by, at)
    grant_many(
        persons=members,
        user=asker,
        depth=Depth(depth),
        reason=GrantReason.ASKED,
        context=row.case_id,
        by=by,
        at=at,
        ends_at=row.ends_at,
        note=_note(row),
        compartment=row.case.compartment,
    )
    _tell("cases.request_allowed", row, at, reverse("case", args=[row.case_id]), by=by)
    return row


@serving("asking_to_see")
@transaction.atomic
def refuse_request(*, request: AccessRequest, answer: str, by: User, at: datetime) -> AccessRequest:
    """:raises AlreadyDecided: somebody else was first.

    :raises NotPermitted: `by` asked for it, or does not follow the case.
    :raises OperationRefused: no reason.
    """
    row = _to_decide(request, by, at)
    if not answer.strip():
        raise OperationRefused(_("Write why not: whoever asked must know it."), field="answer")
    _settle(row, "refuse", answer, by, at)
    _tell("cases.request_refused", row, at, reverse("person", args=[row.person_id]), by=by)
    return row


@serving("requests_nightly")
def lapse_requests(*, at: datetime) -> tuple[int, int]:
    """What nobody decides goes to the coordinators, then lapses; so does what somebody asked who no longer may.

    Each in its own transaction. Returns how many went to the coordinators and how many lapsed.
    """
    passed = lapsed = 0
    for pk in AccessRequest.objects.filter(state=RequestState.OPEN).values_list("pk", flat=True):
        with transaction.atomic():
            row = _locked(pk)
            if row.state != RequestState.OPEN:
                continue
            if row.lapses_on <= at.date() or not may_still_ask(User.objects.get(pk=row.asked_by_id), row):
                _lapse(row, at)
                _tell("cases.request_lapsed", row, at, reverse("person", args=[row.person_id]))
                lapsed += 1
            elif row.decide_by < at.date() and row.passed_at is None:
                _pass_to_coordinators(row, at)
                passed += 1
    return passed, lapsed


def lapse_requests_of(case: Case, at: datetime) -> None:
    """The case closes, or goes behind a fence: what was asked about it is over, and nobody is told."""
    for row in AccessRequest.objects.filter(case=case, state=RequestState.OPEN).select_for_update(
        of=("self",)
    ):
        _lapse(row, at)


def end_asked_rights(case: Case, at: datetime) -> None:
    """Rights that were asked for end with the case."""
    given = AccessGrant.objects.filter(context=case.pk, reason=GrantReason.ASKED, ends_at__gt=at)
    given.update(ends_at=at)


def may_still_ask(asker: User, row: AccessRequest) -> bool:
    if not (asker.is_active and asker.may("access.ask")):
        return False
    return row.depth < Depth.WORK or asker.may("cases.work")


def statement(row: AccessRequest) -> str:
    """What the household was told, in the words of whoever asked."""
    if row.told == ToldHousehold.TOLD and row.told_on:
        return _("The household knows: %(who)s, %(day)s.") % {
            "who": row.told_by,
            "day": date_words(row.told_on),
        }
    return _("The household does not know: %(why)s") % {"why": row.not_told_why}


def _locked(pk: UUID) -> AccessRequest:
    rows = AccessRequest.objects.select_for_update(of=("self",))
    return rows.select_related("case__household", "case__unit__seat", "asked_by", "decided_by", "person").get(
        pk=pk
    )


def _to_decide(request: AccessRequest, by: User, at: datetime) -> AccessRequest:
    row = _locked(request.pk)
    if row.asked_by_id == by.pk:
        raise NotPermitted(_("Nobody decides on what they asked themselves."))
    if not follows(by, row.case, at):
        raise NotPermitted(_("Only those who follow the case decide who is let in."))
    if row.state == RequestState.OPEN:
        return row
    if row.decided_by is None:
        raise AlreadyDecided(_("The request has lapsed meanwhile: there is nothing to decide."))
    words = {
        RequestState.ALLOWED: _("%(name)s has already decided: the colleague is let in."),
        RequestState.REFUSED: _("%(name)s has already decided: the colleague is not let in."),
    }
    raise AlreadyDecided(words[RequestState(row.state)] % {"name": row.decided_by})


def _refuse_strangers(row: AccessRequest, asker: User, members: list[UUID], at: datetime) -> None:
    if not may_still_ask(asker, row):
        raise OperationRefused(
            _("%(name)s no longer has a role that may see this: you can only refuse.") % {"name": asker}
        )
    if bars_in_force(members, at).filter(user=asker).exists():
        raise OperationRefused(
            _("%(name)s is among those who must not see this household: you can only refuse.")
            % {"name": asker}
        )


def _settle(row: AccessRequest, verb: str, answer: str, by: User, at: datetime) -> None:
    row.state = REQUEST_TRANSITIONS.move(verb, row.state)
    row.decided_by, row.closed_at, row.answer = by, at, answer.strip()
    row.save(update_fields=["state", "decided_by", "closed_at", "answer", "given_depth", "ends_at"])
    close_work(row, at, DeadlineState.DONE)
    record(
        f"cases.request.{row.state}",
        by=by,
        at=at,
        context=row.case_id,
        subject=row,
        worker=row.asked_by.get_full_name(),
        until=date_words(row.ends_at),
    )


def _lapse(row: AccessRequest, at: datetime) -> None:
    row.state, row.closed_at = REQUEST_TRANSITIONS.move("lapse", row.state), at
    row.save(update_fields=["state", "closed_at"])
    close_work(row, at, DeadlineState.CANCELLED)
    worker = row.asked_by.get_full_name()
    record("cases.request.lapsed", by=None, at=at, context=row.case_id, subject=row, worker=worker)


def _pass_to_coordinators(row: AccessRequest, at: datetime) -> None:
    """Out of the work of those who follow the case, late in the list of those who coordinate its unit."""
    row.passed_at = at
    row.save(update_fields=["passed_at"])
    close_work(row, at, DeadlineState.CANCELLED)
    open_deadline(
        case=row.case,
        code=NOT_DECIDED,
        started_on=row.decide_by,
        due_on=row.decide_by,
        rule=terms_on(at.date()).source,
        request=str(row.pk),
        lapses_on=row.lapses_on.isoformat(),
    )
    tell_deciders("cases.request_late", row, coordinators_on(row.case, at.date()), at)


def _note(row: AccessRequest) -> str:
    """Stands beside the right, for everybody who reads who can see the case."""
    told = Truncator(statement(row)).chars(_NOTE // 2)
    return f"{Truncator(row.reason).chars(_NOTE - len(told) - 1)} {told}"


def _tell(kind: str, row: AccessRequest, at: datetime, url: str, by: User | None = None) -> None:
    notify(
        kind,
        user=row.asked_by,
        at=at,
        url=url,
        context=row.case_id,
        name=str(row.person),
        worker=by.get_full_name() if by else "",
        until=date_words(row.ends_at),
        reason=row.answer,
    )
