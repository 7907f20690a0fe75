from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkspaceConfig(AppConfig):
    name = "accanto.faces.workspace"
    label = "workspace"
    verbose_name = _("Workspace")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.casework.cases.views.tally import soon_for
        from accanto.core.web.frame import Place, add_place

        add_place(Place(10, _("Today"), "home", "calendar", waiting=soon_for))
