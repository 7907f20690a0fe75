from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.access.reports.enums import Part
from accanto.access.reports.kinds import Kind, label_of
from accanto.access.reports.models import CourtRequest, Eviction, NamedPerson, Report
from accanto.access.reports.operations.locked import admits, locked, refuse_unseeing
from accanto.access.reports.operations.terms import kind_on, set_terms
from accanto.core.database.context import serving
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.operations import notify
from accanto.people.persons.compartments import fenced
from accanto.people.persons.naming import search_name
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User
from accanto.territory.staff.queries import coordinators_of, holders_of


@dataclass(frozen=True)
class Sender:
    """Who reports, in the words in which they present themselves."""

    kind: str
    body: str = ""
    name: str = ""
    contact: str = ""
    protocol: str = ""
    dated: date | None = None
    covered: bool = False


@dataclass(frozen=True)
class Named:
    """Somebody as the report names them, or what is known of somebody without a name."""

    last_name: str = ""
    first_name: str = ""
    birth_date: date | None = None
    known: str = ""
    part: str = Part.CONCERNED


@dataclass(frozen=True)
class EvictionFacts:
    execution_on: date
    address: str = ""
    members: int | None = None
    minors: int | None = None
    over_65: int | None = None
    disabled: int | None = None


@dataclass(frozen=True)
class Order:
    court: str
    proceeding: str
    hearing_on: date | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Particular:
    """What only some kinds have."""

    placed_at: datetime | None = None
    eviction: EvictionFacts | None = None
    order: Order | None = None
    people: Sequence[Named] = field(default_factory=tuple)


@serving(
    "reports"
)  # numbers run over all the reports, and the one just written may be nobody’s to read but its office’s
@transaction.atomic
def receive_report(
    *,
    kind: str,
    received_at: datetime,
    channel: str,
    sender: Sender,
    office: Office,
    text: str,
    by: User,
    at: datetime,
    people: Sequence[Named] = (),
    evaluator: User | None = None,
    urgency: str = "",
    placed_at: datetime | None = None,
    eviction: EvictionFacts | None = None,
    order: Order | None = None,
) -> Report:
    """Write down what a third party reports: it gets its number, its compartment by its kind, and its terms begin.

    :param people: may be empty: whom it is about is sometimes to be found out.
    :raises OperationRefused: a moment in the future; what the kind needs is missing; the compartment is fenced and
        neither the office nor anybody by name is let into it.
    """
    told = kind_on(kind, received_at)
    more = Particular(placed_at, eviction, order, people)
    _check(told, more, received_at, text, at)
    _refuse_forgotten(told.compartment, office, evaluator, at.date())
    row = Report.objects.create(
        number=_next_number(timezone.localtime(at).year),
        kind=kind,
        urgency=urgency or told.urgency,
        compartment=told.compartment,
        channel=channel,
        received_at=received_at,
        registered_at=at,
        received_by=by,
        office=office,
        reporter_kind=sender.kind,
        reporter_body=sender.body.strip(),
        reporter_name=sender.name.strip(),
        reporter_contact=sender.contact.strip(),
        covered=sender.covered,
        sender_protocol=sender.protocol.strip(),
        sender_date=sender.dated,
        text=text.strip(),
        placed_at=placed_at,
        evaluator=evaluator,
    )
    _keep_particular(row, more)
    set_terms(row, at)
    record("reports.received", by=by, at=at, context=row.pk, subject=row, number=row.number)
    if evaluator:
        refuse_unseeing(row, evaluator)
        _tell(row, evaluator, by, at)
    return row


