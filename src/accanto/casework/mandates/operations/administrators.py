"""Support administrators, guardians, curators: what the decree says, and their accounts to the judge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import CaseState
from accanto.casework.cases.models import Case, CaseWorker
from accanto.casework.mandates.enums import OfficeHeld, Power
from accanto.casework.mandates.models import AdministratorReport, SupportAdministrator
from accanto.casework.mandates.operations.clocks import ACCOUNT, start, stop
from accanto.casework.mandates.rules import local_day, nth_report
from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.foundation.audit.operations import record
from accanto.people.households.models import Member
from accanto.people.persons.models import Person
from accanto.people.persons.naming import fold
from accanto.people.persons.operations.restriction import refuse_restricted
from accanto.territory.bodies.enums import BodyKind
from accanto.territory.bodies.models import Organisation
from accanto.territory.staff.models import User

MOST_MONTHS = 60


@dataclass(frozen=True)
class AdministratorFacts:
    """The decree. With `every_months` the accounts are counted from `report_from_on`; without, one on that day."""

    person: Person
    office: str
    holder: str
    court: Organisation
    decree_number: str
    decree_on: date
    starts_on: date
    holder_body: Organisation | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    powers_alone: Sequence[str] = ()
    powers_assisted: Sequence[str] = ()
    words_alone: str = ""
    words_assisted: str = ""
    words_beneficiary: str = ""
    every_months: int | None = None
    report_from_on: date | None = None


def who_cannot_be(case: Case, holder: str) -> bool:
    """The holder has the name of somebody who works on the case: art. 408 c.c. keeps services out of the office."""
    names = CaseWorker.objects.filter(case=case, ends_on=None).select_related("user")
    return any(fold(str(one.user)) == fold(holder) for one in names)


@transaction.atomic
def register_administrator(
    *, case: Case, facts: AdministratorFacts, aware: bool = False, by: User, at: datetime
) -> SupportAdministrator:
    """Write down who acts for an adult, by which decree, and when they report to the judge.

    :param aware: the warning of art. 408 c.c. was read: what the judge decided is registered all the same.
    :raises OperationRefused: a fact missing or a day that cannot be; somebody outside the household; an office held
        already in this case; the holder works on the case and nobody has read the warning; restricted data.
    """
    row = Case.objects.select_for_update(of=("self",)).select_related("responsible").get(pk=case.pk)
    if row.state == CaseState.CLOSED:
        raise OperationRefused(_("The case is closed: open a new one, then register the decree there."))
    refuse_restricted(facts.person, field="person")
    _check(row, facts, local_day(at))
    forbidden = who_cannot_be(row, facts.holder)
    if forbidden and not aware:
        raise OperationRefused(
            _(
                "%(name)s works on this case: operators of services that have the person in care cannot be appointed "
                "(Civil Code art. 408; written from memory, to be checked). If the decree says so, tick the box and "
                "tell the judge."
            )
            % {"name": facts.holder},
            field="aware",
        )
    first = facts.report_from_on and nth_report(facts.report_from_on, facts.every_months, 1)
    made = SupportAdministrator.objects.create(
        **{
            **vars(facts),
            "powers_alone": list(facts.powers_alone),
            "powers_assisted": list(facts.powers_assisted),
        },
        case=row,
        next_report_on=first or None,
        warned=forbidden,
        created_by=by,
        created_at=at,
    )
    start(ACCOUNT, made)
    record(
        "mandates.administrator.registered", by=by, at=at, context=row.pk, subject=made, important=True,
        office=str(OfficeHeld(made.office).label), holder=made.holder,
    )  # fmt: skip
    return made


def _refuse_two_in_an_office(case: Case, facts: AdministratorFacts) -> None:
    ended = SupportAdministrator.objects.filter(case=case, person=facts.person, office=facts.office)
    last = ended.filter(ends_on__gt=facts.starts_on).order_by("-ends_on").first()
    if last is None:
        return
    raise OperationRefused(
        _("%(holder)s held this office until %(day)s: it cannot begin before that day.")
        % {"holder": last.holder, "day": date_words(last.ends_on)},
        field="starts_on",
    )


def _check(case: Case, facts: AdministratorFacts, today: date) -> None:
    if not Member.objects.filter(household=case.household_id, person=facts.person, ends_on=None).exists():
        raise OperationRefused(_("Choose a member of the household."), field="person")
    if facts.office not in OfficeHeld.values:
        raise OperationRefused(_("Choose as what they act."), field="office")
    standing = SupportAdministrator.objects.filter(
        case=case, person=facts.person, office=facts.office, ends_on=None
    )
    if standing.exists():
        raise OperationRefused(
            _("Somebody holds this office already: end it first, then register the new decree."),
            field="office",
        )
    if not facts.holder.strip():
        raise OperationRefused(_("Write the name and surname of who was appointed."), field="holder")
    if fold(facts.holder) == fold(str(facts.person)):
        raise OperationRefused(
            _("Nobody is their own administrator: write who was appointed."), field="holder"
        )
    if facts.court.kind != BodyKind.COURT:
        raise OperationRefused(_("%(name)s is not a court.") % {"name": facts.court}, field="court")
    if not facts.decree_number.strip():
        raise OperationRefused(_("Write the number of the decree."), field="decree_number")
    if facts.decree_on > today:
        raise OperationRefused(_("The day of the decree is in the future."), field="decree_on")
    if facts.starts_on < facts.decree_on:
        raise OperationRefused(_("It cannot begin before the decree: check the day."), field="starts_on")
    _refuse_two_in_an_office(case, facts)
    if not set(facts.powers_alone) | set(facts.powers_assisted) <= set(Power.values):
        raise OperationRefused(_("Choose among the powers listed."), field="powers_alone")
    if set(facts.powers_alone) & set(facts.powers_assisted):
        raise OperationRefused(
            _("The same act is done either alone or with assistance: leave it in one list."),
            field="powers_assisted",
        )
    _check_interval(facts)


def _check_interval(facts: AdministratorFacts) -> None:
    if facts.every_months is not None and not 1 <= facts.every_months <= MOST_MONTHS:
        raise OperationRefused(
            _("Write every how many months, from 1 to %(n)d.") % {"n": MOST_MONTHS}, field="every_months"
        )
    if facts.every_months is not None and facts.report_from_on is None:
        raise OperationRefused(_("Write from which day the interval is counted."), field="report_from_on")
    if facts.report_from_on is not None and facts.report_from_on < facts.decree_on:
        raise OperationRefused(
            _("The account comes after the decree: check the day."), field="report_from_on"
        )


@transaction.atomic
def record_account(
    *, administrator: SupportAdministrator, made_on: date, note: str = "", by: User, at: datetime
) -> AdministratorReport:
    """The account was handed to the judge; the next one opens by the decree's interval.

    :raises OperationRefused: the office has ended, nothing is due, or a day that cannot be.
    """
    row = _locked(administrator)
    if row.next_report_on is None:
        raise OperationRefused(_("No account is due."))
    if not row.starts_on <= made_on <= local_day(at):
        raise OperationRefused(_("The day is between the beginning and today: check it."), field="made_on")
    made = AdministratorReport.objects.create(
        administrator=row,
        due_on=row.next_report_on,
        made_on=made_on,
        note=note.strip()[:300],
        by=by,
        recorded_at=at,
    )
    stop(row.pk, code=ACCOUNT, at=at)
    row.reports_made += 1
    counted_from = row.report_from_on or row.starts_on
    row.next_report_on = nth_report(counted_from, row.every_months, row.reports_made + 1)
    row.save(update_fields=["reports_made", "next_report_on"])
    start(ACCOUNT, row)
    record(
        "mandates.administrator.account", by=by, at=at, context=row.case_id, subject=row, holder=row.holder
    )
    return made


@transaction.atomic
def end_administrator(
    *, administrator: SupportAdministrator, ends_on: date, reason: str, by: User, at: datetime
) -> SupportAdministrator:
    """The office ends (revoked, replaced, the person died): who held it and by which decree stays.

    :raises OperationRefused: ended already, no reason, or a day that cannot be.
    """
    row = _locked(administrator)
    if not reason.strip():
        raise OperationRefused(_("Write why it ends, and the decree that says so."), field="reason")
    if not row.starts_on < ends_on <= local_day(at):
        raise OperationRefused(
            _("The day is after the beginning and not in the future: check it."), field="ends_on"
        )
    row.ends_on, row.end_reason, row.next_report_on = ends_on, reason.strip()[:300], None
    row.save(update_fields=["ends_on", "end_reason", "next_report_on"])
    stop(row.pk, at=at, done=False)
    record(
        "mandates.administrator.ended", by=by, at=at, context=row.case_id, subject=row, important=True,
        holder=row.holder, reason=row.end_reason,
    )  # fmt: skip
    return row


def _locked(administrator: SupportAdministrator) -> SupportAdministrator:
    rows = SupportAdministrator.objects.select_for_update(of=("self",)).select_related("case__responsible")
    row = rows.get(pk=administrator.pk)
    if row.ends_on is not None:
        raise OperationRefused(_("This office has ended already."))
    return row
