from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssignmentConfig(AppConfig):
    name = "accanto.access.assignment"
    label = "assignment"
    verbose_name = _("Assignment")
    default_auto_field = "django.db.models.BigAutoField"
