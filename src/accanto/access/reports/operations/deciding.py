from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.access.reports.enums import REPORT_TRANSITIONS, ClockOwner, OutcomeKind
from accanto.access.reports.models import Evaluation, NamedPerson, Report, ReportClock, ReportOutcome
from accanto.access.reports.operations.locked import admits, evaluated_by
from accanto.access.reports.operations.terms import drop_running
from accanto.casework.cases.enums import CaseState
from accanto.casework.cases.handover import in_use
from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import open_case
from accanto.core.database.context import serving
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.foundation.documents.models import Document
from accanto.foundation.notifications.operations import notify
from accanto.people.households.enums import Relation
from accanto.people.households.models import Household, Member
from accanto.people.households.operations import create_household
from accanto.people.persons.compartments import fenced
from accanto.people.persons.models import Person
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User
from accanto.territory.staff.queries import coordinators_of, holders_of


@dataclass(frozen=True)
class Decision:
    """`reference`: whom the new household is named after; `case`: the one that it joins."""

    kind: str
    reason: str = ""
    body: str = ""
    reference: Person | None = None
    unit: Office | None = None
    responsible: User | None = None
    case: Case | None = None


@serving("reports")
@transaction.atomic
def conclude(*, report: Report, decision: Decision, by: User, at: datetime) -> ReportOutcome:
    """What becomes of the report. A case opens in the compartment of the report, or the report goes where the case is.

    :raises OperationRefused: nobody named is recognised; archived or sent elsewhere without a signed evaluation, or
        while hours of the law run for the service; a case outside the fence of the report; a reason or a body is
        missing.
    """
    row = evaluated_by(report, by)
    state = REPORT_TRANSITIONS.move("conclude", row.state)
    case = _case(row, decision, by, at)
    if case is None:
        _refuse_unfounded(row, decision)
        _refuse_hours_of_the_law(row)
        how = _("The report is closed: %(how)s.") % {"how": OutcomeKind(decision.kind).label}
        drop_running(row, how, at, keep=("reply", "execution"))
    row.state, row.closed_at, row.case = state, at, case
    if case and case.compartment in fenced():
        row.compartment = case.compartment
    row.save(update_fields=["state", "closed_at", "case", "compartment"])
    made = ReportOutcome.objects.create(
        report=row, kind=OutcomeKind(decision.kind), reason=decision.reason.strip(), body=decision.body.strip(),
        decided_by=by, decided_at=at,
    )  # fmt: skip
    record("reports.closed", by=by, at=at, context=row.pk, subject=row, how=str(made.get_kind_display()))
    if case:
        _join(row, case, by, at)
    return made


def _case(row: Report, decision: Decision, by: User, at: datetime) -> Case | None:
    if decision.kind == OutcomeKind.NEW_CASE:
        return _open(row, decision, by, at)
    if decision.kind == OutcomeKind.EXISTING_CASE:
        return _standing(row, decision, by)
    return None


def _open(row: Report, decision: Decision, by: User, at: datetime) -> Case:
    people = recognised(row)
    reference = next((one for one in people if decision.reference and one.pk == decision.reference.pk), None)
    if reference is None:
        raise OperationRefused(
            _("First say who is named: a case is opened for somebody in the register."), field="reference"
        )
    if decision.unit is None:
        raise OperationRefused(_("Choose the unit that takes the case in charge."), field="unit")
    user = decision.responsible
    if user and not holders_of("cases.work", at.date()).filter(pk=user.pk).exists():
        raise OperationRefused(_("%(name)s does not work on cases.") % {"name": user}, field="responsible")
    on = timezone.localtime(at).date()
    _refuse_unit(decision.unit, row.compartment, user, on)
    return open_case(
        household=_household(reference, people, by, at),
        unit=decision.unit,
        responsible=decision.responsible,
        by=by,
        at=at,
        on=on,
        compartment=row.compartment,
        reason=_("from the report %(number)s") % {"number": row.number},
    )


