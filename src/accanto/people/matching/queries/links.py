"""Records that are one person: links in force, and those that were."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Q, QuerySet, UUIDField
from django.db.models.expressions import RawSQL

from accanto.people.matching.models import PersonLink
from accanto.people.persons.models import Person
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class Linked:
    """Another record of the same person. `link`: the row that joins it to this one; none where a third joins them."""

    person: Person
    link: PersonLink | None


def together_with(people: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    """Each of `people` with every other record of theirs that whoever acts sees. One query; none for nobody."""
    if not people:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM acc_people_together(%s::uuid[])", [list(people)])
        return [(one, other) for one, other in cursor.fetchall()]


def together_column() -> RawSQL:
    """For a query of persons: ids of the other records of each, as far as whoever acts sees them."""
    asked = "ARRAY(SELECT other_id FROM acc_people_together(ARRAY[persons_person.id]))"
    return RawSQL(asked, [], ArrayField(UUIDField()))  # noqa: S611 - without parameters


def links_of(user: User, person: Person) -> list[Linked]:
    """The other records of a person, as far as `user` sees them. One query where there are none."""
    others = [other for _one, other in together_with([person.pk])]
    if not others:
        return []
    links = {
        (link.second_id if link.first_id == person.pk else link.first_id): link
        for link in links_between([person.pk, *others]).filter(Q(first=person.pk) | Q(second=person.pk))
    }
    rows = Person.objects.visible_to(user).filter(pk__in=others).order_by("created_at", "pk")
    return [Linked(row, links.get(row.pk)) for row in rows]


def links_between(people: Iterable[UUID]) -> QuerySet[PersonLink]:
    """Links in force among some people, with who made them."""
    ids = list(people)
    rows = PersonLink.objects.filter(first__in=ids, second__in=ids, ended_at=None)
    return rows.select_related("linked_by", "first", "second")
