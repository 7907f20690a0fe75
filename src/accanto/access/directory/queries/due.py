from datetime import date

from django.db.models import Q, QuerySet

from accanto.access.directory.models import Entry
from accanto.territory.staff.models import RoleGrant, User
from accanto.territory.staff.queries import holders_of, in_force


def keepers_of(entry: Entry, on: date) -> list[User]:
    """Whom to ask to check it: the keeper, or those of the office who keep the directory."""
    keeping = holders_of("directory.keep", on)
    if entry.keeper_id is not None:
        return list(keeping.filter(pk=entry.keeper_id))
    if entry.keeper_office_id is None:
        return []
    there = RoleGrant.objects.filter(in_force(on), office=entry.keeper_office_id)
    return list(keeping.filter(pk__in=there.values("user")))


def mine(user: User) -> Q:
    """Entries that a user keeps: in their own name, or in that of an office where they have a role."""
    return Q(keeper=user) | Q(keeper_office__in=user.access.offices)


def due_of(user: User, on: date) -> QuerySet[Entry]:
    return Entry.objects.due(on).filter(mine(user))
