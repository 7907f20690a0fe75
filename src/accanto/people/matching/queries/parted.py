"""Records of which somebody said that they are two people."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from accanto.people.matching.models import NotTheSame
from accanto.people.matching.queries.known import digest_of, known_of
from accanto.people.persons.models import Person
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class Parted:
    """The last judgement on another record: who gave it, and why."""

    person: Person
    row: NotTheSame


def still_parted(one: UUID, others: Collection[UUID]) -> set[UUID]:
    """Those of `others` that were told from `one` knowing what is known today. One query where nobody was."""
    rows = NotTheSame.objects.filter(Q(first=one, second__in=others) | Q(second=one, first__in=others))
    # The last judgement counts.
    last = {_other(row, one): row.known for row in rows.order_by("decided_at", "pk")}
    if not last:
        return set()
    known = known_of([one, *last])
    return {other for other, digest in last.items() if digest_of(known[one], known[other]) == digest}


def parted_from(user: User, person: Person, linked: Iterable[UUID]) -> list[Parted]:
    """Each of them that `user` sees, the last judgement first; not those that were linked after all."""
    rows = NotTheSame.objects.visible_to(user).filter(Q(first=person.pk) | Q(second=person.pk))
    seen = set(linked)
    found = []
    for row in rows.select_related("first", "second", "decided_by"):
        other = row.second if row.first_id == person.pk else row.first
        if other.pk not in seen:
            seen.add(other.pk)
            found.append(Parted(other, row))
    return found


def _other(row: NotTheSame, one: UUID) -> UUID:
    return row.second_id if row.first_id == one else row.first_id
