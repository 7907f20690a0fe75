"""Which offers answer a need, and why: pure, over rows already read. Nothing is decided by it but what is refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.access.directory.hours import in_words
from accanto.access.offers.kinds import Check, checks_for, kind_of
from accanto.access.offers.models import GiverCheck, Need, Offer, OfferHours
from accanto.core.templatetags.accanto_ui import date_words

_HERE, _NEAR, _ELSEWHERE = range(3)


@dataclass
class Fit:
    """`good`: why it fits. `ask`: what must be asked first. `bars`: why it cannot be proposed. In words.

    `distance`: 0 the giver lives in the town of the need, 1 in its district, 2 elsewhere in the zone.
    """

    offer: Offer
    distance: int
    good: list[str] = field(default_factory=list)
    ask: list[str] = field(default_factory=list)
    bars: list[str] = field(default_factory=list)

    @property
    def order(self) -> tuple[Any, ...]:
        return (bool(self.bars), bool(self.ask), self.distance, -self.offer.free, self.offer.giver.name)


Checks = Mapping[UUID, Sequence[GiverCheck]]


def fits(
    need: Need, offers: Iterable[Offer], checks: Checks, declined: Mapping[UUID, date], on: date
) -> list[Fit]:
    """Offers of the kind of the need, the nearest first of those that fit, then those to ask, then the others.

    :param offers: with giver, hours and municipalities read.
    :param checks: of each giver, newest first. `declined`: offer → the day of a «no» to this need.
    """
    found = [fit(need, offer, checks.get(offer.giver_id, ()), declined.get(offer.pk), on) for offer in offers]
    return sorted(found, key=lambda one: one.order)


def fit(need: Need, offer: Offer, checks: Sequence[GiverCheck], declined: date | None, on: date) -> Fit:
    found = Fit(offer, _distance(need, offer))
    _place(need, offer, found)
    _days(need, offer, found, on)
    _hours(need, offer, found)
    _free(need, offer, found)
    first = max(on, need.first_day)
    lacking = lacking_checks(need, checks, first)
    found.bars += lacking
    if not lacking and checks_for(kind_of(need.kind), first, minors=need.minors):
        found.good.append(_("all the checks are in order"))
    if declined:
        found.ask.append(_("said no to this need on %(day)s") % {"day": date_words(declined)})
    return found


def lacking_checks(need: Need, checks: Sequence[GiverCheck], on: date) -> list[str]:
    """Checks that the need asks for and that on that day are missing or no longer hold, in words."""
    due = checks_for(kind_of(need.kind), on, minors=need.minors)
    return [words for check in due if (words := lacking(check, checks, on))]


def lacking(check: Check, checks: Sequence[GiverCheck], on: date) -> str:
    """Why the check does not hold on that day; empty when it does."""
    done = [one for one in checks if one.code == check.code]
    if any(one.done_on <= on and (one.last_day is None or one.last_day >= on) for one in done):
        return ""
    ended = [one.last_day for one in done if one.last_day is not None and one.last_day < on]
    if ended:
        return _("«%(check)s» held until %(day)s: it must be renewed") % {
            "check": check.label,
            "day": date_words(max(ended)),
        }
    return _("«%(check)s» is missing") % {"check": check.label}


def hours_words(rows: Iterable[OfferHours]) -> str:
    """«martedì 15–18»; empty for any hour."""
    return in_words([[one.weekday, f"{one.starts:%H:%M}", f"{one.ends:%H:%M}"] for one in rows])


def wanted_words(need: Need) -> str:
    """When it is needed: «martedì, giovedì 15–17»; empty for any day."""
    return in_words([[day, f"{need.starts:%H:%M}", f"{need.ends:%H:%M}"] for day in need.weekdays])


def shared_hours(need: Need, offer: Offer) -> list[list[int | str]] | None:
    """Hours of the offer in which it is needed; None where one of the two is at any hour."""
    rows = list(offer.hours.all())
    if not rows or need.starts is None or need.ends is None:
        return None
    found: list[list[int | str]] = []
    for row in rows:
        starts, ends = max(row.starts, need.starts), min(row.ends, need.ends)
        if row.weekday in need.weekdays and starts < ends:
            found.append([row.weekday, f"{starts:%H:%M}", f"{ends:%H:%M}"])
    return found


def _distance(need: Need, offer: Offer) -> int:
    home = offer.giver.municipality
    if home.pk == need.municipality_id:
        return _HERE
    same = home.district_id is not None and home.district_id == need.municipality.district_id
    return _NEAR if same else _ELSEWHERE


def _place(need: Need, offer: Offer, found: Fit) -> None:
    town = need.municipality.name
    serves = {one.pk for one in offer.municipalities.all()}
    if found.distance == _HERE:
        found.good.append(_("is in %(town)s") % {"town": town})
    if serves and need.municipality_id not in serves:
        found.ask.append(_("does not say %(town)s among the towns") % {"town": town})
    elif found.distance != _HERE:
        found.good.append(
            _("also for %(town)s; is in %(home)s") % {"town": town, "home": offer.giver.municipality.name}
        )


def _days(need: Need, offer: Offer, found: Fit, on: date) -> None:
    first = max(on, need.first_day)
    if offer.last_day is not None and offer.last_day < first:
        found.bars.append(_("the offer held until %(day)s") % {"day": date_words(offer.last_day)})
    elif need.last_day is not None and offer.first_day > need.last_day:
        found.bars.append(_("the offer begins only on %(day)s") % {"day": date_words(offer.first_day)})
    elif offer.first_day > first:
        found.ask.append(_("the offer begins on %(day)s") % {"day": date_words(offer.first_day)})
    elif offer.last_day is not None and (need.last_day is None or offer.last_day < need.last_day):
        found.ask.append(_("only until %(day)s") % {"day": date_words(offer.last_day)})


def _hours(need: Need, offer: Offer, found: Fit) -> None:
    shared = shared_hours(need, offer)
    if shared is None:
        return
    if shared:
        found.good.append(_("free on %(when)s") % {"when": in_words(shared)})
    else:
        found.ask.append(_("offers other hours: %(when)s") % {"when": hours_words(offer.hours.all())})


def _free(need: Need, offer: Offer, found: Fit) -> None:
    goods, free = kind_of(offer.kind).is_goods, offer.free
    if free < need.pieces:
        if goods:
            told = ngettext("only %(n)d piece is left", "only %(n)d pieces are left", free) % {"n": free}
            found.bars.append(told if free else _("everything was given already"))
        else:
            found.bars.append(_("is busy already with those who were accepted"))
    elif goods:
        found.good.append(ngettext("%(n)d piece is free", "%(n)d pieces are free", free) % {"n": free})
    elif offer.capacity > 1:
        found.good.append(ngettext("can follow %(n)d more", "can follow %(n)d more", free) % {"n": free})
