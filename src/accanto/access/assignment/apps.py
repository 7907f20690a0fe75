from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssignmentConfig(AppConfig):
    name = "accanto.access.assignment"
    label = "assignment"
    verbose_name = _("Assignment")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.access.assignment.queries import waiting_for
        from accanto.core.web.frame import Place, add_place
        from accanto.foundation.audit.verbs import register_verbs
        from accanto.foundation.notifications.operations import register_kinds

        register_verbs({"assignment.assigned": _("Application {protocol} assigned to {worker}")})
        register_kinds(
            {
                "assignment.new": _("You have a new household: {household}, case {number}"),
                "assignment.again": _(
                    "New positive outcome for {household}, case {number}: confirm or extend the work"
                ),
            }
        )
        add_place(
            Place(
                140,
                _("Assignments"),
                "assignments",
                "user",
                permission="assignment.decide",
                prefix="/assegnazioni/",
                waiting=waiting_for,
            )
        )
