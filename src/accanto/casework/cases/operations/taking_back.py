"""What was written of a household and did not happen, or not on that day: put right, with the reason."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import ChangeKind
from accanto.casework.cases.models import Case, HouseholdChange
from accanto.casework.cases.operations.case import refresh_grants
from accanto.core.database.context import serving
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.foundation.audit.operations import record
from accanto.people.households.operations.undoing import (
    give_reference_back,
    move_passing,
    reopen_membership,
)
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import Person
from accanto.people.persons.operations import correct_death
from accanto.people.persons.visibility import grants_of
from accanto.territory.staff.models import User

TAKEN_BACK = frozenset({ChangeKind.DEATH})
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
    _death_taken_back(row, row.person_id, by, at, reason)
    row.taken_back_by, row.taken_back_at, row.taken_back_why = by, at, " ".join(reason.split())[:300]
    row.save(update_fields=["taken_back_by", "taken_back_at", "taken_back_why"])
    refresh_grants(case=row.case, by=by, at=at, on=at.date())
    return row


def _death_taken_back(row: HouseholdChange, person_id: UUID, by: User, at: datetime, reason: str) -> None:
    person = Person.objects.get(pk=person_id)
    home = row.case.household
    correct_death(person=person, on=None, by=by, at=at)
    reopen_membership(household=home, person_id=person.pk, ended_on=row.happened_on, by=by, at=at)
    give_reference_back(household=home, to=person.pk, passed_on=row.happened_on, by=by, at=at)
    _told("cases.household.death_taken_back", row, by, at, reason, name=str(person))


def _standing(change: HouseholdChange, by: User, at: datetime) -> HouseholdChange:
    """The change, with its case locked: two people never put it right at once."""
    case = Case.objects.select_for_update(of=("self",)).select_related("household").get(pk=change.case_id)
    works = grants_of(by, depth=Depth.WORK, at=at).filter(context=case.pk).exists()
    if not (works and by.may("cases.work")):
        raise NotPermitted(_("Only those who work on the case may do this."))
    row = HouseholdChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    row.case = case
    if row.taken_back_at is not None:
        raise OperationRefused(_("This has been taken back meanwhile."))
    return row


def _told(verb: str, row: HouseholdChange, by: User, at: datetime, reason: str, **words: str) -> None:
    record(verb, by=by, at=at, context=row.case_id, subject=row.case, important=True, reason=reason, **words)
