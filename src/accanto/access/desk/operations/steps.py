"""Taking the steps that a contact left, each in the room that it leads to; the contact keeps what came of it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.access.desk.enums import Identity, OutcomeKind
from accanto.access.desk.models import ContactOutcome
from accanto.access.desk.operations.contacts import open_step, settle_outcome
from accanto.access.outcomes.models import Application
from accanto.access.reports.models import Report
from accanto.access.reports.operations import receive_report
from accanto.casework.agenda.models import Place, Slot
from accanto.casework.agenda.operations import take_place
from accanto.core.elision import elided
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.people.persons.models import Person
from accanto.territory.staff.models import User


@transaction.atomic
def give_place(
    *,
    outcome: ContactOutcome,
    slot: Slot,
    by: User,
    at: datetime,
    person: Person | None = None,
    name: str = "",
    contact: str = "",
    note: str = "",
    remind: bool = True,
) -> Place:
    """A place in an hour for the public for whoever the contact is about.

    :raises NotPermitted: whoever gives no appointments.
    :raises OperationRefused: the step was taken meanwhile, or whatever `take_place` refuses.
    """
    if not by.may("agenda.book"):
        raise NotPermitted(_("Only those who give appointments may take this step."))
    row = open_step(outcome, OutcomeKind.APPOINTMENT, by, at)
    place = take_place(
        slot=slot, person=person, name=name, contact=contact, note=note, remind=remind, by=by, at=at
    )
    settle_outcome(outcome=row, by=by, at=at, result=place.pk)
    return place


@transaction.atomic
def write_report(*, outcome: ContactOutcome, report: Mapping[str, Any], by: User, at: datetime) -> Report:
    """`report`: what `receive_report` takes.

    :raises NotPermitted: whoever receives no reports.
    :raises OperationRefused: the step was taken meanwhile, or whatever `receive_report` refuses.
    """
    if not by.may("reports.receive"):
        raise NotPermitted(_("Only those who receive reports may take this step."))
    row = open_step(outcome, OutcomeKind.REPORT, by, at)
    made = receive_report(by=by, at=at, **report)
    settle_outcome(outcome=row, by=by, at=at, result=made.pk)
    return made


@transaction.atomic
def note_application(
    *,
    outcome: ContactOutcome,
    to: str,
    handed_on: date,
    by: User,
    at: datetime,
    receipt: str = "",
    application: Application | None = None,
) -> ContactOutcome:
    """The application was handed in. `application`: the row of the national lists, where it has come in already.

    An anonymous contact keeps neither the receipt nor the row, whatever is given.

    :raises OperationRefused: the step was taken meanwhile, a day to come, not said to which service.
    """
    row = open_step(outcome, OutcomeKind.APPLICATION, by, at)
    told = " ".join(to.split())
    if not told:
        raise OperationRefused(_("Say for which service the application is."), field="to")
    if handed_on > timezone.localdate(at):
        raise OperationRefused(
            _("That day is still to come: write the day on which it was handed in."), field="handed_on"
        )
    words = elided(
        _("%(service)s: handed in on %(day)s") % {"service": told[:160], "day": date_words(handed_on)}
    )
    if receipt.strip() and row.contact.identity != Identity.ANONYMOUS:
        words += _(", receipt %(number)s") % {"number": " ".join(receipt.split())[:60]}
    return settle_outcome(
        outcome=row, by=by, at=at, words=words, result=application.pk if application else None
    )
