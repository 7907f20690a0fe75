from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PersonsConfig(AppConfig):
    name = "accanto.people.persons"
    label = "persons"
    verbose_name = _("Persons")
    default_auto_field = "django.db.models.BigAutoField"
