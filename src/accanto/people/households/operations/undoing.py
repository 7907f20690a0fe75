"""Writings on a household that turn out to be wrong: a membership that never ended, a reference person never passed."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accanto.people.households.enums import Relation
from accanto.people.households.models import Household, Member
from accanto.people.households.relations import seen_from
from accanto.territory.staff.models import User


@transaction.atomic
def reopen_membership(
    *, household: Household, person_id: UUID, ended_on: date, by: User, at: datetime
) -> Member | None:
    """The membership goes on as if it had not ended on that day; None where there is none, or another one began."""
    rows = list(_rows(household).filter(person=person_id))
    if any(row.ends_on is None for row in rows):
        return None
    ended = next((row for row in reversed(rows) if row.ends_on == ended_on), None)
    if ended is None:
        return None
    ended.ends_on = None
    ended.save(update_fields=["ends_on"])
    return ended


@transaction.atomic
def give_reference_back(*, household: Household, to: UUID, passed_on: date, by: User, at: datetime) -> bool:
    """Somebody is again the reference person, as until that day, and each of the others what they were then.

    Of whoever came since, what they are is told anew. False where the place has passed on again meanwhile, or was not
    passed on that day: nothing is touched then.
    """
    present = {row.pk for row in _rows(household) if row.ends_on is None}
    passed = [(before, after) for before, after in _passed(household, passed_on) if after.pk in present]
    head = next((after for before, after in passed if before.relation == Relation.REFERENCE), None)
    if head is None or head.person_id != to:
        return False
    was = head.relation
    replaced = [after.pk for _before, after in passed]
    Member.objects.filter(pk__in=replaced).delete()
    for row in _rows(household).filter(pk__in=present - set(replaced)):
        row.relation = seen_from(was, row.relation)
        row.save(update_fields=["relation"])
    for before, _after in passed:
        before.ends_on = None
        before.save(update_fields=["ends_on"])
    return True


@transaction.atomic
def move_passing(
    *, household: Household, person_id: UUID, was: date, on: date, by: User, at: datetime
) -> None:
    """The reference person passed on another day than was written; who had died was there until then."""
    passed = _passed(household, was)
    ended = _rows(household).filter(person=person_id, ends_on=was).order_by("-pk").first()
    if ended is not None and on > was:
        _end(ended, on)
    for before, after in passed:
        after.refresh_from_db()
        day = _not_before(before, on)
        if after.ends_on is not None and after.ends_on < day:
            continue
        # Two rows of one person never overlap, not even between two writings.
        for row, field in ((before, "ends_on"), (after, "starts_on"))[:: 1 if day < was else -1]:
            setattr(row, field, day)
            row.save(update_fields=[field])
    if ended is not None and on < was:
        ended.refresh_from_db()
        _end(ended, on)


def _end(row: Member, on: date) -> None:
    row.ends_on = _not_before(row, on)
    row.save(update_fields=["ends_on"])


def _not_before(row: Member, on: date) -> date:
    return max(on, row.starts_on) if row.starts_on else on


def _passed(household: Household, on: date) -> list[tuple[Member, Member]]:
    """Each row that ended when the reference person passed on a day, with the one that took its place."""
    rows = list(_rows(household))
    found = []
    for after in rows:
        earlier = [row for row in rows if row.person_id == after.person_id and row.pk < after.pk]
        before = earlier[-1] if earlier else None
        if before and before.ends_on == after.starts_on == _not_before(before, on):
            found.append((before, after))
    return found


def _rows(household: Household) -> QuerySet[Member]:
    return Member.objects.select_for_update(of=("self",)).filter(household=household).order_by("pk")
