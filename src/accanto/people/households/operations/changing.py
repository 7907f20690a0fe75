"""A household splits in two, joins another, moves house; another person becomes the one whom the others refer to."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.core.errors import OperationRefused
from accanto.people.households.enums import Relation
from accanto.people.households.models import Household, Member
from accanto.people.households.operations import (
    MemberRefused,
    add_member,
    create_household,
    end_membership,
)
from accanto.people.households.relations import seen_from
from accanto.people.persons.models import Person, Residence
from accanto.people.persons.operations import set_residence
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User


@transaction.atomic
def pass_reference(*, household: Household, to: Member, on: date, by: User | None, at: datetime) -> Member:
    """`to` becomes the reference person; of the others what they are is told anew from there.

    What cannot be known for sure (the child of a spouse) becomes another member, until somebody says it with
    `correct_member`. It may be learnt late: for whoever came after `on`, from their own first day.
    """
    rows = _present(household)
    heir = next((row for row in rows if row.pk == to.pk), None)
    if heir is None:
        raise MemberRefused(_("Only somebody who lives here can be the reference person."), field="reference")
    if heir.relation == Relation.REFERENCE:
        return heir
    relations = {row: seen_from(heir.relation, row.relation) for row in rows if row.pk != heir.pk}
    for row in rows:
        end_membership(member=row, on=not_before(row, on), by=by, at=at)
    made = add_member(
        household=household, person=heir.person, relation=Relation.REFERENCE, on=not_before(heir, on), by=by,
        at=at,
    )  # fmt: skip
    for row, relation in relations.items():
        add_member(
            household=household, person=row.person, relation=relation, on=not_before(row, on), by=by, at=at
        )
    return made


@transaction.atomic
def split_household(
    *,
    household: Household,
    leaving: Mapping[Member, str],
    label: str,
    on: date,
    by: User | None,
    at: datetime,
    new_reference: Member | None = None,
) -> Household:
    """Some leave together and live on their own from a day; whoever came after it, from their own first day.

    :param leaving: who leaves, with what they are in the new household: exactly one is its reference person.
    :param new_reference: who is the reference person of those who stay, when theirs is among those who leave.
    :raises MemberRefused: nobody stays or nobody leaves, no reference person on one side.
    """
    rows = _present(household)
    gone = {row.pk for row in leaving}
    if not gone or not gone < {row.pk for row in rows}:
        raise MemberRefused(_("Somebody leaves and somebody stays: choose who."), field="leaving")
    if not label.strip():
        raise MemberRefused(_("Write how the new household is called."), field="label")
    head = next((row for row in rows if row.relation == Relation.REFERENCE), None)
    if head is not None and head.pk in gone:
        if new_reference is None or new_reference.pk in gone:
            raise MemberRefused(
                _("Choose who is the reference person of those who stay."), field="new_reference"
            )
        pass_reference(household=household, to=new_reference, on=on, by=by, at=at)
    people = {row.person_id for row in leaving}
    for row in _present(household):
        if row.person_id in people:
            end_membership(member=row, on=not_before(row, on), by=by, at=at)
    members = [(row.person, relation) for row, relation in leaving.items()]
    made = create_household(
        label=label.strip()[:120], members=members, by=by, at=at, kind=household.kind, on=on
    )
    for row in leaving:
        made.members.filter(person=row.person_id).update(starts_on=not_before(row, on))
    return made


@transaction.atomic
def join_households(
    *,
    household: Household,
    other: Household,
    relations: Mapping[Member, str],
    on: date,
    by: User | None,
    at: datetime,
) -> list[Member]:
    """Everybody of `other` lives in `household` from a day; `other` is left without members.

    Whoever came to `other` after that day lives in `household` from their own first day.

    :param relations: what each of `other` is to the reference person of `household`; other member, if not said.
    :raises MemberRefused: the same household twice; nobody lives in `other`.
    """
    if household.pk == other.pk:
        raise MemberRefused(_("It is the same household: choose another one."), field="other")
    first, second = sorted([household, other], key=lambda one: one.pk)
    for one in (first, second):
        Household.objects.select_for_update(of=("self",)).get(pk=one.pk)
    here = {row.person_id for row in _present(household)}
    coming = _present(other)
    if not coming:
        raise MemberRefused(_("Nobody lives in that household any more."), field="other")
    said = {row.pk: relation for row, relation in relations.items()}
    made = []
    for row in coming:
        day = not_before(row, on)
        end_membership(member=row, on=day, by=by, at=at)
        if row.person_id in here:
            continue
        relation = said.get(row.pk, Relation.OTHER)
        made.append(
            add_member(household=household, person=row.person, relation=relation, on=day, by=by, at=at)
        )
    return made


@transaction.atomic
def move_household(
    *,
    persons: Iterable[Person],
    municipality: Municipality,
    address: str,
    on: date,
    protected: bool = False,
) -> list[Residence]:
    """All of them, or some, live elsewhere from a day. A home that was not to be told stays so at the new address.

    :param protected: where they go is told of none of them: somebody protected lives there.
    :raises OperationRefused: somebody's data are restricted; a day before they came to live where they are.
    """
    made = []
    for person in persons:
        present = Residence.objects.filter(person=person, ends_on=None).first()
        if present and present.starts_on and on <= present.starts_on:
            raise OperationRefused(
                _("%(name)s has lived at the present address only since that day: write a later one.")
                % {"name": person},
                field="on",
            )
        made.append(
            set_residence(
                person=person,
                municipality=municipality,
                address=address.strip(),
                on=on,
                protected=protected or bool(present and present.protected),
            )
        )
    return made


def _present(household: Household) -> list[Member]:
    rows = Member.objects.select_for_update(of=("self",)).filter(household=household, ends_on=None)
    return list(rows.select_related("person").order_by("pk"))


def not_before(row: Member, on: date) -> date:
    """A day learnt late, for somebody who came after it: their first day."""
    return max(on, row.starts_on) if row.starts_on else on
