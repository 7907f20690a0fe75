"""An order arrives: what it says, whom it is about, what it prescribes, by when it wants to hear."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import CaseState
from accanto.casework.cases.models import Case
from accanto.casework.mandates.enums import ConcernedRole
from accanto.casework.mandates.kinds import Kind, kind_on, kind_words
from accanto.casework.mandates.models import Concerned, EntrustmentTerms, Measure, Prescription
from accanto.casework.mandates.operations.clocks import END, RESPONSIBLE, SIGNAL, start
from accanto.casework.mandates.operations.terms import TermFacts, add_term
from accanto.casework.mandates.rules import ceiling, local_day, next_report
from accanto.core.dated_rules import NoRuleInForce
from accanto.core.errors import OperationRefused
from accanto.core.working_time.terms import add_months
from accanto.foundation.audit.operations import record
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.operations import store_upload
from accanto.people.households.models import Member
from accanto.people.persons.models import Person
from accanto.territory.bodies.enums import BodyKind
from accanto.territory.bodies.models import Organisation
from accanto.territory.staff.models import User

LONGEST_MONTHS = 240
_FIRST_DAY = date(1990, 1, 1)


@dataclass(frozen=True)
class MeasureFacts:
    """What the order says of itself. `last_day` is inside the measure; without it there is no written end."""

    authority: Organisation
    kind: str
    order_on: date
    received_at: datetime
    starts_on: date
    mandate: str
    register_number: str = ""
    order_number: str = ""
    begun_on: date | None = None
    last_day: date | None = None
    duration_words: str = ""


@dataclass(frozen=True)
class ConcernedFacts:
    """A member of the household, or somebody else by name."""

    role: str
    person: Person | None = None
    name: str = ""


@dataclass(frozen=True)
class PrescriptionFacts:
    addressee: str
    text: str


@dataclass(frozen=True)
class EntrustmentFacts:
    """Fields (a) to (h) of art. 5-bis; a duration or an interval of None means that the order is silent."""

    placed_with: str
    service_tasks: str
    service_acts: str = ""
    placement_acts: str = ""
    parents_acts: str = ""
    curator_acts: str = ""
    duration_months: int | None = None
    reporting_months: int | None = None


@dataclass(frozen=True)
class Order:
    """An order as it is typed in."""

    facts: MeasureFacts
    concerned: Sequence[ConcernedFacts]
    prescriptions: Sequence[PrescriptionFacts] = ()
    terms: Sequence[TermFacts] = ()
    entrustment: EntrustmentFacts | None = None
    upload: IO[bytes] | None = field(default=None, compare=False)
    filename: str = ""


@transaction.atomic
def register_measure(*, case: Case, order: Order, by: User, at: datetime) -> Measure:
    """Write down what a court ordered and start its clocks.

    What goes past the law's ceilings is registered as it is written (`rules.past_the_ceiling` says so). An order is
    taken in also for people whose data are restricted: a court decided it (GDPR art. 18, par. 2).

    :raises OperationRefused: a closed case, a body that is no court, a kind that did not exist, days that cannot be,
        nobody concerned, strangers to the household, no minor where the kind asks for one, the block of art. 5-bis
        missing or out of place, or an order registered already.
    :raises FileRefused: the file of the order.
    """
    row = Case.objects.select_for_update(of=("self",)).select_related("responsible").get(pk=case.pk)
    if row.state == CaseState.CLOSED:
        raise OperationRefused(_("The case is closed: open a new one, then register the order there."))
    facts = order.facts
    kind = _check_facts(facts, at)
    _check_concerned(row, order.concerned, kind)
    _check_entrustment(order.entrustment, kind)
    _refuse_twice(row, facts)
    measure = Measure(
        case=row,
        authority=facts.authority,
        kind=facts.kind,
        register_number=_line(facts.register_number, 40),
        order_number=_line(facts.order_number, 40),
        order_on=facts.order_on,
        received_at=facts.received_at,
        begun_on=facts.begun_on,
        mandate=facts.mandate.strip(),
        starts_on=facts.starts_on,
        ends_on=_end(facts, order.entrustment, kind),
        duration_words=_line(facts.duration_words, 200),
        created_by=by,
        created_at=at,
    )
    measure.document = _keep_file(row, order, by, at)
    try:
        with transaction.atomic():
            measure.save(force_insert=True)
    except IntegrityError as error:  # somebody registered it between the check and now
        raise _twice() from error
    _write_parts(measure, order, kind, by, at)
    for code in (RESPONSIBLE, END, SIGNAL):
        start(code, measure)
    record(
        "mandates.measure.registered",
        by=by,
        at=at,
        context=row.pk,
        subject=measure,
        important=True,
        kind=kind_words(measure),
        authority=str(facts.authority),
    )
    return measure


def _keep_file(case: Case, order: Order, by: User, at: datetime) -> Document | None:
    if order.upload is None:
        return None
    return store_upload(
        kind=DocumentKind.COURT_ORDER,
        title=_("Order of %(day)s") % {"day": f"{order.facts.order_on:%d/%m/%Y}"},
        upload=order.upload,
        filename=order.filename,
        by=by,
        at=at,
        context=case.pk,
    )


def _write_parts(measure: Measure, order: Order, kind: Kind, by: User, at: datetime) -> None:
    Concerned.objects.bulk_create(
        Concerned(
            measure=measure, person=one.person, name="" if one.person else _line(one.name, 160), role=one.role
        )
        for one in order.concerned
    )
    Prescription.objects.bulk_create(
        Prescription(
            measure=measure, addressee=_line(one.addressee, 160), text=one.text.strip(), position=number
        )
        for number, one in enumerate(order.prescriptions)
    )
    terms = list(order.terms)
    if order.entrustment is not None:
        EntrustmentTerms.objects.create(measure=measure, **vars(order.entrustment))
        if not any(one.every_months for one in terms):
            terms += _interval(measure, order.entrustment, terms)
    for term in terms:
        add_term(measure=measure, facts=term, by=by, at=at)


def _interval(measure: Measure, given: EntrustmentFacts, terms: Sequence[TermFacts]) -> list[TermFacts]:
    """Reports at the interval of the order; where it is silent, at the longest that the law allows.

    Counted from the first report where the order names its day. What the law asks after the end of the measure, or
    the order after a first report that stands, is not due.
    """
    first = min((one.from_on for one in terms), default=None)
    rule = ceiling("entrustment.reporting", measure.law_day)
    months = given.reporting_months or (int(rule["amount"]) if rule else None)
    if months is None:
        return []
    asked = TermFacts(first or measure.starts_on, months, by_law=not given.reporting_months)
    skipped = asked.by_law or first is not None
    return [] if skipped and next_report(measure, asked.from_on, months, 1) is None else [asked]


def _end(facts: MeasureFacts, given: EntrustmentFacts | None, kind: Kind) -> date | None:
    """First day on which it no longer holds: the order's; of art. 5-bis, where it is silent, the law's ceiling."""
    if facts.last_day is not None:
        return facts.last_day + timedelta(days=1)
    if given is None or not kind.entrustment:
        return None
    rule = ceiling("entrustment.duration", facts.begun_on or facts.order_on)
    months = given.duration_months or (int(rule["amount"]) if rule else None)
    return add_months(facts.starts_on, months) if months else None


def _check_facts(facts: MeasureFacts, at: datetime) -> Kind:
    if facts.authority.kind != BodyKind.COURT:
        raise OperationRefused(_("%(name)s is not a court.") % {"name": facts.authority}, field="authority")
    if not facts.mandate.strip():
        raise OperationRefused(_("Write what the court asks of the service."), field="mandate")
    if not _FIRST_DAY <= facts.order_on <= local_day(at):
        raise OperationRefused(
            _("The day of the order is in the future, or far too old: check it."), field="order_on"
        )
    try:
        kind = kind_on(facts.kind, facts.begun_on or facts.order_on)
    except NoRuleInForce as error:
        raise OperationRefused(
            _("On that day no court could order this: check kind and days."), field="kind"
        ) from error
    if facts.received_at > at or local_day(facts.received_at) < facts.order_on:
        raise OperationRefused(
            _("It arrived between the day of the order and now: check day and time."), field="received_at"
        )
    if facts.begun_on is not None and facts.begun_on > facts.order_on:
        raise OperationRefused(_("Proceedings begin before their order: check the day."), field="begun_on")
    if facts.last_day is not None and facts.last_day < facts.starts_on:
        raise OperationRefused(_("The last day comes before the first: check both."), field="last_day")
    if facts.starts_on < _FIRST_DAY or facts.starts_on > add_months(facts.order_on, LONGEST_MONTHS):
        raise OperationRefused(_("Check the day from which it holds."), field="starts_on")
    return kind


def _check_concerned(case: Case, concerned: Sequence[ConcernedFacts], kind: Kind) -> None:
    if not concerned:
        raise OperationRefused(_("Say whom the order is about."), field="concerned")
    asked = [one.person.pk for one in concerned if one.person]
    known = set(
        Member.objects.filter(household=case.household_id, person__in=asked).values_list("person", flat=True)
    )
    for one in concerned:
        if one.role not in ConcernedRole.values or (one.person is None and not one.name.strip()):
            raise OperationRefused(
                _("Say who it is, and as what they stand in the order."), field="concerned"
            )
        if one.person is not None and one.person.pk not in known:
            raise OperationRefused(
                _("%(name)s does not belong to this household: write the name instead.")
                % {"name": one.person},
                field="concerned",
            )
    if kind.minors and not any(one.role == ConcernedRole.MINOR for one in concerned):
        raise OperationRefused(_("An order of this kind is about a minor: say which one."), field="concerned")


def _check_entrustment(given: EntrustmentFacts | None, kind: Kind) -> None:
    if kind.entrustment and given is None:
        raise OperationRefused(
            _("An entrustment under art. 5-bis says with whom the child lives and what the service does."),
            field="placed_with",
        )
    if given is None:
        return
    if not kind.entrustment:
        raise OperationRefused(_("Only an entrustment under art. 5-bis has these fields."), field="kind")
    needed = {"placed_with": given.placed_with, "service_tasks": given.service_tasks}
    for name, text in needed.items():
        if not text.strip():
            raise OperationRefused(_("The order of art. 5-bis indicates it: copy it here."), field=name)
    for name in ("duration_months", "reporting_months"):
        months = getattr(given, name)
        if months is not None and not 1 <= months <= LONGEST_MONTHS:
            raise OperationRefused(_("Write the months as the order does, from 1 on."), field=name)


def _refuse_twice(case: Case, facts: MeasureFacts) -> None:
    if not facts.order_number.strip():
        return
    same: dict[str, Any] = {
        "authority": facts.authority,
        "order_number": _line(facts.order_number, 40),
        "order_on": facts.order_on,
        "kind": facts.kind,
    }
    if Measure.objects.filter(case=case, **same).exists():
        raise _twice()


def _twice() -> OperationRefused:
    return OperationRefused(
        _("This order is registered already: look among the measures of the case."), field="order_number"
    )


def _line(text: str, most: int) -> str:
    return " ".join(text.split())[:most]
