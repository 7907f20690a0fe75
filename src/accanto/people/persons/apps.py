from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PersonsConfig(AppConfig):
    name = "accanto.people.persons"
    label = "persons"
    verbose_name = _("Persons")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.core.database import after_migrations
        from accanto.foundation.audit import history
        from accanto.foundation.audit.readings import register_right
        from accanto.foundation.audit.verbs import register_verbs
        from accanto.people.persons.install import install
        from accanto.people.persons.visibility import deepest_right

        after_migrations.register(install)
        history.root("persons.Person", history.Root.PERSON)
        register_right(deepest_right)
        register_verbs(
            {
                "persons.protection.begun": _("{name} is a protected person"),
                "persons.protection.ended": _("{name} is no longer a protected person"),
                "persons.restriction.begun": _(
                    "The data of this person are restricted (GDPR art. 18): they stay as they are"
                ),
                "persons.restriction.ended": _("The data of this person are no longer restricted"),
                "persons.safe_contact.written": _("Safe contact of {name} written"),
            }
        )

        from accanto.people.persons import extract

        extract.register()
