"""What the letter of thanks says, always in Italian; it is made of days, hours and kinds, and knows no household."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.access.offers.enums import VisitState
from accanto.access.offers.kinds import kind_of
from accanto.access.offers.models import Giver, Need, Visit
from accanto.access.offers.words import minutes_words
from accanto.core.pdf import letterhead_data
from accanto.core.templatetags.accanto_ui import date_words
from accanto.people.households.models import Member
from accanto.people.persons.naming import fold
from accanto.territory.places.models import Zone
from accanto.territory.staff.models import User

TEMPLATE = Path(__file__).parent / "templates_typst" / "thanks.typ"
_SHORTEST = 3


@dataclass(frozen=True)
class Given:
    """All that somebody gave since they were last thanked. `kinds`: times and minutes by kind of offer."""

    visits: list[UUID]
    first_day: date
    last_day: date
    minutes: int
    kinds: dict[str, tuple[int, int]]
    # As they are compared; never written anywhere.
    names: frozenset[str]

    def named_in(self, words: str) -> str:
        """A name of somebody served that stands in the words; empty where there is none."""
        told = f" {fold(words)} "
        return next((one.title() for one in sorted(self.names) if f" {one} " in told), "")


def given_by(giver: Giver) -> Given | None:
    """Read under a purpose of the system's own: the services may be of households that the asker does not see."""
    done = list(
        Visit.objects.filter(match__offer__giver=giver, state=VisitState.DONE, thanks=None)
        .select_related("match__offer")
        .order_by("day")
    )
    if not done:
        return None
    kinds: dict[str, tuple[int, int]] = {}
    for one in done:
        times, minutes = kinds.get(one.match.offer.kind, (0, 0))
        kinds[one.match.offer.kind] = times + 1, minutes + (one.minutes or 0)
    return Given(
        visits=[one.pk for one in done],
        first_day=done[0].day,
        last_day=done[-1].day,
        minutes=sum(one.minutes or 0 for one in done),
        kinds=kinds,
        names=_names([one.match.need_id for one in done]),
    )


def letter_data(giver: Giver, given: Given, words: str, by: User, at: datetime) -> dict[str, Any]:
    zone = Zone.objects.select_related("seat").get()
    to = _("To the kind attention of %(name)s") % {"name": giver.contact} if giver.contact else ""
    return {
        **letterhead_data(
            title=_("Thank you"),
            body=zone.legal_name,
            address=[zone.address],
            recipient=[line for line in (giver.name, to, giver.municipality.name) if line],
            dated=f"{zone.seat}, {date_words(timezone.localtime(at).date())}",
        ),
        "body": [line for line in (_opening(given), *_lines(given), words, _closing()) if line],
        "goodbye": _("With gratitude,"),
        "signed": str(by),
    }


def first_lines(given: Given) -> list[str]:
    """The letter before the words by hand, for whoever reads it before it is kept."""
    return [_opening(given), *_lines(given)]


def _opening(given: Given) -> str:
    days = {"first": date_words(given.first_day), "last": date_words(given.last_day)}
    if given.first_day == given.last_day:
        return _("We thank you for the help that you gave on %(first)s.") % days
    return _("We thank you for the help that you gave from %(first)s to %(last)s.") % days


def _lines(given: Given) -> list[str]:
    found = []
    for code, (times, minutes) in given.kinds.items():
        kind = kind_of(code)
        said = ngettext("%(n)d time", "%(n)d times", times) % {"n": times}
        found.append(
            f"{kind.label}: {said}." if kind.is_goods else f"{kind.label}: {said}, {minutes_words(minutes)}."
        )
    return found


def _closing() -> str:
    return _(
        "The time and the things that you gave made somebody’s days lighter. For the respect that we owe them we do"
        " not write their names; know that your help arrived."
    )


def _names(needs: list[UUID]) -> frozenset[str]:
    cases = Need.objects.filter(pk__in=needs, case__isnull=False)
    rows = Member.objects.filter(household__in=cases.values("case__household")).select_related("person")
    found = {fold(name) for row in rows for name in (row.person.first_name, row.person.last_name)}
    return frozenset(name for name in found if len(name) >= _SHORTEST)
