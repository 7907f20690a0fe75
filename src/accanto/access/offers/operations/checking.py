"""What every operation asks first."""

from collections.abc import Iterable
from datetime import date, datetime, time
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.access.offers.facts import HoursFacts
from accanto.access.offers.kinds import kinds_on
from accanto.access.offers.models import Match, Need, Offer
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.territory.staff.models import User

_DAYS = range(1, 8)


def day_of(at: datetime) -> date:
    return timezone.localtime(at).date()


def keeper(by: User) -> None:
    """:raises NotPermitted: does not keep offers."""
    if not by.may("offers.keep"):
        raise NotPermitted(_("Only those who keep the offers may do this."))


def seeker(by: User) -> None:
    """:raises NotPermitted: does not look for volunteers."""
    if not by.may("offers.use"):
        raise NotPermitted(_("Only those who look for volunteers may do this."))


def known_kind(code: str, on: date) -> None:
    if code not in kinds_on(on):
        raise OperationRefused(_("Choose one of the kinds."), field="kind")


def period(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise OperationRefused(_("The last day comes before the first: check both."), field="last_day")


def hours(told: Iterable[HoursFacts], suffix: str = "") -> None:
    """:raises OperationRefused: no day, past midnight, the same day twice at the same hour."""
    spans: list[tuple[int, time, time]] = []
    for number, one in enumerate(told):
        end = f"_{number + 1}" if number else suffix
        if not one.weekdays or any(day not in _DAYS for day in one.weekdays):
            raise OperationRefused(_("Say on which days of the week."), field=f"weekdays{end}")
        if one.ends <= one.starts:
            raise OperationRefused(
                _(
                    "It ends before it begins. Hours past midnight are written as two: until 23:59 of one day and"
                    " from 00:00 of the next."
                ),
                field=f"ends{end}",
            )
        spans += [(day, one.starts, one.ends) for day in one.weekdays]
    for (day, _from, until), (other, starts, _until) in pairwise(sorted(spans)):
        if day == other and starts < until:
            raise OperationRefused(
                _("On the same day two times overlap: write them one after the other."), field="starts_2"
            )


def locked_offer(offer: Offer) -> Offer:
    return Offer.objects.select_for_update(of=("self",)).select_related("giver").get(pk=offer.pk)


def locked_need(need: Need, by: User) -> Need:
    """As it is now, seen by whoever acts.

    :raises NotPermitted: does not see it (any more).
    """
    seeker(by)
    row = Need.objects.select_for_update(of=("self",)).select_related("case", "municipality").get(pk=need.pk)
    if not Need.objects.visible_to(by).filter(pk=row.pk).exists():
        raise NotPermitted(_("This need is not yours to follow."))
    return row


def locked_match(match: Match, by: User) -> Match:
    """Its need is locked first, always in this order."""
    need = locked_need(match.need, by)
    row = Match.objects.select_for_update(of=("self",)).select_related("offer__giver").get(pk=match.pk)
    row.need = need
    return row
