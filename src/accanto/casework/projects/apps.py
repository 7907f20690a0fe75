"""Goals, actions, supports, commitments, signatures, reviews."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "accanto.casework.projects"
    label = "projects"
    verbose_name = _("Projects")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.casework.cases import blockers, consequences, running, tabs
        from accanto.casework.projects import what_runs, worklist
        from accanto.casework.projects.models import Goal
        from accanto.core.web.frame import Place, add_place

        worklist.register_kinds()
        consequences.register("project", what_runs.touched)
        running.register(what_runs.running)
        blockers.register_blocker("projects", worklist.what_is_open, "case_project")
        tabs.register_tab(
            tabs.CaseTab(
                order=40,
                code="project",
                label=_("Project"),
                url_name="case_project",
                counted=lambda: tabs.counting(
                    Goal.objects.present().exclude(project__state="closed"), "project__case"
                ),
            )
        )
        add_place(Place(60, _("Projects"), "projects", "note", "assessment.fill", "/progetti/"))
        _register_words()

        from accanto.casework.projects import extract

        extract.register()


def _register_words() -> None:
    from accanto.foundation.audit.verbs import register_verbs
    from accanto.foundation.notifications.operations import register_kinds

    register_verbs(
        {
            "projects.project.opened": _("Project begun"),
            "projects.project.extended": _("Project carried on into application {protocol}: {reason}"),
            "projects.project.proposed": _("Project proposed for signature, version {number}"),
            "projects.project.withdrawn": _("Version {number} of the project withdrawn: {reason}"),
            "projects.project.revised": _("Version {number} of the project being written: {reason}"),
            "projects.project.signature": _("{who} signed version {number} of the project"),
            "projects.project.signature_for": _(
                "{representative} signed version {number} of the project for {who}"
            ),
            "projects.party.represented": _(
                "{representative} signs the project for {who}: decree no. {number}, {authority}"
            ),
            "projects.party.unrepresented": _("{who} signs the project in person, not {representative}"),
            "projects.project.signed": _("Project signed by everybody, version {number}"),
            "projects.project.started": _("Project started"),
            "projects.project.reviewed": _("Project reviewed: {kept} commitments kept out of {all}"),
            "projects.project.suspended": _("Project suspended: {reason}"),
            "projects.project.resumed": _("Project resumed"),
            "projects.project.closed": _("Project closed"),
            "projects.action.done": _("Done: {text}"),
            "projects.action.cancelled": _("Cancelled: {text} ({reason})"),
            "projects.action.open": _("Open again: {text}"),
        }
    )
    register_kinds(
        {
            "projects.to_sign": _(
                "{who} asks you to sign the project of the household {household}, version {number}"
            ),
            "projects.withdrawn": _(
                "{who} withdrew version {number} of the project of the household {household}, which you had signed"
            ),
            "projects.signed": _(
                "Everybody has signed the project of the household {household}, version {number}"
            ),
        }
    )
