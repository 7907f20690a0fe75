from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "accanto.resources.catalogue"
    label = "catalogue"
    verbose_name = _("Catalogue")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.core.web.frame import Place, add_place

        add_place(Place(110, _("Services"), "services", "box", "catalogue.view", "/servizi/", seldom=True))
