"""Reports to the court: three parts kept distinct, written by more than one person, signed once, sent once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.mandates.enums import REPORT_TRANSITIONS, Channel, ReportState, Speaker
from accanto.casework.mandates.kinds import kind_words
from accanto.casework.mandates.masking import badly_marked
from accanto.casework.mandates.models import CourtReport, Measure, ReportTerm, Statement
from accanto.casework.mandates.operations.paper import print_report
from accanto.casework.mandates.operations.running import locked as locked_measure
from accanto.casework.mandates.operations.terms import fulfil
from accanto.casework.mandates.rules import local_day
from accanto.core.errors import ChangedMeanwhile, OperationRefused
from accanto.foundation.audit.operations import record
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.operations import store_document
from accanto.territory.staff.models import User

MOST_STATEMENTS = 40


@dataclass(frozen=True)
class StatementText:
    who: str
    text: str
    speaker: str = Speaker.PARTY
    said_on: date | None = None
    withheld: bool = False


@dataclass(frozen=True)
class ReportText:
    """What is written, as a whole: it is saved as a whole."""

    facts: str = ""
    statements: Sequence[StatementText] = ()
    nobody_heard: str = ""
    evaluations: str = ""
    personality: bool = False
    instruments: str = ""


@transaction.atomic
def start_report(*, measure: Measure, term: ReportTerm | None = None, by: User, at: datetime) -> CourtReport:
    """Begin a report, for the term that is due or of one's own accord; one begun for the same term is given back.

    :raises OperationRefused: the measure has ended, or nothing is due for the term.
    """
    row = locked_measure(measure)
    if term is not None:
        if term.measure_id != row.pk or term.due_on is None:
            raise OperationRefused(_("No report is due for this term: reload the page."))
        standing = CourtReport.objects.filter(
            term=term, term_due_on=term.due_on, replaced_by__isnull=True
        ).exclude(state=ReportState.SENT)
        if begun := standing.first():
            return begun
    return CourtReport.objects.create(
        measure=row,
        term=term,
        term_due_on=term.due_on if term else None,
        saved_by=by,
        saved_at=at,
        created_at=at,
    )


@transaction.atomic
def save_report(
    *, report: CourtReport, text: ReportText, expected_revision: int, by: User, at: datetime
) -> CourtReport:
    """Save what is written. Saving again what stands changes nothing.

    :raises ChangedMeanwhile: somebody saved since `expected_revision`; nothing is lost, the page shows both.
    :raises OperationRefused: it is signed, or too many statements.
    """
    row = _locked(report)
    _refuse_signed(row)
    if len(text.statements) > MOST_STATEMENTS:
        raise OperationRefused(
            _("A report holds %(n)d statements at most: put together those of the same person.")
            % {"n": MOST_STATEMENTS}
        )
    if text_of(row) == replace(text, statements=list(text.statements)):
        return row
    if row.revision != expected_revision:
        raise ChangedMeanwhile(
            _("%(name)s saved this report while you were writing: both texts are below.")
            % {"name": row.saved_by}
        )
    row.facts, row.evaluations = text.facts, text.evaluations
    row.nobody_heard, row.personality, row.instruments = text.nobody_heard, text.personality, text.instruments
    row.revision += 1
    row.saved_by, row.saved_at = by, at
    row.save()
    row.statements.all().delete()
    Statement.objects.bulk_create(
        Statement(report=row, position=number, **vars(one)) for number, one in enumerate(text.statements)
    )
    return row


def text_of(report: CourtReport) -> ReportText:
    return ReportText(
        facts=report.facts,
        statements=[
            StatementText(one.who, one.text, one.speaker, one.said_on, one.withheld)
            for one in report.statements.order_by("position", "id")
        ],
        nobody_heard=report.nobody_heard,
        evaluations=report.evaluations,
        personality=report.personality,
        instruments=report.instruments,
    )


def what_is_missing(text: ReportText) -> list[str]:
    """Sentences, one for each thing without which the report is not signed."""
    missing = []
    if not text.facts.strip():
        missing.append(_("Facts: write what was ascertained, when and how."))
    if not text.statements and not text.nobody_heard.strip():
        missing.append(_("Statements: add who said what, or say why nobody was heard."))
    for one in text.statements:
        if not one.who.strip():
            missing.append(_("Statements: say who said «%(text)s».") % {"text": one.text[:40]})
        elif not one.text.strip():
            missing.append(_("Statements: write what %(name)s said.") % {"name": one.who})
    if not text.evaluations.strip():
        missing.append(_("Evaluations: write what the operators think, apart from the facts."))
    if text.personality and not text.instruments.strip():
        missing.append(
            _(
                "Evaluations: name the protocols and objective data on which the judgement of personality rests."
            )
        )
    spoken = [part for one in text.statements for part in (one.who, one.text)]
    if any(map(badly_marked, [text.facts, text.nobody_heard, text.evaluations, text.instruments, *spoken])):
        missing.append(_badly_marked())
    return missing


def _badly_marked() -> str:
    return _("A mark [[ … ]] is not closed, or stands within another: look for it in the text.")


@transaction.atomic
def sign_report(*, report: CourtReport, expected_revision: int, by: User, at: datetime) -> CourtReport:
    """Freeze the report and the copy for the parties as PDF/A with the fingerprint of what they say.

    :raises ChangedMeanwhile: somebody saved since it was read.
    :raises OperationRefused: signed already, or something is missing (`missing`).
    """
    row = _locked(report)
    _refuse_signed(row)
    if row.revision != expected_revision:
        raise ChangedMeanwhile(
            _("%(name)s changed the report while you were reading: read it again before signing.")
            % {"name": row.saved_by}
        )
    text = text_of(row)
    if missing := what_is_missing(text):
        raise OperationRefused(_("The report cannot be signed yet."), missing=missing)
    row.signed_by, row.signed_at = by, at
    row.state = REPORT_TRANSITIONS.move("sign", row.state)
    whole, row.fingerprint = print_report(row, text, at=at, parties=False)
    copy, _fingerprint = print_report(row, text, at=at, parties=True)
    row.document = _keep(row, whole, by, at, _("Report to the court"), "relazione")
    row.copy = _keep(
        row, copy, by, at, _("Report to the court, copy for the parties"), "relazione-copia-parti"
    )
    row.save()
    _tell(row, "mandates.report.signed", by, at, number=row.version)
    return row


def _keep(row: CourtReport, pdf: bytes, by: User, at: datetime, title: str, filename: str) -> Document:
    return store_document(
        kind=DocumentKind.COURT_REPORT,
        title=title,
        content=pdf,
        filename=f"{filename}.pdf",
        media_type="application/pdf",
        by=by,
        at=at,
        context=row.measure.case_id,
        frozen=True,
        version=row.version,
    )


@transaction.atomic
def send_report(
    *, report: CourtReport, sent_on: date, channel: str, protocol: str = "", by: User, at: datetime
) -> CourtReport:
    """The court has it: the term that it answers is done and the next one opens.

    :raises OperationRefused: not signed, sent already, corrected by a newer version, or a day that cannot be.
    """
    row = _locked(report)
    if row.state == ReportState.DRAFT:
        raise OperationRefused(_("Sign the report before sending it."))
    if row.state == ReportState.SENT:
        raise OperationRefused(_("This report was sent already: reload the page."))
    _refuse_replaced(row)
    if channel not in Channel.values:
        raise OperationRefused(_("Choose how it was sent."), field="channel")
    signed_on = local_day(row.signed_at) if row.signed_at else sent_on
    if not signed_on <= sent_on <= local_day(at):
        raise OperationRefused(_("The day is between the signature and today: check it."), field="sent_on")
    row.state = REPORT_TRANSITIONS.move("send", row.state)
    row.sent_on, row.channel, row.protocol = sent_on, channel, " ".join(protocol.split())[:60]
    row.save(update_fields=["state", "sent_on", "channel", "protocol"])
    if row.term is not None:
        fulfil(row.term, answered=row.term_due_on, at=at)
    _tell(
        row, "mandates.report.sent", by, at, channel=str(Channel(channel).label), protocol=row.protocol or "–"
    )
    return row


@transaction.atomic
def correct_report(*, report: CourtReport, reason: str, by: User, at: datetime) -> CourtReport:
    """A signed report does not change: a new version begins from its words and says why.

    :raises OperationRefused: not signed yet, no reason, one with a mark that is not closed, or corrected already.
    """
    row = _locked(report)
    locked_measure(row.measure)
    if row.state == ReportState.DRAFT:
        raise OperationRefused(_("It is not signed yet: change it directly."))
    _refuse_replaced(row)
    if not reason.strip():
        raise OperationRefused(_("Say what has to be corrected."), field="reason")
    if badly_marked(reason):
        raise OperationRefused(_badly_marked(), field="reason")
    text = text_of(row)
    made = CourtReport.objects.create(
        measure=row.measure,
        term=row.term,
        term_due_on=row.term_due_on,
        version=row.version + 1,
        replaces=row,
        change_reason=reason.strip()[:300],
        facts=text.facts,
        nobody_heard=text.nobody_heard,
        evaluations=text.evaluations,
        personality=text.personality,
        instruments=text.instruments,
        saved_by=by,
        saved_at=at,
        created_at=at,
    )
    Statement.objects.bulk_create(
        Statement(report=made, position=number, **vars(one)) for number, one in enumerate(text.statements)
    )
    _tell(made, "mandates.report.corrected", by, at, number=made.version, reason=made.change_reason)
    return made


def _locked(report: CourtReport) -> CourtReport:
    rows = CourtReport.objects.select_for_update(of=("self",))
    return rows.select_related("measure__case__household", "measure__authority", "saved_by", "term").get(
        pk=report.pk
    )


def _refuse_signed(row: CourtReport) -> None:
    if row.state != ReportState.DRAFT:
        raise OperationRefused(_("The report is signed: it changes only through a new version."))


def _refuse_replaced(row: CourtReport) -> None:
    if CourtReport.objects.filter(replaces=row).exists():
        raise OperationRefused(_("A newer version exists already: open that one."))


def _tell(row: CourtReport, verb: str, by: User, at: datetime, **params: object) -> None:
    record(
        verb, by=by, at=at, context=row.measure.case_id, subject=row.measure, important=True,
        kind=kind_words(row.measure), **params,
    )  # fmt: skip
