"""Relatives, kinship and bonds of a case: added, ended, or taken away because written by mistake."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import CaseState
from accanto.casework.cases.models import Case
from accanto.casework.record.enums import BondQuality, Ending, RelationKind
from accanto.casework.record.models import Bond, Relationship, Relative
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.people.households.ages import refuse_unless_older
from accanto.people.households.models import Member
from accanto.people.persons.models import Person
from accanto.people.persons.operations.restriction import refuse_restricted
from accanto.people.persons.queries import restricted_people
from accanto.territory.staff.models import User

Between = TypeVar("Between", Relationship, Bond)


@dataclass(frozen=True)
class Pair:
    """Two people by key: «p» and the id of a person who lives or lived in the household, «r» and that of a relative."""

    one: str
    other: str
    starts_on: date | None = None


@transaction.atomic
def add_relative(
    *,
    case: Case,
    name: str,
    sex: str,
    by: User,
    at: datetime,
    birth_year: int | None = None,
    deceased: bool = False,
    note: str = "",
) -> Relative:
    """:raises OperationRefused: the case is closed, no name, a year that cannot be."""
    row = _open(case)
    clean = " ".join(name.split())[:80]
    if not clean:
        raise OperationRefused(_("Write the name, or what you call them."), field="name")
    if birth_year is not None and not 1880 <= birth_year <= at.year:
        raise OperationRefused(_("Check the year of birth."), field="birth_year")
    made: Relative = Relative.objects.create(
        case=row,
        name=clean,
        sex=sex,
        birth_year=birth_year,
        deceased=deceased,
        note=note.strip()[:300],
        written_by=by,
        written_at=at,
    )
    record("record.relative.added", by=by, at=at, context=row.pk, subject=made, name=made.name)
    return made


@transaction.atomic
def take_relative_away(*, relative: Relative, by: User, at: datetime) -> Relative:
    """Written by mistake: with them go the kinships and bonds in which they stand.

    :raises OperationRefused: one of these is with a person whose data are restricted.
    """
    rows = Relative.objects.select_for_update(of=("self",)).select_related("case")
    row: Relative = rows.get(pk=relative.pk)
    _open(row.case)
    row.mistaken = True
    row.save(update_fields=["mistaken"])
    reason = str(Ending.MISTAKEN.label)
    for rows in (row_of(Relationship, row), row_of(Bond, row)):
        for pair in rows.select_related("one_person", "other_person"):
            for person in filter(None, (pair.one_person, pair.other_person)):
                refuse_restricted(person)
        rows.update(mistaken=True, end_reason=reason)
    return row


def row_of(model: type[Between], relative: Relative) -> Any:
    return model.objects.filter(one_relative=relative) | model.objects.filter(other_relative=relative)


@transaction.atomic
def say_relationship(*, case: Case, pair: Pair, kind: str, by: User, at: datetime) -> Relationship:
    """The same kinship said twice is written once; a new couple does not end the one before.

    :raises OperationRefused: one person alone, somebody of another family, a day in the future, restricted data; a
        parent who would be a child of their child, or was not born before.
    """
    row = _open(case)
    ends = _ends(row, pair, at)
    kind = RelationKind(kind)
    standing = Relationship.objects.filter(case=row, ends_on=None, mistaken=False)
    again = standing.filter(kind=kind, **ends).first()
    if again is not None:
        return again
    if kind is RelationKind.PARENT and standing.filter(kind=kind, **_turned(ends)).exists():
        raise OperationRefused(_("It is written the other way round: end that one first."), field="kind")
    if kind is RelationKind.PARENT:
        _refuse_young(
            ends["one_person"] or ends["one_relative"], ends["other_person"] or ends["other_relative"]
        )
    made = Relationship.objects.create(
        case=row, kind=kind, starts_on=pair.starts_on, written_by=by, written_at=at, **ends
    )
    record("record.relation.added", by=by, at=at, context=row.pk, subject=made, **_words(made))
    return made


def say_parents(case: Case, child: Person, parents: Sequence[Person], by: User, at: datetime) -> None:
    """Of a child just born, as those who wrote the birth chose them; of whom the data are restricted nothing is added.

    :raises OperationRefused: as `say_relationship`.
    """
    restricted = set(
        restricted_people().filter(person__in=[child, *parents]).values_list("person", flat=True)
    )
    if child.pk in restricted:
        return
    for parent in parents:
        if parent.pk not in restricted:
            pair = Pair(f"p{parent.pk}", f"p{child.pk}")
            say_relationship(case=case, pair=pair, kind=RelationKind.PARENT, by=by, at=at)


def check_birth_in_families(person_id: UUID, born_on: date) -> None:
    """A new day of birth, against those who were said to be parents or children of the person.

    :raises OperationRefused: it makes a parent younger than a child.
    """
    said = Relationship.objects.filter(kind=RelationKind.PARENT, ends_on=None, mistaken=False)
    mine = said.filter(one_person=person_id) | said.filter(other_person=person_id)
    for row in mine.select_related("one_person", "other_person", "one_relative", "other_relative"):
        one, other = row.one_person or row.one_relative, row.other_person or row.other_relative
        for person in (one, other):
            if isinstance(person, Person) and person.pk == person_id:
                person.birth_date = born_on
        if one is not None and other is not None:
            _refuse_young(one, other, field="birth_date")


def _refuse_young(parent: Person | Relative, child: Person | Relative, field: str = "kind") -> None:
    """Of relatives the year alone is known."""
    if isinstance(parent, Person) and isinstance(child, Person):
        refuse_unless_older(parent, child, field)
        return
    born, after = _year(parent), _year(child)
    if born is not None and after is not None and born >= after:
        raise OperationRefused(
            _(
                "%(parent)s, born in %(year)s, cannot be parent of %(child)s, born in %(after)s: check the years."
            )
            % {"parent": parent, "year": born, "child": child, "after": after},
            field=field,
        )


def _year(one: Person | Relative) -> int | None:
    if isinstance(one, Relative):
        return one.birth_year
    return one.birth_date.year if one.birth_date else None


@transaction.atomic
def say_bond(*, case: Case, pair: Pair, quality: str, by: User, at: datetime) -> Bond:
    """From that day; what was seen before between the two ends on it. Who reads the timeline learns no quality.

    :raises OperationRefused: as `say_relationship`.
    """
    row = _open(case)
    ends = _ends(row, pair, at)
    standing = Bond.objects.filter(case=row, ends_on=None, mistaken=False)
    before = standing.filter(**ends) | standing.filter(**_turned(ends))
    again = before.filter(quality=quality).first()
    if again is not None:
        return again
    for old in before.select_for_update(of=("self",)):
        old.ends_on = max(pair.starts_on or at.date(), old.starts_on or date.min)
        old.end_reason = _("something else is seen")
        old.save(update_fields=["ends_on", "end_reason"])
    made = Bond.objects.create(
        case=row,
        quality=BondQuality(quality),
        starts_on=pair.starts_on or at.date(),
        written_by=by,
        written_at=at,
        **ends,
    )
    record("record.bond.changed", by=by, at=at, context=row.pk, subject=made)
    return made


@transaction.atomic
def end_relationship(
    *, relationship: Relationship, how: str, on: date, reason: str, by: User, at: datetime
) -> Relationship:
    """:raises OperationRefused: ended already, no reason, a day that cannot be, restricted data."""
    row = _end(Relationship, relationship.pk, how, on, reason, at)
    words = _words(row)
    record(
        "record.relation.ended",
        by=by,
        at=at,
        context=row.case_id,
        subject=row,
        reason=row.end_reason,
        **words,
    )
    return row


@transaction.atomic
def end_bond(*, bond: Bond, how: str, on: date, reason: str, by: User, at: datetime) -> Bond:
    """:raises OperationRefused: as `end_relationship`."""
    row = _end(Bond, bond.pk, how, on, reason, at)
    record("record.bond.changed", by=by, at=at, context=row.case_id, subject=row)
    return row


def _end(model: type[Between], pk: int, how: str, on: date, reason: str, at: datetime) -> Between:
    rows = model.objects.select_for_update(of=("self",)).select_related("case")
    row: Between = rows.get(pk=pk)
    _open(row.case)
    if row.ends_on is not None or row.mistaken:
        raise OperationRefused(_("This has ended already."))
    if not reason.strip():
        raise OperationRefused(_("Say why it ends."), field="reason")
    if on > at.date() or (row.starts_on and on < row.starts_on):
        raise OperationRefused(_("The day must lie between the first one and today."), field="ends_on")
    # By their keys: whoever has left is not read by everybody who works on the case.
    for person_id in (row.one_person_id, row.other_person_id):
        if person_id is not None:
            refuse_restricted(Person(pk=person_id))
    row.mistaken = how == Ending.MISTAKEN
    row.ends_on, row.end_reason = (None if row.mistaken else on), reason.strip()[:200]
    row.save(update_fields=["mistaken", "ends_on", "end_reason"])
    return row


def _ends(case: Case, pair: Pair, at: datetime) -> dict[str, Any]:
    if pair.one == pair.other:
        raise OperationRefused(_("Choose two different people."), field="other")
    if pair.starts_on and pair.starts_on > at.date():
        raise OperationRefused(_("The first day is in the future."), field="starts_on")
    return {**_end_of(case, pair.one, "one"), **_end_of(case, pair.other, "other")}


def _end_of(case: Case, key: str, name: str) -> dict[str, Any]:
    """:raises OperationRefused: nobody of this family has that key."""
    kind, rest = key[:1], key[1:]
    try:
        if kind == "p":
            person = Person.objects.get(
                pk=UUID(rest),
                pk__in=Member.objects.filter(household=case.household_id).values("person"),
            )
            refuse_restricted(person, field=name)
            return {f"{name}_person": person, f"{name}_relative": None}
        if kind == "r":
            relative = Relative.objects.get(pk=int(rest), case=case, mistaken=False)
            return {f"{name}_person": None, f"{name}_relative": relative}
    except (ValueError, Person.DoesNotExist, Relative.DoesNotExist):
        pass
    raise OperationRefused(_("Choose somebody of this family."), field=name)


def _turned(ends: dict[str, Any]) -> dict[str, Any]:
    return {
        "one_person": ends["other_person"],
        "one_relative": ends["other_relative"],
        "other_person": ends["one_person"],
        "other_relative": ends["one_relative"],
    }


def _words(row: Relationship) -> dict[str, Any]:
    return {
        "one": str(row.one_person or row.one_relative),
        "kind": str(RelationKind(row.kind).label),
        "other": str(row.other_person or row.other_relative),
    }


def _open(case: Case) -> Case:
    row = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if row.state == CaseState.CLOSED:
        raise OperationRefused(_("The case is closed."))
    return row
