from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accanto.access.reports.enums import REPORT_TRANSITIONS, Channel, ReportState
from accanto.access.reports.kinds import kind_of
from accanto.access.reports.letter import TEMPLATE, letter_data
from accanto.access.reports.models import Evaluation, Report, ReportAnswer
from accanto.access.reports.operations.locked import evaluated_by
from accanto.access.reports.operations.terms import finish_if_running
from accanto.core.database.context import serving
from accanto.core.errors import OperationRefused
from accanto.core.pdf import render_pdf
from accanto.foundation.audit.operations import record
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.operations import store_document
from accanto.territory.staff.models import User


@serving("reports")
@transaction.atomic
def write_answer(*, report: Report, body: str, by: User, at: datetime) -> ReportAnswer:
    """The letter as PDF, frozen; the report to a court carries the three parts of the evaluation, which is signed.

    It belongs to the report, and to the case once there is one.

    :raises OperationRefused: no words; the evaluation of a court's request is not signed yet.
    """
    row = evaluated_by(report, by)
    if not body.strip():
        raise OperationRefused(_("Write the answer."), field="body")
    evaluation = Evaluation.objects.filter(report=row, signed_at__isnull=False).first()
    to_court = "order" in kind_of(row.kind, timezone.localtime(row.received_at).date()).needs
    if to_court and evaluation is None:
        raise OperationRefused(_("First sign the evaluation: the report to the court carries it."))
    with override("it"):
        data = letter_data(row, body.strip(), evaluation if to_court else None, by, at)
        title = _("Answer to the report %(number)s") % {"number": row.number}
        content = render_pdf(TEMPLATE, data, made_at=at)
    document = store_document(
        kind=DocumentKind.ATTACHMENT,
        title=title,
        content=content,
        filename=f"risposta-{row.number.replace('/', '-')}.pdf",
        media_type="application/pdf",
        by=None,  # the report's, not its author's: who may no longer see the report opens it no more
        at=at,
        context=row.case_id or row.pk,
        frozen=True,
        version=ReportAnswer.objects.filter(report=row).count() + 1,
    )
    answer = ReportAnswer.objects.create(
        report=row, document=document, body=body.strip(), written_by=by, written_at=at
    )
    if row.state != ReportState.CLOSED:
        row.state = REPORT_TRANSITIONS.move("answer", row.state)
        row.save(update_fields=["state"])
    record("reports.answered", by=by, at=at, context=row.pk, subject=row)
    return answer


@serving("reports")
@transaction.atomic
def record_sending(
    *, answer: ReportAnswer, sent_at: datetime, channel: str, by: User, at: datetime, proof: str = ""
) -> ReportAnswer:
    """When and how it went; the term of the reply ends then.

    :raises OperationRefused: sent already, in the future, or before it was written.
    """
    row = evaluated_by(answer.report, by)
    one = ReportAnswer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    if one.sent_at is not None:
        raise OperationRefused(_("This answer was sent already."))
    if sent_at > at:
        raise OperationRefused(_("It lies in the future: write when it really happened."), field="sent_at")
    # Controls of the page know no seconds.
    if sent_at < one.written_at.replace(second=0, microsecond=0):
        raise OperationRefused(_("It was sent before it was written: check day and hour."), field="sent_at")
    one.sent_at, one.sent_channel, one.proof = sent_at, Channel(channel), proof.strip()
    one.save(update_fields=["sent_at", "sent_channel", "proof"])
    finish_if_running(row, "reply", sent_at, by, at)
    record("reports.sent", by=by, at=at, context=row.pk, subject=row, how=str(Channel(channel).label))
    return one