def _refuse_unit(unit: Office, compartment: str, responsible: User | None, on: date) -> None:
    """Behind a fence a case that nobody has by name must be in a unit whose coordinators see it."""
    if not Office.objects.filter(in_use(on), pk=unit.pk).exists():
        raise OperationRefused(
            _("%(unit)s is closed: choose a unit that is in use.") % {"unit": unit}, field="unit"
        )
    if responsible is not None or compartment not in fenced():
        return
    if not admits(unit, compartment) or not coordinators_of(unit, on):
        raise OperationRefused(
            _(
                "Nobody of %(unit)s would see this case: choose a unit that is let into its compartment, or say by"
                " name who is responsible."
            )
            % {"unit": unit},
            field="responsible",
        )


def recognised(row: Report) -> list[Person]:
    """Those named who are in the register and have to do with the household, in the order in which they are named."""
    rows = NamedPerson.objects.filter(report=row, person__isnull=False).exclude(part__in=["alleged", "other"])
    return [one.person for one in rows.select_related("person") if one.person]


def _household(reference: Person, people: Iterable[Person], by: User, at: datetime) -> Household:
    """Where the reference person lives today; else a new one with those named in the report."""
    home = Member.objects.filter(person=reference, ends_on=None).select_related("household").first()
    if home:
        return home.household
    others = [(person, str(Relation.OTHER)) for person in people if person != reference]
    members = [(reference, str(Relation.REFERENCE)), *others]
    return create_household(label=reference.last_name, members=members, by=by, at=at, on=at.date())


def _standing(row: Report, decision: Decision, by: User) -> Case:
    case = Case.objects.visible_to(by).filter(pk=decision.case.pk).first() if decision.case else None
    if case is None or case.state == CaseState.CLOSED:
        raise OperationRefused(_("Choose a case that is open."), field="case")
    if row.compartment in fenced() and case.compartment != row.compartment:
        raise OperationRefused(
            _("That case is not kept as closely as this report: open a new one in its compartment."),
            field="case",
        )
    return case


def _refuse_unfounded(row: Report, decision: Decision) -> None:
    if decision.kind == OutcomeKind.OTHER_BODY and not decision.body.strip():
        raise OperationRefused(_("Write which body is competent."), field="body")
    if decision.kind == OutcomeKind.ARCHIVED and not decision.reason.strip():
        raise OperationRefused(
            _("Write why it is archived: whoever reads it must understand it."), field="reason"
        )
    if not Evaluation.objects.filter(report=row, signed_at__isnull=False).exists():
        raise OperationRefused(_("First sign the evaluation: it is what the decision rests on."))


def _refuse_hours_of_the_law(row: Report) -> None:
    """What the service owes within hours does not end because it thinks the report unfounded (art. 403 c.c.)."""
    running = ReportClock.objects.filter(report=row, done_at=None, dropped_at=None, owner=ClockOwner.SERVICE)
    owed = running.filter(whole_days=False, from_memory=False).values_list("label", flat=True)
    if owed:
        raise OperationRefused(
            _(
                "Hours of the law still run: %(terms)s. First write what was done, or why they no longer matter."
            )
            % {"terms": "; ".join(owed)}
        )


def _join(row: Report, case: Case, by: User, at: datetime) -> None:
    """The letters go among the papers of the case, but for those to who asks to stay private; whoever is responsible
    for the case is told."""
    if not row.covered:
        Document.objects.filter(report_answer__report=row).update(context=case.pk)
    record(
        "reports.joined", by=by, at=at, context=case.pk, subject=row, important=True, number=row.number,
        whom=str(row.get_reporter_kind_display()),
    )  # fmt: skip
    if case.responsible and case.responsible_id != by.pk:
        notify(
            "reports.joined", user=case.responsible, at=at, context=case.pk,
            url=reverse("case_reports", args=[case.pk]), number=row.number,
        )  # fmt: skip
