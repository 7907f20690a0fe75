from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "accanto.access.reports"
    label = "reports"
    verbose_name = _("Reports from third parties")
    default_auto_field = "django.db.models.BigAutoField"
