"""A later order of the same proceedings: it adds a prescription, lifts one, changes a term; what held before stays."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.mandates.enums import TERM_TRANSITIONS, TermState
from accanto.casework.mandates.kinds import kind_words
from accanto.casework.mandates.models import Measure, Prescription, ReportTerm
from accanto.casework.mandates.operations.clocks import REPORT, stop
from accanto.casework.mandates.operations.registering import PrescriptionFacts
from accanto.casework.mandates.operations.running import locked
from accanto.casework.mandates.operations.terms import TermFacts, add_term
from accanto.casework.mandates.rules import local_day
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class LaterOrder:
    """`words` name it as people do: «decreto n. 61/2026»."""

    on: date
    words: str


@transaction.atomic
def add_prescription(
    *, measure: Measure, facts: PrescriptionFacts, order: LaterOrder, by: User, at: datetime
) -> Prescription:
    """:raises OperationRefused: the measure has ended, nothing prescribed or to nobody, a day that cannot be."""
    row = locked(measure)
    words = _check(row, order, at)
    addressee, text = " ".join(facts.addressee.split())[:160], facts.text.strip()
    if not addressee or not text:
        field = "text" if addressee else "addressee"
        raise OperationRefused(_("A prescription says what and to whom: write both."), field=field)
    made = Prescription.objects.create(
        measure=row,
        addressee=addressee,
        text=text,
        position=row.prescriptions.count(),
        added_on=order.on,
        added_by_order=words,
    )
    _tell("mandates.prescription.added", row, made.addressee, words, by, at)
    return made


@transaction.atomic
def lift_prescription(
    *, prescription: Prescription, order: LaterOrder, by: User, at: datetime
) -> Prescription:
    """It binds nobody any more; what was seen of it stays.

    :raises OperationRefused: lifted already, the measure has ended, a day before it was prescribed.
    """
    measure = locked(prescription.measure)
    row = Prescription.objects.select_for_update(of=("self",)).get(pk=prescription.pk)
    if row.lifted_on is not None:
        raise OperationRefused(_("This prescription was lifted already."))
    words = _check(measure, order, at, after=row.added_on)
    row.lifted_on, row.lifted_by_order = order.on, words
    row.save(update_fields=["lifted_on", "lifted_by_order"])
    _tell("mandates.prescription.lifted", measure, row.addressee, words, by, at)
    return row


@transaction.atomic
def change_term(
    *, term: ReportTerm, facts: TermFacts | None, order: LaterOrder, by: User, at: datetime
) -> ReportTerm | None:
    """The court asks for its reports otherwise: the term stays as it was written and another one runs.

    :param facts: the new term; None where no report is asked for any more.
    :raises OperationRefused: a term that no longer runs, or what `add_term` refuses.
    """
    measure = locked(term.measure)
    row = ReportTerm.objects.select_for_update(of=("self",)).get(pk=term.pk)
    if row.state != TermState.OPEN:
        raise OperationRefused(_("This term no longer runs: add another one."))
    words = _check(measure, order, at)
    row.state, row.due_on = TERM_TRANSITIONS.move("finish", row.state), None
    row.changed_on, row.changed_by_order = order.on, words
    row.save(update_fields=["state", "due_on", "changed_on", "changed_by_order"])
    stop(row.pk, code=REPORT, at=at, done=False)
    made = add_term(measure=measure, facts=facts, by=by, at=at) if facts else None
    _tell("mandates.term.changed", measure, kind_words(measure), words, by, at)
    return made


def _check(measure: Measure, order: LaterOrder, at: datetime, after: date | None = None) -> str:
    words = " ".join(order.words.split())[:160]
    if not words:
        raise OperationRefused(
            _("Write which order says so: its number, or how it is called."), field="words"
        )
    if not (after or measure.order_on) <= order.on <= local_day(at):
        raise OperationRefused(
            _("The day of the later order is between the first one and today: check it."), field="on"
        )
    return words


def _tell(verb: str, measure: Measure, about: str, words: str, by: User, at: datetime) -> None:
    record(
        verb, by=by, at=at, context=measure.case_id, subject=measure, important=True, about=about, order=words
    )
