"""Looking for whoever asks, among the people that one may see; the same indexes as the search box use."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.core.web import reads
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import Identifier, Person
from accanto.people.persons.naming import fold, fold_contact
from accanto.people.persons.queries import age_on
from accanto.people.persons.visibility import seen_by_person
from accanto.people.persons.whereabouts import protection_on
from accanto.territory.staff.models import User

SHORTEST, MOST = 2, 6
_CODE = re.compile(r"^[A-Z]{6}[0-9A-Z]{10}$|^\d{11}$")
_PHONE = re.compile(r"^[+\d][\d\s./-]{5,}$")
_YEAR = re.compile(r"\b(19|20)?(\d\d)\b")


@dataclass(frozen=True)
class Match:
    person: Person
    text: str


def find_people(user: User, typed: str, today: date) -> list[Match]:
    """«lucia campioni 88», a codice fiscale or a telephone; one query. Nothing for fewer than two letters."""
    words = " ".join(typed.split())[:120]
    code = words.upper().replace(" ", "")
    rows: QuerySet[Any] = Person.objects.visible_to(user).annotate(
        deeper=seen_by_person(user, depth=Depth.TEAM),
        works=seen_by_person(user, depth=Depth.WORK),
        protection=protection_on(today, person="pk"),
    )
    if _CODE.match(code):
        rows = rows.filter(Exists(Identifier.objects.filter(person=OuterRef("pk"), value=code)))
    elif _PHONE.match(words):
        told = Q(protection=None) | Q(works=True)
        reached = RawSQL("SELECT acc_people_reached(%s)", [fold_contact(words.removeprefix("+39"))])
        rows = rows.filter(told, pk__in=reached)
    else:
        rows = _by_name(rows, words)
    found = list(rows[:MOST])
    reads.searched(words, found)
    return [Match(person, _told(person, today)) for person in found]


def _by_name(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    year = _YEAR.search(words)
    folded = fold(_YEAR.sub(" ", words))
    if len(folded) < SHORTEST:
        return rows.none()
    if year:
        rows = rows.filter(Q(birth_date=None) | Q(birth_date__year__in=_years(year)))
    begins = Q(search_name__startswith=folded) | Q(search_name__contains=f" {folded}")
    found: QuerySet[Any] = (
        rows.filter(pk__in=RawSQL("SELECT acc_people_named(%s)", [folded]))
        .annotate(
            nearness=Greatest(
                TrigramSimilarity("search_name", folded),
                TrigramWordSimilarity(folded, "search_name"),
                Case(When(begins, then=Value(0.95)), default=Value(0.0)),
            )
        )
        .order_by("-nearness", "search_name", "pk")
    )
    return found


def _years(found: re.Match[str]) -> list[int]:
    century, year = found.groups()
    return [int(f"{century}{year}")] if century else [1900 + int(year), 2000 + int(year)]


def _told(person: Any, today: date) -> str:
    if person.deeper:
        age = age_on(person, today)
        return ngettext("%(n)s year old", "%(n)s years old", age) % {"n": age} if age is not None else ""
    return _("born in %(year)s") % {"year": person.birth_date.year} if person.birth_date else ""
