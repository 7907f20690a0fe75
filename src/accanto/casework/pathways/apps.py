from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PathwaysConfig(AppConfig):
    name = "accanto.casework.pathways"
    label = "pathways"
    verbose_name = _("Pathways")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.casework.agenda.owners import register_owner
        from accanto.casework.pathways import places, worklist
        from accanto.casework.pathways.appointment_pages import pages
        from accanto.casework.pathways.sayings import NOTIFICATIONS, VERBS
        from accanto.foundation.audit.verbs import register_verbs
        from accanto.foundation.notifications.operations import register_kinds

        register_owner(pages)
        register_verbs(VERBS)
        register_kinds(NOTIFICATIONS)
        worklist.register_kinds()
        places.register()

        from accanto.casework.pathways import extract

        extract.register()
