"""What happened in the household of a case: written down once, with what it touches proposed and nothing done alone."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accanto.casework.cases import consequences
from accanto.casework.cases.birth_followers import tell_birth_followers
from accanto.casework.cases.enums import CaseState, ChangeKind, OpeningSource, ProposalDecision
from accanto.casework.cases.models import Case, HouseholdChange, ProposalAnswer
from accanto.casework.cases.operations.case import open_case
from accanto.casework.cases.operations.fences import refuse_entering, refuse_joining
from accanto.casework.cases.operations.household import recognised_or_written
from accanto.casework.cases.operations.living_there import refresh_household, tell_workers
from accanto.casework.cases.operations.sheltering import Home, shelter
from accanto.core.database.context import serving
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.foundation.audit.operations import record
from accanto.people.households.ages import refuse_unless_older
from accanto.people.households.enums import Relation
from accanto.people.households.models import Household, Member
from accanto.people.households.operations import add_member
from accanto.people.households.operations.changing import (
    join_households,
    move_household,
    pass_reference,
    split_household,
)
from accanto.people.matching.given import Given
from accanto.people.persons.enums import Depth, ProtectionKind
from accanto.people.persons.models import Person, Residence
from accanto.people.persons.operations import record_death, set_residence
from accanto.people.persons.visibility import grants_of
from accanto.people.persons.whereabouts import protection_on
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User


class AlreadyAnswered(OperationRefused):
    """Somebody has decided on this proposal meanwhile."""


@serving("household")
@transaction.atomic
def split_case(
    *,
    case: Case,
    leaving: Mapping[Member, str],
    label: str,
    follow: bool,
    note: str,
    by: User,
    at: datetime,
    on: date,
    new_reference: Member | None = None,
) -> HouseholdChange:
    """Some of the household live on their own from a day; whoever works on the case stops seeing them.

    :param follow: the new household is taken in charge too, by the same unit and worker, behind the same fence.
    """
    row = _workable(case, by, at)
    _not_later(on, at)
    made = split_household(
        household=row.household,
        leaving=leaving,
        label=label,
        on=on,
        by=by,
        at=at,
        new_reference=new_reference,
    )
    change = _write(row, ChangeKind.SPLIT, on, note, by, at, other=made)
    if follow:
        open_case(
            household=made, unit=row.unit, responsible=row.responsible, source=OpeningSource.OTHER_CASE,
            source_id=row.pk, reason=_("The household %(label)s split.") % {"label": row.household.label},
            by=by, at=at, on=at.date(), compartment=row.compartment,
        )  # fmt: skip
    _after(row, "cases.household.split", by, at, label=made.label, day=date_words(on))
    return change


@serving("household")
@transaction.atomic
def join_case(
    *,
    case: Case,
    other: Household,
    relations: Mapping[Member, str],
    note: str,
    by: User,
    at: datetime,
    on: date,
) -> HouseholdChange:
    """Everybody of another household lives in this one; `by` works on a case of theirs, behind the same fence if any.

    Of the other cases of that household the workers are told.
    """
    row = _workable(case, by, at)
    _not_later(on, at)
    refuse_joining(row, other, by, at)
    join_households(household=row.household, other=other, relations=relations, on=on, by=by, at=at)
    change = _write(row, ChangeKind.JOINED, on, note, by, at, other=other)
    # Whoever followed them goes on seeing whom they saw, until the other case is closed: it is proposed.
    tell_workers(other, by, at)
    _after(row, "cases.household.joined_with", by, at, label=other.label, day=date_words(on))
    return change


@transaction.atomic
def move_case_household(
    *,
    case: Case,
    persons: Iterable[Person],
    municipality: Municipality,
    address: str,
    note: str,
    by: User,
    at: datetime,
    on: date,
) -> HouseholdChange:
    """All or some live elsewhere from a day. Whoever lives with somebody protected is protected like them."""
    row = _workable(case, by, at)
    _not_later(on, at)
    people = list(persons)
    if not people:
        raise OperationRefused(_("Choose who moves."), field="persons")
    alike = shelter(row, people, people, Home(municipality, address), by, at)
    move_household(persons=people, municipality=municipality, address=address, on=on, protected=alike)
    one = people[0] if len(people) == 1 else None
    change = _write(row, ChangeKind.MOVED, on, note, by, at, person=one, municipality=municipality)
    if _hidden_wherever_they_are(people, on):
        # The steps of a case are read, and printed, by more people than its addresses.
        _after(row, "cases.household.moved_unseen", by, at, day=date_words(on))
    else:
        _after(row, "cases.household.moved", by, at, town=municipality.name, day=date_words(on))
    return change


def _hidden_wherever_they_are(people: Iterable[Person], on: date) -> bool:
    rows = Person.objects.filter(pk__in=[one.pk for one in people])
    return (
        rows.annotate(shield=protection_on(on, person="pk"))
        .filter(shield=ProtectionKind.WHEREABOUTS)
        .exists()
    )


@serving("household")
@transaction.atomic
def record_birth(
    *,
    case: Case,
    given: Given,
    parents: Iterable[Member],
    by: User,
    at: datetime,
    search: UUID | None = None,
    person: Person | None = None,
    note: str = "",
) -> HouseholdChange:
    """A child is born in the household, and lives where the parent does: protected, where the parent is.

    :param person: the record that the child has already (a hospital wrote them down), else `search` as for any other.
    :raises SearchFirst: nobody looked for the child just before.
    :raises OperationRefused: no parent of this household, one younger than the child, a day in the future, a record
        with another day of birth.
    """
    row = _workable(case, by, at)
    birth_date = _born(given, person)
    _not_later(birth_date, at, "birth_date")
    found = list(parents)
    if not found or any(parent.household_id != row.household_id for parent in found):
        raise OperationRefused(_("Choose at least one parent who lives here."), field="parents")
    child = recognised_or_written(person=person, given=given, search=search, by=by, at=at)
    child.birth_date = birth_date
    for parent in found:
        refuse_unless_older(parent.person, child, "parents")
    refuse_entering(row, child, by, at)
    relation = _child_of(found)
    add_member(household=row.household, person=child, relation=relation, on=birth_date, by=by, at=at)
    home = Residence.objects.filter(person=found[0].person_id, ends_on=None).first()
    place = Home(home.municipality, home.address) if home else None
    alike = shelter(row, [child], [parent.person for parent in found], place, by, at)
    if home and not Residence.objects.filter(person=child, ends_on=None).exists():
        set_residence(
            person=child, municipality=home.municipality, address=home.address, on=birth_date,
            protected=home.protected or alike,
        )  # fmt: skip
    tell_birth_followers(row, child, [parent.person for parent in found], by, at)
    change = _write(row, ChangeKind.BIRTH, birth_date, note, by, at, person=child)
    _after(row, "cases.household.born", by, at, name=str(child), day=date_words(birth_date))
    return change


@serving("household")
@transaction.atomic
def record_death_of(
    *,
    case: Case,
    member: Member,
    by: User,
    at: datetime,
    on: date,
    note: str = "",
    new_reference: Member | None = None,
) -> HouseholdChange:
    """Somebody died. Letters go to nobody who has died: where it was the reference person, another one is named.

    :raises OperationRefused: a day in the future; the reference person, and nobody is named in their place.
    """
    row = _workable(case, by, at)
    alive = Member.objects.filter(household=row.household, ends_on=None, person__died_on=None)
    others = alive.exclude(pk=member.pk)
    if member.relation == Relation.REFERENCE and others.exists():
        if new_reference is None or new_reference.pk == member.pk:
            raise OperationRefused(_("Choose who is the reference person from now."), field="new_reference")
        pass_reference(household=row.household, to=new_reference, on=on, by=by, at=at)
    record_death(person=member.person, on=on, by=by, at=at)
    change = _write(row, ChangeKind.DEATH, on, note, by, at, person=member.person)
    _after(row, "cases.household.died", by, at, name=str(member.person), day=date_words(on))
    return change


@transaction.atomic
def accept_proposal(
    *, change: HouseholdChange, code: str, subject: str, by: User, at: datetime
) -> ProposalAnswer:
    """Do what is proposed, by the operation of the room that has it.

    :raises AlreadyAnswered: decided meanwhile, or no longer there.
    """
    answer, act = _answer(change, code, subject, ProposalDecision.ACCEPTED, by, at)
    if act is not None:
        act(change, subject, by, at)
    record(
        "cases.household.proposal_done",
        by=by,
        at=at,
        context=change.case_id,
        subject=change,
        what=answer.words,
    )
    return answer


@transaction.atomic
def leave_proposal(
    *, change: HouseholdChange, code: str, subject: str, by: User, at: datetime
) -> ProposalAnswer:
    """It stays as it is; who decided so is kept."""
    return _answer(change, code, subject, ProposalDecision.LEFT, by, at)[0]


def _answer(
    change: HouseholdChange, code: str, subject: str, decision: str, by: User, at: datetime
) -> tuple[ProposalAnswer, consequences.Act | None]:
    row = HouseholdChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    case = Case.objects.get(pk=row.case_id)
    _check_worker(case, by, at)
    found = next(
        (p for p in consequences.proposals(row, by, at) if (p.code, p.subject) == (code, subject)), None
    )
    if found is None:
        raise AlreadyAnswered(_("This has been decided meanwhile, or is no longer there."))
    try:
        with transaction.atomic():
            answer = ProposalAnswer.objects.create(
                change=row, code=code, subject=subject, words=found.title[:300], decision=decision,
                answered_by=by, answered_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise AlreadyAnswered(_("This has been decided meanwhile, or is no longer there.")) from None
    return answer, consequences.act_of(code)


def _workable(case: Case, by: User, at: datetime) -> Case:
    rows = Case.objects.select_for_update(of=("self",)).select_related("household", "unit", "responsible")
    row = rows.get(pk=case.pk)
    _check_worker(row, by, at)
    if row.state == CaseState.CLOSED:
        raise OperationRefused(_("The case is closed."))
    return row


def _check_worker(row: Case, by: User, at: datetime) -> None:
    works = grants_of(by, depth=Depth.WORK, at=at).filter(context=row.pk).exists()
    if not (works and by.may("cases.work")):
        raise NotPermitted(_("Only those who work on the case may do this."))


def _not_later(on: date, at: datetime, field: str = "on") -> None:
    if on > at.date():
        raise OperationRefused(_("The day is in the future: write the day it really happened."), field=field)


def _born(given: Given, person: Person | None) -> date:
    if given.birth_date is None:
        raise OperationRefused(_("Write the day of birth."), field="birth_date")
    if person is not None and person.birth_date not in (None, given.birth_date):
        raise OperationRefused(
            _("Their record says another day of birth: correct the day here, or the record first."),
            field="birth_date",
        )
    return given.birth_date


def _child_of(parents: list[Member]) -> str:
    """What the child is to the reference person, where that is sure."""
    relations = {parent.relation for parent in parents}
    if relations & {Relation.REFERENCE, Relation.SPOUSE, Relation.PARTNER}:
        return Relation.CHILD if Relation.REFERENCE in relations else Relation.OTHER
    return Relation.GRANDCHILD if Relation.CHILD in relations else Relation.OTHER


def _write(
    row: Case,
    kind: str,
    on: date,
    note: str,
    by: User,
    at: datetime,
    *,
    person: Person | None = None,
    other: Household | None = None,
    municipality: Municipality | None = None,
) -> HouseholdChange:
    return HouseholdChange.objects.create(
        case=row, kind=kind, happened_on=on, note=" ".join(note.split())[:300], recorded_by=by,
        recorded_at=at, person=person, other=other, municipality=municipality,
    )  # fmt: skip


def _after(row: Case, verb: str, by: User, at: datetime, **words: str) -> None:
    """Rights follow who lives there now."""
    refresh_household(case=row, by=by, at=at, on=at.date())
    record(verb, by=by, at=at, context=row.pk, subject=row, important=True, **words)
