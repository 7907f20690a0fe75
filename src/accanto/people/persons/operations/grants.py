from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accanto.people.persons.enums import Compartment
from accanto.people.persons.models import AccessGrant, Person
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User


@transaction.atomic
def grant_access(
    *,
    person: Person,
    depth: int,
    reason: str,
    by: User | None,
    at: datetime,
    user: User | None = None,
    office: Office | None = None,
    context: UUID | None = None,
    ends_at: datetime | None = None,
    note: str = "",
    compartment: str = Compartment.ORDINARY,
) -> AccessGrant:
    """Let a user, or those who work in an office, see a person; an equal grant in force is reused.

    :param compartment: what the right carries: without it, it does not reach into a fenced compartment.
    """
    return grant_many(
        persons=[person],
        user=user,
        office=office,
        depth=depth,
        reason=reason,
        context=context,
        by=by,
        at=at,
        ends_at=ends_at,
        note=note,
        compartment=compartment,
    )[0]


@transaction.atomic
def grant_many(
    *,
    persons: Iterable[Person],
    depth: int,
    reason: str,
    by: User | None,
    at: datetime,
    user: User | None = None,
    office: Office | None = None,
    context: UUID | None = None,
    ends_at: datetime | None = None,
    note: str = "",
    compartment: str = Compartment.ORDINARY,
) -> list[AccessGrant]:
    people = list(persons)
    standing = {
        grant.person_id: grant
        for grant in AccessGrant.objects.filter(
            person__in=people,
            user=user,
            office=office,
            depth=depth,
            reason=reason,
            context=context,
            ends_at=ends_at,
            compartment=compartment,
        )
    }
    new = [
        AccessGrant(
            person=person,
            user=user,
            office=office,
            depth=depth,
            reason=reason,
            context=context,
            starts_at=at,
            ends_at=ends_at,
            granted_by=by,
            note=note,
            compartment=compartment,
        )
        for person in people
        if person.pk not in standing
    ]
    AccessGrant.objects.bulk_create(new)
    made = {grant.person_id: grant for grant in new}
    return [standing.get(person.pk) or made[person.pk] for person in people]


@transaction.atomic
def end_grants(
    *,
    at: datetime,
    context: UUID,
    user: User | None = None,
    office: Office | None = None,
    reason: str | None = None,
    persons: Iterable[Person] | None = None,
) -> int:
    """End the grants of a context that are in force, narrowed by whom, why or whom they show; returns how many."""
    running = AccessGrant.objects.filter(context=context, ends_at=None, starts_at__lte=at)
    if user is not None:
        running = running.filter(user=user)
    if office is not None:
        running = running.filter(office=office)
    if reason is not None:
        running = running.filter(reason=reason)
    if persons is not None:
        running = running.filter(person__in=list(persons))
    return running.update(ends_at=at)
