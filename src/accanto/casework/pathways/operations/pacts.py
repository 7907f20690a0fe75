"""The pact that the employment centre signs with a person: recorded by whoever holds it, checked by the service."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.pathways.enums import PACT_TRANSITIONS, PactState, PathwayState, Stage, Way
from accanto.casework.pathways.models import Pathway, ServicePact
from accanto.casework.pathways.operations.convocation import ProofFile
from accanto.casework.pathways.operations.pathway import enter_stage
from accanto.casework.pathways.operations.terms import follow_clock
from accanto.casework.pathways.rules.pact import pact_problems
from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.foundation.audit.operations import record
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.operations import store_upload
from accanto.people.households.models import Member
from accanto.people.persons.models import Person
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User

MAX_NOTE = 300


class PactRefused(OperationRefused):
    """The pact cannot be recorded, or does not fit its pathway (`missing` says why)."""


@transaction.atomic
def record_service_pact(
    *,
    pathway: Pathway,
    person: Person,
    office: Office,
    signed_on: date,
    by: User,
    at: datetime,
    number: str = "",
    document: ProofFile | None = None,
) -> ServicePact:
    """:raises PactRefused: closed pathway, not a member, a day in the future or before the outcome, or a pact of this
    person is already running.
    """
    row = Pathway.objects.select_for_update(of=("self",)).select_related("case").get(pk=pathway.pk)
    if row.state == PathwayState.CLOSED:
        raise PactRefused(_("The pathway is closed."))
    if signed_on > timezone.localtime(at).date():
        raise PactRefused(_("The signature is in the future: correct the day."), field="signed_on")
    if signed_on < row.outcome_on:
        raise PactRefused(
            _("The pact cannot be signed before the positive outcome of %(outcome)s: correct the day.")
            % {"outcome": date_words(row.outcome_on)},
            field="signed_on",
        )
    if not Member.objects.filter(household=row.case.household_id, person=person, ends_on=None).exists():
        raise PactRefused(_("%(name)s is not a member of this household.") % {"name": person}, field="person")
    if row.service_pacts.filter(person=person).exclude(state=PactState.ENDED).exists():
        raise PactRefused(_("%(name)s already has a service pact.") % {"name": person}, field="person")
    pact = ServicePact.objects.create(
        pathway=row,
        person=person,
        office=office,
        signed_on=signed_on,
        number=number.strip(),
        document=_stored(document, row, by, at) if document else None,
        recorded_by=by,
        recorded_at=at,
    )
    _enter_stage(pact, by, at)
    _tell("pathways.pact.recorded", pact, by, at)
    return pact


@transaction.atomic
def check_service_pact(*, pact: ServicePact, by: User, at: datetime, note: str = "") -> ServicePact:
    """Set the pact against its pathway: right way or activable person, signed after the outcome, by the right office.

    :raises PactRefused: naming all that does not fit.
    """
    rows = ServicePact.objects.select_for_update(of=("self",))
    row = rows.select_related("pathway__case", "office", "person").get(pk=pact.pk)
    state = PACT_TRANSITIONS.move("check", row.state)
    if problems := pact_problems(row):
        raise PactRefused(_("The pact does not fit the pathway."), missing=problems)
    row.state, row.checked_by, row.checked_at, row.check_note = state, by, at, note.strip()
    row.save(update_fields=["state", "checked_by", "checked_at", "check_note"])
    _enter_stage(row, by, at)
    _tell("pathways.pact.checked", row, by, at)
    return row


@transaction.atomic
def end_service_pact(*, pact: ServicePact, by: User, at: datetime, note: str) -> ServicePact:
    """A pact recorded by mistake or given up; another can take its place."""
    row = (
        ServicePact.objects.select_for_update(of=("self",))
        .select_related("pathway", "person")
        .get(pk=pact.pk)
    )
    if not note.strip():
        raise PactRefused(_("Write why the pact ends."), field="note")
    if len(note.strip()) > MAX_NOTE:
        raise PactRefused(_("Say it in fewer words: at most 300 characters."), field="note")
    row.state, row.check_note = PACT_TRANSITIONS.move("end", row.state), note.strip()
    row.save(update_fields=["state", "check_note"])
    _tell("pathways.pact.ended", row, by, at)
    return row


def _enter_stage(pact: ServicePact, by: User, at: datetime) -> None:
    """The pact is a stage of the pathway only where work is its whole way."""
    if pact.pathway.way == Way.WORK_ONLY and pact.signed_on >= pact.pathway.outcome_on:
        enter_stage(pathway=pact.pathway, stage=Stage.SERVICE_PACT, on=pact.signed_on, by=by, at=at)
    follow_clock(pathway=pact.pathway, on=timezone.localtime(at).date(), at=at)


def _stored(document: ProofFile, pathway: Pathway, by: User, at: datetime) -> Document:
    return store_upload(
        kind=DocumentKind.SERVICE_PACT,
        title=_("Service pact"),
        upload=document.file,
        filename=document.name,
        by=by,
        at=at,
        context=pathway.case_id,
        frozen=True,
    )


def _tell(verb: str, pact: ServicePact, by: User, at: datetime) -> None:
    record(
        verb,
        by=by,
        at=at,
        context=pact.pathway.case_id,
        subject=pact,
        important=True,
        name=str(pact.person),
        day=pact.signed_on.isoformat(),
    )
