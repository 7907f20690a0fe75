"""One box: people, households and cases by name with typos, code, telephone, protocol or number.

Two queries, whatever is found. Everything starts from what the user may see: the rest is not even counted.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Case as When
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models import When as If
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Concat, Greatest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.access.outcomes.models import Application
from accanto.casework.cases.enums import CaseState, Compartment
from accanto.casework.cases.finding import conditions
from accanto.casework.cases.models import Case
from accanto.casework.cases.queries import with_depth
from accanto.casework.pathways.models import Pathway
from accanto.core.web import reads
from accanto.people.households.models import Member
from accanto.people.matching.queries import together_column
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import ContactPoint, Identifier, Person, Residence
from accanto.people.persons.naming import fold, fold_contact
from accanto.people.persons.queries import age_on
from accanto.people.persons.visibility import seen_by_context, seen_by_person
from accanto.people.persons.whereabouts import Output, Whereabouts, protection_on, told_address
from accanto.territory.staff.models import User

SHORTEST = 2
_SAID = {"worker": "worker.first_name || ' ' || worker.last_name", "unit": "unit.name"}
_FOLLOWER = """(SELECT {} FROM acc_follower follower JOIN bodies_office unit ON unit.id = follower.unit_id
LEFT JOIN staff_user worker ON worker.id = follower.responsible_id
WHERE follower.person_id = persons_person.id ORDER BY follower.opened_on DESC LIMIT 1)"""
_CODE = re.compile(r"^[A-Z]{6}[0-9A-Z]{10}$|^\d{11}$")
_CASE_NUMBER = re.compile(r"^\d{4}/\d{1,7}$")
_PHONE = re.compile(r"^[+\d][\d\s./-]{5,}$")


@dataclass(frozen=True)
class Found:
    """One row of the answer: who, age, town, followed by whom."""

    title: str
    text: str
    url: str
    initials: str = ""
    icon: str = ""
    tag: dict[str, str] | None = None


def search(user: User, typed: str, today: date, limit: int = 8) -> list[Found]:
    """The nearest first; nothing at all for fewer than two characters."""
    words = " ".join(typed.split())[:120]
    if len(fold(words)) < SHORTEST:
        return []
    cases = list(_cases(user, words)[:limit])
    people = list(_people(user, words, today)[:limit])
    reads.searched(words, [*cases[:limit], *people[: max(0, limit - len(cases))]])
    return [*map(_case_row, cases), *_person_rows(people, today)][:limit]


def _person_rows(people: list[Any], today: date) -> list[Found]:
    """Records of one person once, the first found, with the other spellings under it."""
    told = {person.pk: person for person in people}
    covered: set[UUID] = set()
    found = []
    for person in people:
        if person.pk in covered:
            continue
        covered.update(person.joined)
        also = sorted({str(told[pk]) for pk in person.joined if pk in told} - {str(person)})
        found.append(_person_row(person, today, also))
    return found


def _people(user: User, words: str, today: date) -> QuerySet[Any]:
    code = words.upper().replace(" ", "")
    rows: QuerySet[Any] = Person.objects.visible_to(user).annotate(
        protection=protection_on(today, person="pk"),
        works=seen_by_person(user, depth=Depth.WORK),
        deeper=seen_by_person(user, depth=Depth.TEAM),
    )
    # A contact of a protected person finds them only for those who may read it.
    told = Q(protection=None) | Q(works=True)
    if _CODE.match(code) and not code.isdigit():
        rows = rows.filter(Exists(Identifier.objects.filter(person=OuterRef("pk"), value=code)))
    elif _PHONE.match(words):
        digits = fold_contact(words.removeprefix("+39"))
        given = Identifier.objects.filter(person=OuterRef("pk"), value=code)
        rows = rows.filter(told & Q(pk__in=_below("acc_people_reached", digits)) | Exists(given))
    elif "@" in words:
        known = ContactPoint.objects.filter(person=OuterRef("pk"), folded=words.lower(), ends_on=None)
        rows = rows.filter(told, Exists(known))
    else:
        return _told(_by_name(rows, fold(words)), user)
    return _told(rows.annotate(nearness=Value(1.0)), user)


def _by_name(rows: QuerySet[Any], folded: str) -> QuerySet[Any]:
    """«campio» finds Campioni because a beginning is no typing error."""
    begins = Q(search_name__startswith=folded) | Q(search_name__contains=f" {folded}")
    found: QuerySet[Any] = rows.filter(pk__in=_below("acc_people_named", folded)).annotate(
        nearness=Greatest(
            TrigramSimilarity("search_name", folded),
            TrigramWordSimilarity(folded, "search_name"),
            When(If(begins, then=Value(0.95)), default=Value(0.0)),
        )
    )
    return found


def _below(function: str, words: str) -> RawSQL:
    """Ids found by the database's own function, which uses the indexes and knows who is asking (decision 8)."""
    return RawSQL(f"SELECT {function}(%s)", [words])  # noqa: S611 - one of our two functions


