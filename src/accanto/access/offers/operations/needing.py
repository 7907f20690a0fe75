"""What is looked for: written without names, withdrawn with its reason."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.access.offers.enums import NEED_TRANSITIONS, NeedState, Withdrawal
from accanto.access.offers.facts import NeedFacts
from accanto.access.offers.kinds import kind_of, label_of
from accanto.access.offers.models import Need
from accanto.access.offers.operations.checking import day_of, hours, known_kind, locked_need, period, seeker
from accanto.access.offers.sheltering import is_sheltered, refuse_names
from accanto.casework.cases.enums import CaseState
from accanto.casework.cases.models import Case
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.operations import record
from accanto.people.persons.enums import Depth
from accanto.territory.staff.models import User


@transaction.atomic
def write_need(*, facts: NeedFacts, by: User, at: datetime, case: Case | None = None) -> Need:
    """Of a case, by whoever works on it; of somebody who came to a desk, without a name.

    :raises NotPermitted: does not work on the case.
    :raises OperationRefused: naming the field: words that name somebody, hours past midnight, days over, no place to
        meet where home must not be told.
    """
    seeker(by)
    on = day_of(at)
    given = _tidy(facts)
    _check(given, at)
    sheltered = False
    if case is not None:
        _refuse_case(case, by)
        words = {"what": given.what, "first_name": given.first_name, "meeting_place": given.meeting_place}
        refuse_names(case, words, on)
        sheltered = is_sheltered(case, on)
    elif given.first_name:
        raise OperationRefused(
            _("Without a case nobody is named: leave the first name empty."), field="first_name"
        )
    if sheltered and not given.meeting_place:
        raise OperationRefused(
            _("Home must not be told: write a place to meet that is not their home."), field="meeting_place"
        )
    row = Need.objects.create(
        case=case,
        office=given.office,
        kind=given.kind,
        what=given.what,
        pieces=given.pieces,
        minors=given.minors or kind_of(given.kind).minors,
        municipality=given.municipality,
        weekdays=sorted(set(given.hours.weekdays)) if given.hours else [],
        starts=given.hours.starts if given.hours else None,
        ends=given.hours.ends if given.hours else None,
        first_day=given.first_day,
        last_day=given.last_day,
        urgency=given.urgency,
        first_name=given.first_name,
        meeting_place=given.meeting_place,
        sheltered=sheltered,
        written_by=by,
        written_at=at,
    )
    record("offers.need.written", by=by, at=at, context=row.case_id, subject=row, kind=label_of(row.kind))
    return row


@transaction.atomic
def meet_elsewhere(*, need: Need, meeting_place: str, by: User, at: datetime) -> Need:
    """Where they meet, written later or changed: what is planned goes on there.

    :raises OperationRefused: nothing written, words that name somebody or tell a protected address; nobody is looked
        for any more.
    """
    row = locked_need(need, by)
    on = day_of(at)
    if row.state not in (NeedState.OPEN, NeedState.COVERED):
        raise OperationRefused(_("Nobody is looked for any more: reload the page."))
    row.meeting_place = " ".join(meeting_place.split())
    if not row.meeting_place:
        raise OperationRefused(_("Write where they meet."), field="meeting_place")
    if row.case is not None:
        refuse_names(row.case, {"meeting_place": row.meeting_place}, on)
        row.sheltered = is_sheltered(row.case, on)
    row.save(update_fields=["meeting_place", "sheltered"])
    record("offers.need.elsewhere", by=by, at=at, context=row.case_id, subject=row)
    return row


@transaction.atomic
def withdraw_need(*, need: Need, withdrawal: str, by: User, at: datetime) -> Need:
    """Nobody is looked for any more; proposals that wait are declined by it.

    :raises OperationRefused: somebody does it already, or it is closed.
    """
    row = locked_need(need, by)
    row.state = NEED_TRANSITIONS.move("withdraw", row.state)
    row.withdrawal, row.closed_at = Withdrawal(withdrawal), at
    row.save(update_fields=["state", "withdrawal", "closed_at"])
    row.matches.filter(state="proposed").delete()
    record(
        "offers.need.withdrawn", by=by, at=at, context=row.case_id, subject=row,
        how=str(Withdrawal(withdrawal).label),
    )  # fmt: skip
    return row


def _tidy(facts: NeedFacts) -> NeedFacts:
    goods = kind_of(facts.kind).is_goods if facts.kind else False
    return replace(
        facts,
        what=" ".join(facts.what.split()),
        first_name=facts.first_name.strip(),
        meeting_place=" ".join(facts.meeting_place.split()),
        pieces=facts.pieces if goods else 1,
        hours=None if goods else facts.hours,
    )


def _check(given: NeedFacts, at: datetime) -> None:
    on = day_of(at)
    known_kind(given.kind, on)
    if not given.what:
        raise OperationRefused(_("Say in a few words what is needed."), field="what")
    if given.pieces < 1:
        raise OperationRefused(_("At least one."), field="pieces")
    period(given.first_day, given.last_day)
    if given.last_day is not None and given.last_day < on:
        raise OperationRefused(_("The last day is past: write one still to come."), field="last_day")
    if given.hours:
        hours([given.hours])


def _refuse_case(case: Case, by: User) -> None:
    if not by.may("cases.work") or not Case.objects.visible_to(by, Depth.WORK).filter(pk=case.pk).exists():
        raise NotPermitted(_("Only those who work on the case may write a need of theirs."))
    if case.state == CaseState.CLOSED:
        raise OperationRefused(_("The case is closed: nothing is looked for in it."))
