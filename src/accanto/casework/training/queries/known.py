"""All that must not be told to a student, read as a named work of the system: also what they have no right to."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast

from accanto.casework.cases.models import NetworkContact
from accanto.casework.pathways.models import Pathway
from accanto.casework.projects.models import Party, Signature
from accanto.casework.record.models import Relative
from accanto.casework.training.disguise.known import Disguise, Facts, Known, gathered
from accanto.casework.training.enums import TraineeshipState
from accanto.casework.training.models import Pseudonym, TraineeCase
from accanto.core.database.context import purpose
from accanto.people.households.enums import Relation
from accanto.people.households.models import Member
from accanto.people.persons.models import ContactPoint, Identifier, Residence, SafeContact
from accanto.people.persons.naming import fold
from accanto.territory.staff.models import User


def read_known(student_id: int, at: datetime) -> Disguise:
    """Five queries, whatever the cases; every case chosen in the traineeship counts, also one taken away."""
    with purpose("training.names"):
        running = TraineeCase.objects.filter(
            traineeship__student=student_id,
            traineeship__state=TraineeshipState.RUNNING,
            traineeship__ends_on__gt=at.date(),
        )
        chosen = list(running.values_list("traineeship", "case", "case__household", "case__household__label"))
        if not chosen:
            return Disguise()
        people = _people(
            {one for one, _case, _home, _label in chosen}, [home for _one, _case, home, _label in chosen]
        )
        return Disguise(
            people=people,
            households={home: label for _one, _case, home, label in chosen},
            cases={case: home for _one, case, home, _label in chosen},
            facts=_facts({one.person_id for one in people}, [case for _one, case, _home, _label in chosen]),
            colleagues=_colleagues(people),
        )


def _people(traineeships: Iterable[UUID], households: Iterable[UUID]) -> list[Known]:
    """Also those who have left: they are named in what was written before. Whoever leads the household first."""
    given = Pseudonym.objects.filter(traineeship__in=traineeships).values_list(
        "person", "first_name", "last_name"
    )
    told = {person: (first, last) for person, first, last in given}
    rows = Member.objects.filter(household__in=households).values_list(
        "person",
        "household",
        "relation",
        "person__first_name",
        "person__last_name",
        "person__birth_date",
        "id",
    )
    ordered = sorted(rows, key=lambda row: (str(row[1]), row[2] != Relation.REFERENCE, row[6]))
    found: dict[UUID, Known] = {}
    for person, household, _relation, first, last, born, _id in ordered:
        found.setdefault(person, Known(person, household, first, last, born, told.get(person)))
    return list(found.values())


def _facts(people: set[UUID], cases: list[UUID]) -> Facts:
    """One query: a kind and a value for each fact."""
    by_kind: dict[str, list[str]] = {"code": [], "contact": [], "address": [], "other": []}
    sources = [
        _told("code", Identifier.objects.filter(person__in=people), "value"),
        _told("code", Pathway.objects.filter(case__in=cases), "protocol"),
        _told("code", Party.objects.filter(project__case__in=cases), "decree_number"),
        _told("contact", ContactPoint.objects.filter(person__in=people), "value"),
        _told("address", Residence.objects.filter(person__in=people), "address"),
        _told("address", SafeContact.objects.filter(person__in=people), "post_to"),
        _told("other", SafeContact.objects.filter(person__in=people), "who"),
        _told("other", NetworkContact.objects.filter(case__in=cases), "name"),
        _told("contact", NetworkContact.objects.filter(case__in=cases), "phone"),
        _told("other", Relative.objects.filter(case__in=cases), "name"),
        _told("other", Party.objects.filter(project__case__in=cases), "representative"),
        _told(
            "other", Signature.objects.filter(party__project__case__in=cases, party__user=None), "signed_name"
        ),
    ]
    for kind, value in sources[0].union(*sources[1:]):
        by_kind[kind].append(value)
    return gathered(by_kind["code"], by_kind["contact"], by_kind["address"], by_kind["other"])


def _told(kind: str, rows: QuerySet[Any], column: str) -> QuerySet[Any, Any]:
    said = rows.order_by().annotate(fact_kind=Value(kind, CharField()), fact=Cast(F(column), CharField()))
    told: QuerySet[Any, Any] = said.values_list("fact_kind", "fact")
    return told


def _colleagues(people: list[Known]) -> frozenset[tuple[str, str]]:
    """Staff who share a first name with somebody of the cases, and no surname."""
    firsts = {fold(one.first_name) for one in people}
    lasts = {fold(one.last_name) for one in people}
    staff = User.objects.values_list("first_name", "last_name")
    return frozenset(
        (first, last) for first, last in staff if fold(first) in firsts and fold(last) not in lasts
    )
