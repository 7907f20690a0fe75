from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accanto.access.outcomes.enums import Outcome
from accanto.access.outcomes.models import Application
from accanto.casework.cases.enums import CaseState, Compartment, OpeningSource
from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import open_case, refresh_grants, set_responsible
from accanto.casework.cases.operations.overlapping import RunsAlready
from accanto.casework.pathways.models import Pathway
from accanto.casework.pathways.operations import start_pathway
from accanto.casework.pathways.rules import clock_start
from accanto.core.database.context import serving
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.models import Event
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.operations import notify
from accanto.people.households.enums import Relation
from accanto.people.households.models import Household, Member
from accanto.people.households.operations import create_household
from accanto.people.persons.models import Person
from accanto.territory.bodies.models import Office
from accanto.territory.staff.enums import Profession
from accanto.territory.staff.models import User

VERB = "assignment.assigned"


class AssignmentRefused(OperationRefused):
    """The household cannot be given to this worker now; the message says why."""


class AlreadyAssigned(AssignmentRefused):
    """A colleague was faster; the message says who, to whom and when."""


@dataclass(frozen=True)
class Assigned:
    case: Case
    pathway: Pathway
    opened: bool


@dataclass(frozen=True)
class Choice:
    """`beside`: see `start_pathway`."""

    application: Application
    worker: User
    unit: Office
    beside: str | None = None


@dataclass(frozen=True)
class Decided:
    """What became of one choice among many: `assigned`, or else `refusal`; `why_beside` where a reason is asked."""

    choice: Choice
    assigned: Assigned | None = None
    refusal: str = ""
    why_beside: bool = False


@serving("assignment")
def assign_many(*, choices: Sequence[Choice], by: User, at: datetime) -> list[Decided]:
    """Each household is its own transaction: one that cannot be given does not hold up the others."""
    decided = []
    for choice in choices:
        try:
            done = assign(
                application=choice.application,
                worker=choice.worker,
                unit=choice.unit,
                by=by,
                at=at,
                beside=choice.beside,
            )
        except OperationRefused as refusal:
            asks = isinstance(refusal, RunsAlready)
            decided.append(Decided(choice, refusal=str(refusal), why_beside=asks))
        else:
            decided.append(Decided(choice, assigned=done))
    return decided


@serving("assignment")
@transaction.atomic
def assign(
    *,
    application: Application,
    worker: User,
    unit: Office,
    by: User,
    at: datetime,
    beside: str | None = None,
) -> Assigned:
    """The household has somebody: case opened or found, pathway started, worker told.

    A household in charge keeps its case; it changes hands only when another worker is named.

    :raises AlreadyAssigned: somebody else has decided.
    :raises RunsAlready: something like it runs for the same people, and `beside` does not say why.
    :raises AssignmentRefused: the outcome is no longer positive, nobody knows who it is, or not a social worker.
    """
    row = _locked(application)
    _check(row, worker)
    on = timezone.localtime(at).date()
    household = _household(row, by, at, on)
    Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    case, opened = _case(row, household, worker, unit, by, at, on)
    pathway = _start(row, case, by, at, on, beside)
    row.household, row.case = household, case
    row.save(update_fields=["household", "case"])
    _tell(row, case, worker, opened, by, at)
    return Assigned(case, pathway, opened)


def _locked(application: Application) -> Application:
    """The row alone: what a join brings may date from before the lock was granted."""
    return Application.objects.select_for_update(of=("self",)).get(pk=application.pk)


def _check(row: Application, worker: User) -> None:
    if row.case_id is not None:
        raise AlreadyAssigned(_already(row))
    if row.outcome != Outcome.POSITIVE:
        raise AssignmentRefused(
            _("The outcome is no longer positive: it is now «%(outcome)s».")
            % {"outcome": row.get_outcome_display()}
        )
    if row.person is None:
        raise AssignmentRefused(_("First decide who the applicant is: the codice fiscale does not tell."))
    operator = getattr(worker, "operator", None)
    if not worker.is_active or operator is None or operator.profession != Profession.SOCIAL_WORKER:
        raise AssignmentRefused(
            _("%(name)s is not a social worker in service.") % {"name": worker}, field="worker"
        )


