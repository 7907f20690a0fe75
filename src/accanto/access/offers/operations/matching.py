"""An offer is proposed for a need; the volunteer says yes or no on the telephone; it goes on until it is finished."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accanto.access.offers.enums import MATCH_TRANSITIONS, NEED_TRANSITIONS, MatchState, NeedState, OfferState
from accanto.access.offers.fitting import fit, lacking_checks
from accanto.access.offers.kinds import kind_of
from accanto.access.offers.models import Match, Need, Offer, Visit
from accanto.access.offers.operations.checking import day_of, locked_match, locked_need, locked_offer
from accanto.access.offers.sheltering import no_longer_at_home
from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.foundation.audit.operations import record
from accanto.territory.staff.models import User

MOST_TIMES = 26


class OfferTaken(OperationRefused):
    """Somebody else was faster: the offer has no room left."""


@dataclass(frozen=True)
class Agreed:
    """What the volunteer agreed to: the first day, the hours, how many times on the days of the week needed."""

    first_day: date
    starts: time | None = None
    ends: time | None = None
    times: int = 1


@transaction.atomic
def propose(*, need: Need, offer: Offer, by: User, at: datetime) -> Match:
    """To be asked. What only has to be asked (other hours, another town) does not stop it.

    :raises OperationRefused: the need is not open, the offer is another kind, ended, over, taken, or a check that the
        need asks for is missing or no longer holds (`missing` says which); proposed already.
    """
    row = locked_need(need, by)
    if row.state != NeedState.OPEN:
        raise OperationRefused(_("Nobody is looked for any more: reload the page."))
    offered = locked_offer(offer)
    on = day_of(at)
    _refuse_unfit(row, offered, on)
    _refuse_home(row, on)
    try:
        with transaction.atomic():
            made = Match.objects.create(
                need=row, offer=offered, units=row.pieces, proposed_by=by, proposed_at=at
            )
    except IntegrityError as error:
        raise OperationRefused(_("This offer was proposed already for this need.")) from error
    record("offers.proposed", by=by, at=at, context=row.case_id, subject=row)
    return made


@transaction.atomic
def accept(
    *, match: Match, agreed: Agreed, answered_on: date, by: User, at: datetime, note: str = ""
) -> Match:
    """The volunteer said yes: the services are planned, one for each day agreed.

    :raises OfferTaken: meanwhile the offer was given to somebody else.
    :raises OperationRefused: answered already, a day past or out of the period, a check that ends before.
    """
    row = locked_match(match, by)
    offered = locked_offer(row.offer)
    on = day_of(at)
    _refuse_future(answered_on, on)
    state = MATCH_TRANSITIONS.move("accept", row.state)
    if row.need.state != NeedState.OPEN:
        raise OperationRefused(_("Somebody does it already: write that this proposal was declined."))
    if offered.free < row.units:
        raise OfferTaken(
            _("Meanwhile %(name)s was taken by somebody else: choose another offer.")
            % {"name": offered.giver.name}
        )
    days = _days(row, agreed, on)
    _refuse_home(row.need, on)
    _refuse_days(row.need, offered, days)
    row.state, row.answered_on, row.answered_by, row.answer_note = state, answered_on, by, note.strip()
    row.save(update_fields=["state", "answered_on", "answered_by", "answer_note"])
    _plan(row, days, agreed.starts, agreed.ends)
    row.need.state = NEED_TRANSITIONS.move("cover", row.need.state)
    row.need.save(update_fields=["state"])
    record("offers.accepted", by=by, at=at, context=row.need.case_id, subject=row.need)
    return row


@transaction.atomic
def decline(*, match: Match, answered_on: date, by: User, at: datetime, note: str = "") -> Match:
    """:raises OperationRefused: answered already, a day in the future."""
    row = locked_match(match, by)
    _refuse_future(answered_on, day_of(at))
    row.state = MATCH_TRANSITIONS.move("decline", row.state)
    row.answered_on, row.answered_by, row.answer_note = answered_on, by, note.strip()
    row.save(update_fields=["state", "answered_on", "answered_by", "answer_note"])
    record("offers.declined", by=by, at=at, context=row.need.case_id, subject=row.need)
    return row


@transaction.atomic
def plan_visits(*, match: Match, agreed: Agreed, by: User, at: datetime) -> list[Visit]:
    """More days, agreed later.

    :raises OperationRefused: not accepted (any more), a day past, planned already, or out of the period; at the home
        of somebody who is protected since.
    """
    row = locked_match(match, by)
    if row.state != MatchState.ACCEPTED:
        raise OperationRefused(_("This is finished: propose the offer again."))
    on = day_of(at)
    _refuse_home(row.need, on)
    days = _days(row, agreed, on)
    _refuse_days(row.need, row.offer, days)
    if row.visits.filter(day__in=days).exists():
        raise OperationRefused(
            _("One of these days is planned already: choose another one."), field="first_day"
        )
    record("offers.planned", by=by, at=at, context=row.need.case_id, subject=row.need)
    return _plan(row, days, agreed.starts, agreed.ends)


def _plan(row: Match, days: Sequence[date], starts: time | None, ends: time | None) -> list[Visit]:
    return Visit.objects.bulk_create(Visit(match=row, day=day, starts=starts, ends=ends) for day in days)


def _refuse_unfit(need: Need, offer: Offer, on: date) -> None:
    if offer.kind != need.kind:
        raise OperationRefused(_("It offers something else."))
    if offer.state == OfferState.ENDED:
        raise OperationRefused(_("This offer is ended already."))
    checks = list(offer.giver.checks.all())
    found = fit(need, offer, checks, None, on)
    if found.bars:
        raise OperationRefused(
            _("%(name)s cannot be proposed: %(why)s.")
            % {"name": offer.giver.name, "why": "; ".join(found.bars)},
            missing=found.bars,
        )


def _refuse_home(need: Need, on: date) -> None:
    """Protected since it was written: the volunteer must not go home to them."""
    if no_longer_at_home([need], on):
        raise OperationRefused(
            _(
                "Somebody in the household is protected now, the volunteer must not go to their home: first write on"
                " the page of the need where they meet."
            )
        )


def _days(row: Match, agreed: Agreed, on: date) -> list[date]:
    """From the first day on, on the days of the week needed (else once a week), as many times as agreed."""
    if agreed.first_day < on:
        raise OperationRefused(_("The day is past: write one from today on."), field="first_day")
    if agreed.starts and agreed.ends and agreed.ends <= agreed.starts:
        raise OperationRefused(_("It ends before it begins: a service is within one day."), field="ends")
    if not 1 <= agreed.times <= MOST_TIMES:
        raise OperationRefused(_("From 1 to %(most)d times.") % {"most": MOST_TIMES}, field="times")
    goods = kind_of(row.need.kind).is_goods
    wanted = set(row.need.weekdays) | {agreed.first_day.isoweekday()}
    days = [agreed.first_day]
    while len(days) < (1 if goods else agreed.times):
        day = days[-1] + timedelta(days=1)
        while day.isoweekday() not in wanted:
            day += timedelta(days=1)
        days.append(day)
    return days


def _refuse_days(need: Need, offer: Offer, days: Sequence[date]) -> None:
    checks = list(offer.giver.checks.all())
    for day in days:
        told = {"day": date_words(day)}
        if day < need.first_day or (need.last_day and day > need.last_day):
            raise OperationRefused(
                _("On %(day)s it is not needed: see the days of the need.") % told, field="first_day"
            )
        if day < offer.first_day or (offer.last_day and day > offer.last_day):
            raise OperationRefused(_("On %(day)s the offer does not hold.") % told, field="first_day")
        lacking = lacking_checks(need, checks, day)
        if lacking:
            raise OperationRefused(
                _("On %(day)s they could not go: %(why)s. Renew it, or plan fewer times.")
                % {**told, "why": "; ".join(lacking)},
                field="times" if len(days) > 1 else "first_day",
                missing=lacking,
            )


def _refuse_future(answered_on: date, on: date) -> None:
    if answered_on > on:
        raise OperationRefused(
            _("The day is in the future: write the day it really happened."), field="answered_on"
        )
