from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PersonsConfig(AppConfig):
    name = "accanto.people.persons"
    label = "persons"
    verbose_name = _("Persons")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.foundation.audit import history
        from accanto.foundation.audit.readings import register_right
        from accanto.foundation.audit.verbs import register_verbs
        from accanto.people.persons.visibility import deepest_right

        history.root("persons.Person", history.Root.PERSON)
        register_right(deepest_right)
        register_verbs(
            {
                "persons.protection.begun": _("{name} is a protected person"),
                "persons.protection.ended": _("{name} is no longer a protected person"),
                "persons.safe_contact.written": _("Safe contact of {name} written"),
            }
        )

        from accanto.people.persons import extract

        extract.register()
