from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "accanto.steering.indicators"
    label = "indicators"
    verbose_name = _("Indicators")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.core.web.frame import Place, add_place

        add_place(Place(220, _("Indicators"), "indicators", "chart-line", "indicators.view", "/indicatori/"))
