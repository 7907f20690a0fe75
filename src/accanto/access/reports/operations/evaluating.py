from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accanto.access.reports.enums import REPORT_TRANSITIONS
from accanto.access.reports.models import Evaluation, Report
from accanto.access.reports.operations.locked import evaluated_by, locked, refuse_unseeing
from accanto.access.reports.operations.terms import finish_if_running, set_terms
from accanto.core.database.context import serving
from accanto.core.errors import ChangedMeanwhile, NotPermitted, OperationRefused
from accanto.foundation.audit.operations import record
from accanto.territory.staff.models import User


class EvaluationChanged(ChangedMeanwhile):
    """A colleague saved the evaluation first; `theirs` is what stands now."""

    def __init__(self, theirs: Evaluation) -> None:
        super().__init__(
            _("%(name)s saved this evaluation while you were writing: compare the two, nothing is lost.")
            % {"name": theirs.written_by}
        )
        self.theirs = theirs


@serving("reports")
@transaction.atomic
def take(*, report: Report, by: User, at: datetime) -> Report:
    """Take a report in evaluation: who takes it answers for it from now.

    :raises OperationRefused: a colleague was faster (named, with the hour), or it was entrusted to somebody else.
    """
    row = locked(report, by)
    if not by.may("reports.evaluate"):
        raise NotPermitted(_("Only those who evaluate reports may do this."))
    if row.taken_at is not None:
        raise OperationRefused(
            _("%(name)s took it at %(hour)s.")
            % {"name": row.evaluator, "hour": date_format(timezone.localtime(row.taken_at), "G:i")}
        )
    if row.evaluator_id not in (None, by.pk) and row.office_id not in by.access.coordinates:
        raise OperationRefused(_("It was entrusted to %(name)s.") % {"name": row.evaluator})
    refuse_unseeing(row, by)
    row.state = REPORT_TRANSITIONS.move("evaluate", row.state)
    row.evaluator, row.taken_at = by, at
    row.save(update_fields=["state", "evaluator", "taken_at"])
    set_terms(row, at)
    record("reports.taken", by=by, at=at, context=row.pk, subject=row)
    return row


@serving("reports")
@transaction.atomic
def save_evaluation(
    *,
    report: Report,
    facts: str,
    statements: str,
    assessment: str,
    expected_version: int,
    by: User,
    at: datetime,
) -> Evaluation:
    """Keep the three parts; `expected_version` is the one that was read, 0 for none.

    :raises EvaluationChanged: somebody saved first.
    :raises OperationRefused: it is signed.
    """
    row = evaluated_by(report, by)
    standing = Evaluation.objects.filter(report=row).select_related("written_by").first()
    if standing and standing.signed_at:
        raise OperationRefused(_("The evaluation is signed: it stays as it is."))
    if (standing.version if standing else 0) != expected_version:
        assert standing is not None  # noqa: S101  (nothing is ever taken away)
        raise EvaluationChanged(standing)
    kept = standing or Evaluation(report=row, version=0)
    kept.facts, kept.statements, kept.assessment = facts.strip(), statements.strip(), assessment.strip()
    kept.version, kept.written_by, kept.written_at = kept.version + 1, by, at
    kept.save()
    return kept


@serving("reports")
@transaction.atomic
def sign_evaluation(*, report: Report, by: User, at: datetime) -> Evaluation:
    """It stays as it is from now; the term of the evaluation, if one runs, ends.

    :raises OperationRefused: facts or assessment are missing, or it is signed already.
    """
    row = evaluated_by(report, by)
    kept = Evaluation.objects.select_for_update(of=("self",)).filter(report=row).first()
    missing = [
        words
        for words, text in (
            (_("the facts ascertained"), kept.facts if kept else ""),
            (_("the assessment of the service"), kept.assessment if kept else ""),
        )
        if not text
    ]
    if kept is None or missing:
        raise OperationRefused(
            _("Before it is signed, write: %(missing)s.") % {"missing": ", ".join(missing)}, missing=missing
        )
    if kept.signed_at:
        raise OperationRefused(_("The evaluation is signed already."))
    kept.signed_by, kept.signed_at = by, at
    kept.save(update_fields=["signed_by", "signed_at"])
    finish_if_running(row, "evaluation", at, by, at)
    record("reports.evaluated", by=by, at=at, context=row.pk, subject=row)
    return kept
