"""All that runs for the people of a household, in whatever case the reader may see; and what of it overlaps.

Rooms above register what of theirs runs. What lies in a case that the reader does not see is neither told nor weighed.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import AppointmentState, CaseState
from accanto.casework.cases.models import Appointment, Case
from accanto.core.dated_rules import NoRuleInForce, rule_at
from accanto.core.templatetags.accanto_ui import date_time_words, date_words
from accanto.people.households.models import Member
from accanto.people.persons.enums import Depth
from accanto.territory.staff.models import User

FILE = "cases.overlaps"


@dataclass(frozen=True)
class Running:
    """One thing that runs. `people`: ids of those it is for; nobody means the whole household.

    `service` and `area` are what overlaps are looked for in: equal and not empty. `key` tells one thing from another,
    so that it is not found beside itself.
    """

    kind: str
    title: str
    case: Case
    starts_on: date | None
    ends_on: date | None
    people: frozenset[UUID] = frozenset()
    names: str = ""
    service: str = ""
    area: str = ""
    measure: str = ""
    url: str = ""
    opens_case: bool = False
    key: str = ""

    @property
    def worker(self) -> str:
        return str(self.case.responsible) if self.case.responsible else _("nobody yet")

    def meets(self, other: "Running") -> bool:
        """Both run on some day for somebody; a day that is not known has no bound."""
        together = self.people & other.people
        begun = self.starts_on is None or other.ends_on is None or self.starts_on < other.ends_on
        going = other.starts_on is None or self.ends_on is None or other.starts_on < self.ends_on
        return bool(together) and begun and going


@dataclass(frozen=True)
class Overlap:
    """Two things that run at once, by which rule of the zone."""

    words: str
    first: Running
    second: Running
    source: str
    from_memory: bool


Provider = Callable[[Sequence[Case], User, date], list[Running]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """:param provider: given cases (with unit, household, responsible), who reads and the day; a query or two."""
    _providers.append(provider)


def cases_around(people: Iterable[UUID], user: User) -> QuerySet[Case]:
    """Running cases of every household in which one of them lives or lived, as far as the reader sees them.

    What was agreed for somebody goes on when they move to another household, until somebody ends it.
    """
    homes = Member.objects.filter(person__in=list(people)).values("household")
    rows = Case.objects.visible_to(user, Depth.READ).filter(household__in=homes)
    return (
        rows.exclude(state=CaseState.CLOSED)
        .select_related("household", "unit", "responsible")
        .order_by("opened_on", "pk")
    )


def running_for(people: Iterable[UUID], user: User, on: date) -> list[Running]:
    """Everything that runs, the oldest first. Of a household that all of them left: only what is for one of them."""
    asked = frozenset(people)
    cases = list(cases_around(asked, user))
    homes: dict[UUID, set[UUID]] = {}
    rows = Member.objects.filter(household__in=[case.household_id for case in cases], ends_on=None)
    for household, person in rows.values_list("household", "person"):
        homes.setdefault(household, set()).add(person)
    found = [one for provider in [_cases, *_providers] for one in provider(cases, user, on)]
    whole = [_for_whom(one, asked, frozenset(homes.get(one.case.household_id, ()))) for one in found]
    kept = [one for one in whole if one is not None]
    return sorted(kept, key=lambda one: (one.starts_on or date.min, one.kind, one.title))


def _for_whom(one: Running, asked: frozenset[UUID], living: frozenset[UUID]) -> Running | None:
    """With the people of the household (`living`) where it names nobody; nothing where none of `asked` has part."""
    if not asked & (living | one.people):
        return None
    return one if one.people else replace(one, people=living)


def appointments_for(cases: Sequence[Case], on: date) -> list[tuple[Case, str]]:
    """Meetings to come, in words."""
    by_id = {case.pk: case for case in cases}
    rows = Appointment.objects.filter(case__in=list(by_id), state=AppointmentState.PLANNED)
    coming = rows.filter(starts_at__date__gte=on).order_by("starts_at", "pk")
    return [(by_id[row.case_id], _meeting(row)) for row in coming if row.case_id]


def _meeting(row: Appointment) -> str:
    return f"{row.title or str(row.get_kind_display()).capitalize()}, {date_time_words(row.starts_at)}"


def overlaps(rows: Sequence[Running], on: date) -> list[Overlap]:
    """Pairs that overlap by a rule in force, each pair once, by the first rule that finds it."""
    return [found for one, other in combinations(rows, 2) if (found := _overlap(one, other, on))]


def beside(new: Running, rows: Sequence[Running], on: date) -> list[Overlap]:
    """What something about to be activated would overlap with."""
    return [found for one in rows if (found := _overlap(one, new, on))]


def for_people(one: Running, people: frozenset[UUID]) -> Running:
    return replace(one, people=people)


def sentence(one: Running) -> str:
    """What runs already, whose it is, with whom and until when."""
    until = _("until %(day)s") % {"day": date_words(one.ends_on)} if one.ends_on else _("without an end")
    return _("%(what)s, household %(label)s, with %(worker)s, %(until)s") % {
        "what": one.title,
        "label": one.case.household.label,
        "worker": one.worker,
        "until": until,
    }


def _overlap(one: Running, other: Running, on: date) -> Overlap | None:
    if not one.meets(other):
        return None
    for key, same, words in (
        ("same_service", bool(one.service) and one.service == other.service, _("The same service twice")),
        (
            "same_measure",
            bool(one.measure) and one.measure == other.measure,
            _("Two pathways of the same measure"),
        ),
        ("same_area", bool(one.area) and one.area == other.area, _("Two services of the same area")),
        (
            "two_workers",
            one.opens_case and other.opens_case and one.case.responsible_id != other.case.responsible_id,
            _("Two responsible workers for the same person"),
        ),
    ):
        if not same:
            continue
        try:
            rule = rule_at(FILE, on, key)
        except NoRuleInForce:
            continue
        if rule.value:
            return Overlap(words, one, other, rule.source, rule.from_memory)
    return None


def _cases(cases: Sequence[Case], user: User, on: date) -> list[Running]:
    return [
        Running(
            kind=_("Case"),
            title=_("Case %(number)s, %(unit)s") % {"number": case.number, "unit": case.unit},
            case=case,
            starts_on=case.opened_on,
            ends_on=None,
            url=reverse("case", args=[case.pk]),
            opens_case=True,
        )
        for case in cases
    ]
