from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.access.reports.models import NamedPerson, Report
from accanto.access.reports.operations.locked import admits, locked
from accanto.access.reports.operations.receiving import Named, name_of
from accanto.core.database.context import serving
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.operations import notify
from accanto.people.matching.given import Given
from accanto.people.matching.operations import write_person_down
from accanto.people.persons.models import Person
from accanto.people.persons.operations.restriction import refuse_restricted
from accanto.people.persons.visibility import ids_from
from accanto.territory.staff.models import User
from accanto.territory.staff.queries import coordinators_of


@serving("reports")
@transaction.atomic
def name_person(*, report: Report, given: Named, by: User, at: datetime) -> NamedPerson:
    """Somebody more is named, or something is known of somebody without a name.

    :raises OperationRefused: nothing is said of them, or the report is closed.
    """
    row = locked(report, by)
    if row.closed_at is not None:
        raise OperationRefused(_("The report is closed."))
    one = name_of(given)
    if not (one.last_name or one.first_name or one.known):
        raise OperationRefused(_("Write a name, or what is known of this person."), field="last_name")
    one.report = row
    one.save()
    record("reports.named", by=by, at=at, context=row.pk, subject=row)
    return one


@serving("reports")
@transaction.atomic
def recognise(*, named: NamedPerson, person: Person, by: User, at: datetime) -> NamedPerson:
    """Say who somebody named is. It gives no right to see the person.

    :raises OperationRefused: recognised already, also as another one named here; the person's data are restricted.
    """
    row = locked(named.report, by)
    one = NamedPerson.objects.select_for_update(of=("self",)).get(pk=named.pk)
    if one.person_id is not None:
        raise OperationRefused(_("Somebody has already said who this is: reload the page."))
    refuse_restricted(person, field="person")
    one.person, one.recognised_by, one.recognised_at = person, by, at
    try:
        with transaction.atomic():
            one.save(update_fields=["person", "recognised_by", "recognised_at"])
    except IntegrityError:
        raise OperationRefused(
            _("This person is already in the report, under another name."), field="person"
        ) from None
    record("reports.recognised", by=by, at=at, context=row.pk, subject=row)
    _mind_the_barred(row, at)
    return one


@serving("reports")
@transaction.atomic
def register_named(
    *, named: NamedPerson, given: Given, search: UUID | None, by: User, at: datetime
) -> NamedPerson:
    """Nobody in the register is this person: put them there. Whom the report reaches sees them through it alone.

    :raises NotPermitted: who acts may not register people.
    :raises SearchFirst: nobody looked for them just before.
    """
    if not by.may("people.create"):
        raise NotPermitted(_("You may not register new people: ask a colleague who does."))
    person = write_person_down(search=search, given=given, by=by, at=at, office_sees=False)
    return recognise(named=named, person=person, by=by, at=at)


def _mind_the_barred(row: Report, at: datetime) -> None:
    """Now that it is known who is named, whoever evaluates may be somebody who must not see them."""
    user = row.evaluator
    if (
        user is None
        or not Report.objects.filter(pk=row.pk, pk__in=ids_from("acc_barred_reports", user)).exists()
    ):
        return
    if not admits(row.office, row.compartment):
        raise OperationRefused(_("First entrust the report to somebody else."), field="person")
    for post in coordinators_of(row.office, at.date()):
        if post.user_id != user.pk:
            notify(
                "reports.without_evaluator",
                user=post.user,
                at=at,
                url=reverse("report", args=[row.pk]),
                number=row.number,
            )