def _on_the_card(what: str) -> RawSQL:
    """Who follows a person whose case the user does not see, as the card says it (acc_follower, decision 8)."""
    return RawSQL(_FOLLOWER.format(_SAID[what]), [], CharField())  # noqa: S611 - made of constants


def _told(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    """What the row of a person says, without a query for each; `opens` is the case that the user may open."""
    residence = Residence.objects.filter(person=OuterRef("pk"), ends_on=None)
    membership = Member.objects.filter(household=OuterRef("household"), ends_on=None)
    mine = seen_by_context(user, depth=Depth.TEAM)
    # A closed compartment is not even hinted at: only those who see the case read who follows it.
    case = Case.objects.filter(
        Q(compartment=Compartment.ORDINARY) | Q(mine),
        Exists(membership.filter(person=OuterRef(OuterRef("pk")))),
    ).exclude(state=CaseState.CLOSED)
    worker = Concat("responsible__first_name", Value(" "), "responsible__last_name")
    told: QuerySet[Any] = rows.annotate(
        joined=together_column(),
        town=Subquery(residence.annotate(name=F("municipality__name")).values("name")[:1]),
        worker=Coalesce(Subquery(case.annotate(name=worker).values("name")[:1]), _on_the_card("worker")),
        unit_name=Coalesce(Subquery(case.values("unit__name")[:1]), _on_the_card("unit")),
        opens=Subquery(case.filter(mine).values("pk")[:1]),
    ).order_by("-nearness", "search_name", "pk")
    return told


def _cases(user: User, words: str) -> QuerySet[Case]:
    """By their number, by a protocol, or by what higher rooms know; households are found through their people."""
    typed = words.upper()
    wanted = Q(pk=None)
    if _CASE_NUMBER.match(words):
        year, _slash, number = words.partition("/")
        wanted |= Q(number=f"{year}/{int(number):04d}")
    if any(letter.isdigit() for letter in words):
        wanted |= Q(Exists(Pathway.objects.filter(case=OuterRef("pk"), protocol__iexact=typed)))
        wanted |= Q(Exists(Application.objects.filter(case=OuterRef("pk"), protocol__iexact=typed)))
    else:
        wanted |= Q(household__label__icontains=words)
    for condition in conditions(user, words):
        wanted |= condition
    return with_depth(user).filter(wanted).select_related("household", "responsible", "unit")


def _case_row(case: Case) -> Found:
    followed = _followed(str(case.responsible) if case.responsible else "", case.unit.name)
    tag = None
    if case.state != CaseState.OPEN:
        tag = {"label": str(CaseState(case.state).label), "tone": ""}
    return Found(
        title=_("Household %(label)s") % {"label": case.household.label},
        text=" · ".join([_("case %(number)s") % {"number": case.number}, followed]),
        url=reverse("case", args=[case.pk]),
        icon="folder",
        tag=tag,
    )


def _person_row(person: Any, today: date, also: list[str]) -> Found:
    parts = _known_of(person, today) if person.deeper else _on_a_card(person)
    if also:
        parts.insert(0, _("also written %(names)s") % {"names": ", ".join(also)})
    parts.append(_followed((person.worker or "").strip(), person.unit_name or ""))
    return Found(
        title=str(person),
        text=" · ".join(part for part in parts if part),
        url=reverse("case", args=[person.opens]) if person.opens else reverse("person", args=[person.pk]),
        initials=(person.first_name[:1] + person.last_name[:1]).upper(),
    )


def _known_of(person: Any, today: date) -> list[str]:
    age = age_on(person, today)
    known = Whereabouts(town=person.town or "", protection=person.protection or "")
    depth = Depth.WORK if person.works else Depth.CARD
    years = ngettext("%(n)s year old", "%(n)s years old", age) % {"n": age} if age is not None else ""
    return [years, told_address(known, depth=depth, output=Output.SCREEN).town]


def _on_a_card(person: Any) -> list[str]:
    """Of whom one sees only the card: enough to tell two of the same name apart."""
    return [_("born in %(year)s") % {"year": person.birth_date.year}] if person.birth_date else []


def _followed(worker: str, unit: str) -> str:
    if worker:
        return _("followed by %(worker)s") % {"worker": worker}
    return _("in charge of %(unit)s") % {"unit": unit} if unit else _("followed by nobody")