@serving("reports")
@transaction.atomic
def entrust(*, report: Report, evaluator: User, by: User, at: datetime) -> Report:
    """Give the evaluation to somebody by name: from now they see it, also behind a fence.

    Whoever coordinates the office decides, and whoever evaluates it now; before anybody has taken it, also whoever
    wrote it down.

    :raises NotPermitted: others.
    :raises OperationRefused: closed; the person does not evaluate reports, or must not see somebody in it.
    """
    row = locked(report, by)
    first = row.taken_at is None and (row.received_by_id == by.pk or by.may("reports.evaluate"))
    if not (first or row.evaluator_id == by.pk or row.office_id in by.access.coordinates):
        raise NotPermitted(_("Whoever coordinates the office decides who evaluates a report."))
    if row.closed_at is not None:
        raise OperationRefused(_("The report is closed."))
    if not holders_of("reports.evaluate", at.date()).filter(pk=evaluator.pk).exists():
        raise OperationRefused(
            _("%(name)s does not evaluate reports.") % {"name": evaluator}, field="evaluator"
        )
    refuse_unseeing(row, evaluator)
    row.evaluator = evaluator
    row.save(update_fields=["evaluator"])
    set_terms(row, at)
    record("reports.entrusted", by=by, at=at, context=row.pk, subject=row, name=str(evaluator))
    _tell(row, evaluator, by, at)
    return row


def name_of(given: Named) -> NamedPerson:
    """Not saved yet."""
    return NamedPerson(
        last_name=given.last_name.strip(),
        first_name=given.first_name.strip(),
        birth_date=given.birth_date,
        known=given.known.strip(),
        part=given.part,
        search_name=search_name(given.last_name, given.first_name) if given.last_name else "",
    )


def _check(kind: Kind, more: Particular, received_at: datetime, text: str, at: datetime) -> None:
    if received_at > at:
        raise OperationRefused(_("It cannot arrive in the future: check day and hour."), field="received_at")
    if not text.strip():
        raise OperationRefused(_("Write what is reported, also in a few words."), field="text")
    if "placement" in kind.needs and more.placed_at is None:
        raise OperationRefused(
            _("Write when the minor was placed: the hours of the law run from there."), field="placed_at"
        )
    if more.placed_at and more.placed_at > at:
        raise OperationRefused(_("The placement lies in the future: check day and hour."), field="placed_at")
    if "eviction" in kind.needs and more.eviction is None:
        raise OperationRefused(_("Write the day set for the eviction."), field="execution_on")
    if "order" in kind.needs and (more.order is None or not (more.order.due_on or more.order.hearing_on)):
        raise OperationRefused(_("Write the term of the order, or the day of the hearing."), field="due_on")


def _refuse_forgotten(compartment: str, office: Office, evaluator: User | None, on: date) -> None:
    """Behind a fence only those see it who are let in: somebody must be."""
    if evaluator is not None:
        return
    if compartment not in fenced():
        return
    if not admits(office, compartment):
        raise OperationRefused(
            _(
                "Nobody of %(office)s is let into this compartment: choose an office that is, or say by name who"
                " evaluates it."
            )
            % {"office": office},
            field="evaluator",
        )
    if not coordinators_of(office, on):
        raise OperationRefused(
            _("Nobody coordinates %(office)s: say by name who evaluates it.") % {"office": office},
            field="evaluator",
        )


def _keep_particular(row: Report, more: Particular) -> None:
    named = [name_of(given) for given in more.people]
    for one in named:
        one.report = row
    NamedPerson.objects.bulk_create(named)
    if more.eviction:
        Eviction.objects.create(report=row, **vars(more.eviction))
    if more.order:
        CourtRequest.objects.create(report=row, **vars(more.order))


def _tell(row: Report, evaluator: User, by: User, at: datetime) -> None:
    if evaluator.pk == by.pk:
        return
    notify(
        "reports.entrusted",
        user=evaluator,
        at=at,
        url=reverse("report", args=[row.pk]),
        number=row.number,
        what=label_of(row.kind),
    )


def _next_number(year: int) -> str:
    """«2026/0412»; the advisory lock keeps two workers from taking the same number."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('report_number'))")
        cursor.execute(
            "select coalesce(max(split_part(number, '/', 2)::int), 0) + 1 from reports_report where number like %s",
            [f"{year}/%"],
        )
        (progressive,) = cursor.fetchone()
    return f"{year}/{progressive:04d}"
