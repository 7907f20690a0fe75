from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "accanto.access.desk"
    label = "desk"
    verbose_name = _("Desk")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.access.desk import case_page, extract, places, steps
        from accanto.access.desk.install import install
        from accanto.access.desk.queries.steps import origins
        from accanto.core.database import after_migrations
        from accanto.core.web.origins import register_origins
        from accanto.foundation.audit.verbs import register_verbs
        from accanto.foundation.notifications.operations import register_kinds

        after_migrations.register(install)
        places.register()
        steps.register_own()
        register_origins(origins)
        case_page.register()
        extract.register()
        register_verbs(
            {
                "desk.point.opened": _("{point} receives the public"),
                "desk.post.given": _("{worker} receives people at {point}"),
                "desk.post.ended": _("{worker} no longer receives people at {point}"),
                "desk.ticket.left": _("Number {number} went away"),
                "desk.contact.registered": _("Contact written down at {point}"),
                "desk.contact.linked": _("The contact now names a person"),
                "desk.slip.given": _("Slip of the service given: {how}"),
                "desk.case.joined": _("Contact at {point} put in the case"),
                "desk.charge.asked": _("Taking in charge proposed to {unit}"),
            }
        )
        register_kinds(
            {
                "desk.charge_asked": _("{point} proposes that {unit} takes somebody in charge: decide"),
                "desk.charge_accepted": _("{unit} takes in charge the person whom you proposed"),
                "desk.charge_refused": _(
                    "{unit} does not take in charge the person whom you proposed: {reason}"
                ),
            }
        )
