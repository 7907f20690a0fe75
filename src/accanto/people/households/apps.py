from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HouseholdsConfig(AppConfig):
    name = "accanto.people.households"
    label = "households"
    verbose_name = _("Households")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.foundation.audit import history

        history.root("households.Household", history.Root.OTHER)

        from accanto.people.households import extract

        extract.register()
