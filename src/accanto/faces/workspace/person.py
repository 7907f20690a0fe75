"""The minimal card of a person: who they are and whom to call, for those who may see no more than this."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import CaseState, RequestState
from accanto.casework.cases.followers import Follower, followers_of
from accanto.casework.cases.models import AccessRequest
from accanto.casework.cases.queries import with_depth
from accanto.casework.cases.why import Reason, deepest, reasons_of, unseen
from accanto.core.templatetags.accanto_ui import date_words
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import Person
from accanto.people.persons.queries import age_on
from accanto.people.persons.visibility import grants_of, seen_by_person
from accanto.people.persons.whereabouts import Output, told_address, whereabouts_of, with_whereabouts
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class Followed:
    """A running case of the person's household. Its `label` only where one may open it; else whom to call.

    `asked` is one's own last request to see it.
    """

    case_id: UUID
    unit: str
    worker: str
    phone: str
    email: str
    label: str = ""
    asked: AccessRequest | None = None
    may_ask: bool = False


def card_of(user: User, on: date) -> QuerySet[Any]:
    works = seen_by_person(user, depth=Depth.WORK)
    people: QuerySet[Any] = Person.objects.visible_to(user)
    told: QuerySet[Any] = with_whereabouts(people, on, person="pk").annotate(works=works)
    return told


def followed_by(person: Person, user: User) -> list[Followed]:
    """Running cases that the user may open, and that ordinary ones exist: a fenced compartment stays hidden."""
    opens = (
        with_depth(user)
        .filter(household__members__person=person, household__members__ends_on=None)
        .exclude(state=CaseState.CLOSED)
        .select_related("unit", "responsible__operator", "household")
        .distinct()
    )
    mine = [_opened(Follower(case.pk, case.unit, case.responsible), case.household.label) for case in opens]
    seen = {one.case_id for one in mine}
    others = [one for one in followers_of(person.pk) if one.case_id not in seen]
    if not others:
        return mine
    asked: dict[UUID, AccessRequest] = {}
    for request in AccessRequest.objects.filter(asked_by=user, case_id__in=[one.case_id for one in others]):
        asked.setdefault(request.case_id, request)
    return mine + [_told(one, asked.get(one.case_id), user) for one in others]


def _opened(one: Follower, label: str) -> Followed:
    return Followed(one.case_id, str(one.unit), str(one.worker or ""), one.phone, one.email, label=label)


def _told(one: Follower, asked: AccessRequest | None, user: User) -> Followed:
    waits = asked is not None and asked.state == RequestState.OPEN
    return Followed(
        one.case_id,
        str(one.unit),
        str(one.worker or ""),
        one.phone,
        one.email,
        asked=asked,
        may_ask=user.may("access.ask") and not waits,
    )


def facts_of(person: Any, today: date, depth: int) -> list[dict[str, Any]]:
    """Of whom one sees only the card: the year of birth, and no more."""
    if depth <= Depth.CARD:
        return [
            {"label": _("Year of birth"), "value": str(person.birth_date.year) if person.birth_date else ""}
        ]
    age = age_on(person, today)
    born = date_words(person.birth_date) if person.birth_date else ""
    if born and age is not None:
        born = _("%(day)s (%(age)s years)") % {"day": born, "age": age}
    told_depth = Depth.WORK if person.works else Depth.CARD
    where = told_address(whereabouts_of(person), depth=told_depth, output=Output.SCREEN)
    tags = [{"label": _("protected"), "tone": "restricted", "icon": "locked"}] if where.protected else []
    return [
        {"label": _("Born on"), "value": born},
        {"label": _("Town"), "value": where.town, "tags": tags},
    ]


@dataclass(frozen=True)
class Sight:
    """By which rights the user sees the person, how deeply, and what not."""

    reasons: list[Reason]
    unseen: list[str]

    @property
    def depth(self) -> int:
        return deepest(self.reasons)


def sight_of(user: User, person: Person, now: datetime) -> Sight:
    reasons = reasons_of(user, grants_of(user, at=now).filter(person=person))
    return Sight(reasons, unseen(user, deepest(reasons), now.date()))
