"""What was written of a household and did not happen, or not on that day: put right, with the reason."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import CaseState, ChangeKind
from accanto.casework.cases.models import Case, HouseholdChange
from accanto.casework.cases.operations.living_there import refresh_household
from accanto.core.database.context import serving
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.foundation.audit.operations import record
from accanto.people.households.models import Member
from accanto.people.households.operations.undoing import (
    correct_member,
    give_reference_back,
    move_passing,
    reopen_membership,
)
from accanto.people.persons.enums import Compartment, Depth
from accanto.people.persons.models import Person, Protection
from accanto.people.persons.operations import correct_death
from accanto.people.persons.visibility import grants_of
from accanto.territory.staff.models import User

TAKEN_BACK = frozenset({ChangeKind.DEATH, ChangeKind.AWAY})
"""What may be taken back: of the other kinds what followed is put right where it stands."""


@serving("household")  # of who died the membership may be over, and with it the right to see them
@transaction.atomic
def correct_day_of_death(
    *, change: HouseholdChange, on: date, reason: str, by: User, at: datetime
) -> HouseholdChange:
    """They died, but on another day. Who took their place as reference person did so on that day.

    :raises OperationRefused: taken back meanwhile, the same day, a day in the future or before they were born.
    """
    row = _standing(change, by, at)
    if row.kind != ChangeKind.DEATH or row.person_id is None:
        raise OperationRefused(_("Only the day of a death is corrected here."))
    if on == row.happened_on:
        raise OperationRefused(_("It is the day that is written already."), field="on")
    person = Person.objects.get(pk=row.person_id)
    correct_death(person=person, on=on, by=by, at=at)
    move_passing(
        household=row.case.household, person_id=row.person_id, was=row.happened_on, on=on, by=by, at=at
    )
    row.happened_on = on
    row.save(update_fields=["happened_on"])
    _told("cases.household.death_corrected", row, by, at, reason, name=str(person), day=date_words(on))
    return row


@serving("household")
@transaction.atomic
def take_back_change(*, change: HouseholdChange, reason: str, by: User, at: datetime) -> HouseholdChange:
    """It did not happen. The people live where they lived; what was accepted about it on other pages stays as it is.

    Also where the case has closed since: a death written for the wrong person may be why.

    :raises OperationRefused: taken back meanwhile, or of a kind that is put right elsewhere.
    """
    row = _standing(change, by, at)
    if row.kind not in TAKEN_BACK or row.person_id is None:
        raise OperationRefused(_("This is put right on the page of the household."))
    if row.kind == ChangeKind.DEATH:
        _death_taken_back(row, row.person_id, by, at, reason)
    else:
        _away_taken_back(row, row.person_id, by, at, reason)
    row.taken_back_by, row.taken_back_at, row.taken_back_why = by, at, " ".join(reason.split())[:300]
    row.save(update_fields=["taken_back_by", "taken_back_at", "taken_back_why"])
    refresh_household(case=row.case, by=by, at=at, on=at.date())
    return row


def _death_taken_back(row: HouseholdChange, person_id: UUID, by: User, at: datetime, reason: str) -> None:
    person = Person.objects.get(pk=person_id)
    home = row.case.household
    correct_death(person=person, on=None, by=by, at=at)
    reopen_membership(household=home, person_id=person.pk, ended_on=row.happened_on, by=by, at=at)
    give_reference_back(household=home, to=person.pk, passed_on=row.happened_on, by=by, at=at)
    _told("cases.household.death_taken_back", row, by, at, reason, name=str(person))


def _away_taken_back(row: HouseholdChange, person_id: UUID, by: User, at: datetime, reason: str) -> None:
    """Whoever left is seen again by those who work on the case: only while nothing says that they live elsewhere."""
    if row.case.state == CaseState.CLOSED:
        raise OperationRefused(_("The case is closed."))
    person = Person.objects.get(pk=person_id)
    home = row.case.household
    back = None
    if not _lives_elsewhere(row, person):
        back = reopen_membership(household=home, person_id=person.pk, ended_on=row.happened_on, by=by, at=at)
    if back is None:
        # The same words whatever followed: of whom they may not see, nothing is told.
        raise OperationRefused(
            _("This can no longer be taken back: let them enter again, with their codice fiscale.")
        )
    _told("cases.household.away_taken_back", row, by, at, reason, name=str(person))


def _lives_elsewhere(row: HouseholdChange, person: Person) -> bool:
    home = row.case.household
    elsewhere = Member.objects.filter(person=person, ends_on=None, household__kind=home.kind)
    shielded = Protection.objects.filter(person=person, written_at__gt=row.recorded_at)
    fenced = person.compartment not in {Compartment.ORDINARY, row.case.compartment}
    return fenced or elsewhere.exclude(household=home).exists() or shielded.exists()


@transaction.atomic
def correct_member_of(
    *,
    case: Case,
    member: Member,
    relation: str,
    starts_on: date | None,
    reason: str,
    by: User,
    at: datetime,
) -> Member:
    """What a member is to the reference person, or since when they live there, was written wrong.

    :raises OperationRefused: the case is closed, or what a household refuses.
    """
    row = _workable(case.pk, by, at)
    if row.state == CaseState.CLOSED:
        raise OperationRefused(_("The case is closed."))
    if member.household_id != row.household_id:
        raise ValueError(member.pk)
    right = correct_member(member=member, relation=relation, starts_on=starts_on, by=by, at=at)
    name = str(member.person)
    record(
        "cases.household.corrected", by=by, at=at, context=row.pk, subject=row, name=name, reason=reason,
        relation=str(right.get_relation_display()),
    )  # fmt: skip
    return right


def _standing(change: HouseholdChange, by: User, at: datetime) -> HouseholdChange:
    """The change, with its case locked: two people never put it right at once."""
    case = _workable(change.case_id, by, at)
    row = HouseholdChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    row.case = case
    if row.taken_back_at is not None:
        raise OperationRefused(_("This has been taken back meanwhile."))
    return row


def _workable(pk: UUID, by: User, at: datetime) -> Case:
    case = Case.objects.select_for_update(of=("self",)).select_related("household").get(pk=pk)
    works = grants_of(by, depth=Depth.WORK, at=at).filter(context=case.pk).exists()
    if not (works and by.may("cases.work")):
        raise NotPermitted(_("Only those who work on the case may do this."))
    return case


def _told(verb: str, row: HouseholdChange, by: User, at: datetime, reason: str, **words: str) -> None:
    record(verb, by=by, at=at, context=row.case_id, subject=row.case, important=True, reason=reason, **words)
