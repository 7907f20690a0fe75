"""What an extract tells of reports: what was reported, what became of it, never which citizen reported."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.access.reports.enums import ReporterKind
from accanto.access.reports.kinds import label_of
from accanto.access.reports.models import Evaluation, NamedPerson, Report, ReportOutcome
from accanto.people.persons.extracts import Section, Subject, Told, leave_out, register_section, told


def register() -> None:
    register_section(
        Section(
            420,
            "reports",
            gettext_lazy("Reports from others"),
            ("reports.Report", "reports.NamedPerson", "reports.Evaluation", "reports.ReportOutcome"),
            _reports,
            words=True,
        )
    )
    leave_out(
        ["reports.ReportClock", "reports.ReportCorrection", "reports.CourtRequest", "reports.ReportAnswer"],
        gettext_lazy("Terms and letters between the service and whoever reported: the outcome is told."),
    )
    leave_out(
        ["reports.EmergencyCall", "reports.Handover"],
        gettext_lazy(
            "What was done in an emergency may say where somebody is kept safe: it is told by whoever follows the case."
        ),
    )
    leave_out(
        ["reports.Eviction", "reports.EvictionMeasure"],
        gettext_lazy(
            "The eviction and what was done for it are known to the household, and stand in the case."
        ),
    )


def _reports(subject: Subject) -> list[Told]:
    """Those in which the person was recognised, of cases that may be told; other people's names are covered."""
    mine = NamedPerson.objects.filter(person=subject.person).values("report")
    rows = Report.objects.filter(pk__in=mine, case__in=subject.cases).order_by("received_at", "pk")
    outcomes = {row.report_id: row for row in ReportOutcome.objects.filter(report__in=rows)}
    signed = {
        row.report_id: row for row in Evaluation.objects.filter(report__in=rows, signed_at__isnull=False)
    }
    return [_told(subject, row, outcomes.get(row.pk), signed.get(row.pk)) for row in rows]


def _told(
    subject: Subject, row: Report, outcome: ReportOutcome | None, evaluation: Evaluation | None
) -> Told:
    hidden = row.covered or row.reporter_kind == ReporterKind.CITIZEN
    return told(
        _("Report %(number)s") % {"number": row.number},
        ("kind", _("Kind"), label_of(row.kind)),
        ("received_at", _("Received on"), row.received_at),
        ("reporter", _("Who reports"), _("kept private") if hidden else row.get_reporter_kind_display()),
        ("text", _("What was reported"), "" if hidden else subject.hide(row.text)),
        ("facts", _("Facts ascertained"), subject.hide(evaluation.facts) if evaluation else ""),
        (
            "assessment",
            _("Assessment of the service"),
            subject.hide(evaluation.assessment) if evaluation else "",
        ),
        ("outcome", _("What became of it"), str(outcome.get_kind_display()) if outcome else ""),
    )
