from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PathwaysConfig(AppConfig):
    name = "accanto.casework.pathways"
    label = "pathways"
    verbose_name = _("Pathways")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.foundation.audit.verbs import register_verbs

        register_verbs(
            {
                "pathways.pathway.started": _("Pathway started from application {protocol}"),
                "pathways.pathway.way_decided": _("Way decided: {way}"),
                "pathways.pathway.closed": _("Pathway closed: {reason}"),
            }
        )
