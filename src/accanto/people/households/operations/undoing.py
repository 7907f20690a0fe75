"""Writings on a household that turn out to be wrong: what somebody is there and since when, a membership that never
ended, a reference person who never passed."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accanto.core.templatetags.accanto_ui import date_words
from accanto.people.households.ages import check_ages
from accanto.people.households.enums import Relation
from accanto.people.households.models import Household, Member
from accanto.people.households.operations import MemberRefused
from accanto.people.households.operations.changing import not_before
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
    replaced = [after.pk for __, after in passed]
    Member.objects.filter(pk__in=replaced).delete()
    for row in _rows(household).filter(pk__in=present - set(replaced)):
        row.relation = seen_from(was, row.relation)
        row.save(update_fields=["relation"])
    for before, __ in passed:
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
        day = not_before(before, on)
        if after.ends_on is not None and after.ends_on < day:
            continue
        # Two rows of one person never overlap, not even between two writings.
        for row, field in ((before, "ends_on"), (after, "starts_on"))[:: 1 if day < was else -1]:
            setattr(row, field, day)
            row.save(update_fields=[field])
    if ended is not None and on < was:
        ended.refresh_from_db()
        _end(ended, on)


@transaction.atomic
def correct_member(
    *, member: Member, relation: str, starts_on: date | None, by: User, at: datetime
) -> Member:
    """What somebody who lives there is to the reference person, and since when they live there without a break.

    :raises MemberRefused: somebody who left, the reference person made or unmade so, a day to come or before the person
        was born, or one on which another stay of theirs had not ended.
    :raises AgesRefused: a parent younger than a child.
    """
    Household.objects.select_for_update(of=("self",)).get(pk=member.household_id)
    row = Member.objects.select_for_update(of=("self",)).select_related("person").get(pk=member.pk)
    if row.ends_on is not None:
        raise MemberRefused(_("This membership has already ended."))
    if (row.relation == Relation.REFERENCE) != (relation == Relation.REFERENCE):
        raise MemberRefused(_("Who is the reference person is not changed here."), field="relation")
    others = Member.objects.filter(household=row.household_id, ends_on=None).exclude(pk=row.pk)
    told = [(other.person, other.relation) for other in others.select_related("person")]
    check_ages([*told, (row.person, relation)])
    row.relation = relation
    row.save(update_fields=["relation"])
    first = first_of(row)
    if starts_on != first.starts_on:
        _refuse_day(row, first, starts_on, at)
        first.starts_on = starts_on
        first.save(update_fields=["starts_on"])
    row.refresh_from_db()
    return row


def first_of(member: Member) -> Member:
    """Where a stay without a break begins: at each passing of the reference person a new row follows the former."""
    rows = list(Member.objects.filter(household=member.household_id, person=member.person_id).order_by("-pk"))
    first = member
    for row in rows:
        if row.pk < first.pk and row.ends_on is not None and row.ends_on == first.starts_on:
            first = row
    return first


def _refuse_day(row: Member, first: Member, on: date | None, at: datetime) -> None:
    field = "starts_on"
    if on is None:
        raise MemberRefused(_("Write the day."), field=field)
    if on > at.date():
        raise MemberRefused(_("The day is in the future: write the day it really happened."), field=field)
    if row.person.birth_date and on < row.person.birth_date:
        raise MemberRefused(_("The day comes before the person was born."), field=field)
    if first.pk != row.pk and first.ends_on and on > first.ends_on:
        raise MemberRefused(
            _("On %(day)s they lived here already, when the reference person changed: write an earlier day.")
            % {"day": date_words(first.ends_on)},
            field=field,
        )
    stays = Member.objects.filter(household=row.household_id, person=row.person_id, pk__lt=first.pk)
    standing = stays.filter(ends_on__gt=on).order_by("-ends_on").first()
    if standing is not None and standing.ends_on is not None:
        raise MemberRefused(
            _("%(name)s was a member of this household until %(day)s: start from that day.")
            % {"name": row.person, "day": date_words(standing.ends_on)},
            field=field,
        )


def _end(row: Member, on: date) -> None:
    row.ends_on = not_before(row, on)
    row.save(update_fields=["ends_on"])


def _passed(household: Household, on: date) -> list[tuple[Member, Member]]:
    """Each row that ended when the reference person passed on a day, with the one that took its place."""
    rows = list(_rows(household))
    found = []
    for after in rows:
        earlier = [row for row in rows if row.person_id == after.person_id and row.pk < after.pk]
        before = earlier[-1] if earlier else None
        if before and before.ends_on == after.starts_on == not_before(before, on):
            found.append((before, after))
    return found


def _rows(household: Household) -> QuerySet[Member]:
    return Member.objects.select_for_update(of=("self",)).filter(household=household).order_by("pk")