def _already(row: Application) -> str:
    event = Event.objects.filter(verb=VERB, subject=str(row.pk)).select_related("actor").first()
    worker = row.case.responsible if row.case else None
    if event is None or event.actor is None:
        return _("This household has already been assigned to %(worker)s.") % {"worker": worker}
    return _("Already assigned by %(name)s at %(hour)s to %(worker)s.") % {
        "name": event.actor,
        "hour": date_format(timezone.localtime(event.at), "G:i"),
        "worker": worker,
    }


def _household(row: Application, by: User, at: datetime, on: date) -> Household:
    """The household that the import formed; else the present one of the applicant; else a new one from the list."""
    if row.household:
        return row.household
    home = Member.objects.filter(person=row.person_id, ends_on=None).select_related("household").first()
    if home:
        return home.household
    assert row.person is not None  # noqa: S101  (checked before)
    members: list[tuple[Person, str]] = [(row.person, Relation.REFERENCE)]
    listed = row.applicants.exclude(person=None).exclude(person=row.person_id).select_related("person")
    for applicant in listed:
        relation = (
            applicant.relation if applicant.relation not in ("", Relation.REFERENCE) else Relation.OTHER
        )
        if applicant.person and all(applicant.person != person for person, _relation in members):
            members.append((applicant.person, relation))
    return create_household(label=row.person.last_name, members=members, by=by, at=at, on=on)


def _case(
    row: Application, household: Household, worker: User, unit: Office, by: User, at: datetime, on: date
) -> tuple[Case, bool]:
    standing = (
        Case.objects.filter(household=household, compartment=Compartment.ORDINARY)
        .exclude(state=CaseState.CLOSED)
        .select_related("responsible")
        .first()
    ) or _case_of_person(row)
    if standing is None:
        case = open_case(
            household=household,
            unit=unit,
            responsible=worker,
            by=by,
            at=at,
            on=on,
            source=OpeningSource.OUTCOME_LIST,
            source_id=row.pk,
        )
        return case, True
    if standing.responsible_id != worker.pk:
        set_responsible(
            case=standing, user=worker, by=by, at=at, on=on, reason=_("assigned with the new outcome")
        )
    refresh_grants(case=standing, by=by, at=at, on=on)
    return standing, False


def _case_of_person(row: Application) -> Case | None:
    """The applicant may be followed in another household: one person, one ordinary case."""
    cases = Case.objects.filter(
        household__members__person=row.person_id,
        household__members__ends_on=None,
        compartment=Compartment.ORDINARY,
    ).exclude(state=CaseState.CLOSED)
    return cases.select_related("responsible").order_by("-opened_on").first()


def _start(row: Application, case: Case, by: User, at: datetime, on: date, beside: str | None) -> Pathway:
    outcome_on = row.outcome_on or on
    starts_on, event = clock_start(
        measure=row.measure,
        submitted_on=row.submitted_on,
        pad_signed_on=row.pad_signed_on,
        outcome_on=outcome_on,
    )
    return start_pathway(
        case=case,
        measure=row.measure,
        source=row.pk,
        protocol=row.protocol,
        municipality=row.municipality,
        outcome_on=outcome_on,
        clock_starts_on=starts_on,
        clock_from=event,
        submitted_on=row.submitted_on,
        by=by,
        at=at,
        on=max(on, outcome_on),
        beside=beside,
    )


def _tell(row: Application, case: Case, worker: User, opened: bool, by: User, at: datetime) -> None:
    record(
        VERB,
        by=by,
        at=at,
        context=case.pk,
        subject=row,
        worker=worker.get_full_name(),
        protocol=row.protocol,
    )
    notify(
        "assignment.new" if opened else "assignment.again",
        user=worker,
        at=at,
        url=reverse("case", args=[UUID(str(case.pk))]),
        context=case.pk,
        household=case.household.label,
        number=case.number,
    )
