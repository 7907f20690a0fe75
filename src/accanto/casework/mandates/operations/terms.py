"""Terms of the reports, as the single order writes them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.mandates.enums import TERM_TRANSITIONS, TermState
from accanto.casework.mandates.models import Measure, ReportTerm
from accanto.casework.mandates.operations.clocks import REPORT, start, stop
from accanto.casework.mandates.rules import next_report
from accanto.core.errors import OperationRefused
from accanto.territory.staff.models import User

MOST_MONTHS = 60


@dataclass(frozen=True)
class TermFacts:
    """One report by `from_on`, or one every so many months counted from `from_on`; `words` are the order's."""

    from_on: date
    every_months: int | None = None
    words: str = ""
    by_law: bool = False


@transaction.atomic
def add_term(*, measure: Measure, facts: TermFacts, by: User, at: datetime) -> ReportTerm:
    """A term begins to run; the first report is due on the day that it says.

    :raises OperationRefused: a measure that has ended, an interval that is none, a day before the order, or a first
        report after the end of the measure.
    """
    if not measure.open:
        raise OperationRefused(_("The measure has ended: no report is due any more."))
    if facts.every_months is not None and not 1 <= facts.every_months <= MOST_MONTHS:
        raise OperationRefused(
            _("Write every how many months, from 1 to %(n)d.") % {"n": MOST_MONTHS}, field="every_months"
        )
    if facts.from_on < measure.order_on and facts.every_months is None:
        raise OperationRefused(_("The term comes before the order: check the day."), field="from_on")
    due_on = next_report(measure, facts.from_on, facts.every_months, 1)
    if due_on is None:
        raise OperationRefused(
            _("The first report would fall after the end of the measure: check interval and days."),
            field="every_months",
        )
    term = ReportTerm.objects.create(
        measure=measure,
        from_on=facts.from_on,
        every_months=facts.every_months,
        words=" ".join(facts.words.split())[:300],
        by_law=facts.by_law,
        due_on=due_on,
        created_at=at,
    )
    start(REPORT, term)
    return term


def fulfil(term: ReportTerm, *, answered: date | None, at: datetime) -> ReportTerm:
    """The report that was due is sent: the next one opens, or none is due any more. Inside the caller's transaction.

    A term that has gone on since (`answered` is not what is due now) is left as it is.
    """
    row = (
        ReportTerm.objects.select_for_update(of=("self",))
        .select_related("measure__case__responsible")
        .get(pk=term.pk)
    )
    if row.due_on is None or row.due_on != answered:
        return row
    row.sent += 1
    stop(row.pk, code=REPORT, at=at)
    row.due_on = next_report(row.measure, row.from_on, row.every_months, row.sent + 1)
    if row.due_on is None:
        row.state = TERM_TRANSITIONS.move("finish", row.state)
    row.save(update_fields=["sent", "due_on", "state"])
    start(REPORT, row)
    return row


def finish_all(measure: Measure, *, at: datetime) -> None:
    """The measure has ended: what was due is no longer."""
    for row in ReportTerm.objects.select_for_update(of=("self",)).filter(
        measure=measure, state=TermState.OPEN
    ):
        row.state, row.due_on = TERM_TRANSITIONS.move("finish", row.state), None
        row.save(update_fields=["state", "due_on"])
        stop(row.pk, code=REPORT, at=at, done=False)
