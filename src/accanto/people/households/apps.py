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

        from accanto.people.households import ages, extract
        from accanto.people.persons.birth_checks import register_birth_check

        extract.register()
        register_birth_check(ages.check_birth_in_households)
