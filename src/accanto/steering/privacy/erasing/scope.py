"""Whom and what an erasure reaches, what stands in its way, and how much goes."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from accanto.casework.assessment.instruments import instrument_files, load_instrument
from accanto.casework.cases.enums import CaseState
from accanto.casework.cases.models import Case
from accanto.casework.projects.enums import ProjectState
from accanto.casework.projects.models import Project
from accanto.core.database.context import serving
from accanto.people.households.models import Member
from accanto.people.persons.models import Person, Restriction
from accanto.steering.privacy.enums import RetentionState
from accanto.steering.privacy.erasing.rules import rules
from accanto.steering.privacy.models import CourtHold, ErasedPerson, PersonRequest, RetentionReview

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True)
class Scope:
    """`cases` go whole, `shared` stay for others."""

    people: tuple[UUID, ...]
    cases: tuple[UUID, ...]
    shared: tuple[UUID, ...]


@dataclass(frozen=True)
class Going:
    """One table: how many rows are touched, and what stays of them."""

    label: str
    rows: int
    remove: bool
    keep: str


@serving("erasure")
def scope_of_request(request: PersonRequest) -> Scope:
    """The person; of their cases those in which nobody else is left with a name."""
    cases = Case.objects.filter(household__members__person=request.person_id).distinct().order_by("pk")
    others = Member.objects.exclude(person=request.person_id).filter(person__pseudonymous=False)
    with_others = set(others.filter(household__cases__in=cases).values_list("household", flat=True))
    pairs = list(cases.values_list("pk", "household"))
    return Scope(
        people=(request.person_id,),
        cases=tuple(pk for pk, household in pairs if household not in with_others),
        shared=tuple(pk for pk, household in pairs if household in with_others),
    )


@serving("erasure")
def scope_of_review(review: RetentionReview) -> Scope:
    """The case, and whoever has been in its household and is in no other case."""
    members = Member.objects.filter(household__cases=review.case_id).values("person")
    elsewhere = Member.objects.filter(person__in=members, household__cases__isnull=False).exclude(
        household__cases=review.case_id
    )
    people = Person.objects.filter(pk__in=members, pseudonymous=False).exclude(
        pk__in=elsewhere.values("person")
    )
    return Scope(tuple(people.order_by("pk").values_list("pk", flat=True)), (review.case_id,), ())


@serving("erasure")
def what_stands_in_the_way(scope: Scope, review: RetentionReview | None, on: date) -> list[str]:
    """Sentences; none says more of a fenced case than of any other."""
    cases = [*scope.cases, *scope.shared]
    whole = Member.objects.filter(household__cases__in=scope.cases).values("person")
    concerned = Q(person__in=scope.people) | Q(person__in=whole)
    held = Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gt=on))
    found = []
    if Restriction.objects.filter(concerned, ends_at=None).exists():
        found.append(
            _(
                "Somebody concerned has asked to restrict the data (art. 18): nothing may be erased until it ends."
            )
        )
    if CourtHold.objects.filter(held & concerned).exists():
        found.append(_("A court hold covers somebody concerned: nothing may be erased until it ends."))
    working = Case.objects.filter(pk__in=cases).exclude(state=CaseState.CLOSED).exists()
    if working or Project.objects.filter(case__in=cases).exclude(state=ProjectState.CLOSED).exists():
        found.append(_("Somebody still works for this person: a case or a project has not been closed."))
    if review is not None and review.state != RetentionState.TO_ERASE:
        found.append(_("The review of terms has not said that this case may go."))
    if Person.objects.filter(pk__in=scope.people, pseudonymous=True).exists():
        found.append(_("This person has been erased already."))
    return found


@serving("erasure")
def what_goes(scope: Scope) -> list[Going]:
    """By table, in one query. What belongs to the record itself is not counted: nobody but the owner reads it."""
    counted = [rule for rule in rules() if rule.person or rule.case]
    ways = {"people": scope.people, "gone": scope.cases}
    asked = []
    for rule in counted:
        where = " OR ".join(filter(None, (rule.person, rule.case)))
        where = where.replace("ANY(people)", "ANY(%(people)s)").replace("ANY(gone)", "ANY(%(gone)s)")
        asked.append(f"SELECT '{rule.label}', count(*) FROM \"{rule.table}\" WHERE {where}")  # noqa: S608 - our own tables
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked), {name: list(ids) for name, ids in ways.items()})
        rows = dict(cursor.fetchall())
    return [
        Going(rule.label, rows[rule.label], rule.remove, rule.keep) for rule in counted if rows[rule.label]
    ]


def what_stays() -> list[str]:
    """Why, of what no rule touches."""
    return [rule.keep for rule in rules() if not rule.person and not rule.case]


def answered_in_words() -> list[str]:
    """Codes of the items that are answered with a text, in every version of the instruments."""
    return sorted(
        {
            code
            for path in instrument_files()
            for code, item in load_instrument(path).items.items()
            if item.type == "text"
        }
    )


def pseudonyms(people: Sequence[UUID]) -> dict[UUID, str]:
    """«Persona K7Q2XM», never given before; chance, so that nobody finds the person from it."""
    found: dict[UUID, str] = {}
    for person in people:
        name = _chosen()
        while name in found.values() or ErasedPerson.objects.filter(pseudonym=name).exists():
            name = _chosen()
        found[person] = name
    return found


def _chosen() -> str:
    return "Persona " + "".join(secrets.choice(_LETTERS) for _letter in range(6))
