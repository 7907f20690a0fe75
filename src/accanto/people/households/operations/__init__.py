"""The only way to write households. Whole households are split, joined and moved in `changing`."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.people.households.ages import check_ages
from accanto.people.households.enums import HouseholdKind, Relation
from accanto.people.households.models import Household, Member
from accanto.people.persons.models import Person
from accanto.territory.staff.models import User


class MemberRefused(OperationRefused):
    """The person is already a member, or there is a reference person already."""


@transaction.atomic
def create_household(
    *,
    label: str,
    members: Sequence[tuple[Person, str]],
    by: User | None,
    at: datetime,
    kind: str = HouseholdKind.REGISTRY,
    on: date | None = None,
) -> Household:
    """A household with its members from `on`.

    :raises MemberRefused: the same person twice, or not exactly one reference person.
    :raises AgesRefused: a parent younger than a child.
    """
    people = [person.pk for person, _relation in members]
    if len(set(people)) != len(people):
        raise MemberRefused(_("The same person stands twice in the household."))
    if [relation for _person, relation in members].count(Relation.REFERENCE) != 1:
        raise MemberRefused(_("A household has exactly one reference person."))
    check_ages(members)
    household = Household.objects.create(label=label, kind=kind, created_at=at)
    Member.objects.bulk_create(
        Member(household=household, person=person, relation=relation, starts_on=on)
        for person, relation in members
    )
    return household


@transaction.atomic
def add_member(
    *, household: Household, person: Person, relation: str, on: date, by: User | None, at: datetime
) -> Member:
    """From `on`, until the membership is ended.

    :raises MemberRefused: a member on that day already, or a second reference person.
    :raises AgesRefused: a parent younger than a child.
    """
    Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    present = Member.objects.filter(household=household, ends_on=None)
    if present.filter(person=person).exists():
        raise MemberRefused(
            _("%(name)s is already a member of this household.") % {"name": person}, field="person"
        )
    overlapping = Member.objects.filter(household=household, person=person, ends_on__gt=on).first()
    if overlapping is not None and overlapping.ends_on is not None:
        raise MemberRefused(
            _("%(name)s was a member of this household until %(day)s: start from that day.")
            % {"name": person, "day": date_words(overlapping.ends_on)},
            field="starts_on",
        )
    if relation == Relation.REFERENCE and present.filter(relation=Relation.REFERENCE).exists():
        raise MemberRefused(_("The household already has a reference person."), field="relation")
    others = [(row.person, row.relation) for row in present.select_related("person")]
    check_ages([*others, (person, relation)])
    return Member.objects.create(household=household, person=person, relation=relation, starts_on=on)


@transaction.atomic
def end_membership(*, member: Member, on: date, by: User | None, at: datetime) -> Member:
    row = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if row.ends_on is not None:
        raise MemberRefused(_("This membership has already ended."))
    if row.starts_on and on < row.starts_on:
        raise MemberRefused(
            _("%(name)s lives here only since %(day)s: the end comes after.")
            % {"name": row.person, "day": date_words(row.starts_on)},
            field="ends_on",
        )
    row.ends_on = on
    row.save(update_fields=["ends_on"])
    return row
