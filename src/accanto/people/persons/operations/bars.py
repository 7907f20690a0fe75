"""The list of who must not see a person: refused before rights are looked at."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.core.errors import OperationRefused
from accanto.people.persons.appearing import appeared
from accanto.people.persons.enums import BarReason
from accanto.people.persons.models import Bar, Person
from accanto.people.persons.queries import bars_in_force
from accanto.territory.staff.models import User


@transaction.atomic
def bar(
    *, user: User, persons: Iterable[Person], reason: str, source: str, by: User, at: datetime
) -> list[Bar]:
    """From now `user` sees none of `persons` and no case in which they are, whatever right is given.

    A bar that stands is kept; returns the new ones.

    :raises OperationRefused: no source, or somebody who writes about themselves.
    """
    if user.pk == by.pk:
        raise OperationRefused(
            _("You cannot write yourself in this list: tell your coordinator."), field="user"
        )
    if not source.strip():
        raise OperationRefused(_("Say where it comes from: who told you, which paper."), field="source")
    ids = sorted(person.pk for person in persons)
    list(Person.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    standing = bars_in_force(ids, at).filter(user=user, ends_at=None)
    kept = set(standing.values_list("person_id", flat=True))
    return Bar.objects.bulk_create(
        Bar(
            user=user,
            person_id=pk,
            reason=BarReason(reason),
            source=source.strip(),
            starts_at=at,
            written_by=by,
        )
        for pk in ids
        if pk not in kept
    )


@transaction.atomic
def lift_bar(*, user: User, persons: Iterable[Person], reason: str, by: User, at: datetime) -> int:
    """The rights that `user` has count again; returns how many rows ended.

    :raises OperationRefused: no reason, one's own bar, or one that comes from a declaration.
    """
    if user.pk == by.pk:
        raise OperationRefused(_("You cannot change what is written about yourself."))
    if not reason.strip():
        raise OperationRefused(_("Say why it ends."), field="reason")
    ids = [person.pk for person in persons]
    running = bars_in_force(ids, at).filter(user=user)
    ended = running.filter(declaration=None).update(ends_at=at, end_reason=reason.strip())
    if not ended and running.exists():
        raise OperationRefused(_("This comes from a declaration: only the privacy officer can end it."))
    appeared(ids)  # what was also declared stands by itself from now
    return ended
