from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    name = "accanto.casework.assessment"
    label = "assessment"
    verbose_name = _("Assessment")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.casework.assessment import deadlines, interruptions
        from accanto.casework.assessment.models import Assessment
        from accanto.casework.assessment.queries import activable_members, what_is_open
        from accanto.casework.assessment.rules import never_read
        from accanto.casework.cases import blockers, deadline_kinds, limits, tabs
        from accanto.casework.pathways.activability import register_activable
        from accanto.core.database import after_migrations, append_only
        from accanto.foundation.audit.verbs import register_verbs

        register_verbs(
            {
                "assessment.section_a.opened": _("Preliminary analysis begun"),
                "assessment.section_a.closed": _("Preliminary analysis closed"),
                "assessment.section_a.reopened": _("Preliminary analysis reopened: {reason}"),
                "assessment.section_a.interrupted": _("Preliminary analysis interrupted: {reason}"),
                "assessment.section_b.opened": _("In-depth framework begun"),
                "assessment.section_b.closed": _("In-depth framework closed"),
                "assessment.section_b.reopened": _("In-depth framework reopened: {reason}"),
                "assessment.section_b.interrupted": _("In-depth framework interrupted: {reason}"),
                "assessment.six_areas.opened": _("Six areas: assessment begun"),
                "assessment.six_areas.closed": _("Six areas: assessment closed"),
                "assessment.six_areas.reopened": _("Six areas: assessment reopened: {reason}"),
                "assessment.six_areas.interrupted": _("Six areas: assessment interrupted: {reason}"),
            }
        )
        blockers.register_blocker("assessments", what_is_open, "case_assessments")
        after_migrations.register(interruptions.install)
        limits.register_limit(never_read)
        register_activable(activable_members)
        append_only.register(
            "assessment_answerrevision", "assessment_instrumentversion", "assessment_undoneclosing"
        )
        deadline_kinds.register(
            deadlines.ANALYSIS_TO_COMPLETE,
            deadline_kinds.DeadlineKind(
                title=_("Preliminary analysis to complete"),
                text=deadlines.why_analysis,
                action=_("Complete it"),
                url=deadlines.where_analysis,
            ),
        )
        tabs.register_tab(
            tabs.CaseTab(
                order=30,
                code="assessments",
                label=_("Assessments"),
                url_name="case_assessments",
                counted=lambda: tabs.counting(Assessment.objects.all(), "case"),
            )
        )

        from accanto.casework.assessment import extract

        extract.register()
