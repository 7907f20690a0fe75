from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BodiesConfig(AppConfig):
    name = "accanto.territory.bodies"
    label = "bodies"
    verbose_name = _("Bodies")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.foundation.audit import history
        from accanto.foundation.audit.verbs import register_verbs

        for label in ("bodies.OfficeHours", "bodies.OfficeClosure"):
            history.watch(label)
        register_verbs(
            {
                "bodies.hours_set": _("New opening hours of {office} from {day}"),
                "bodies.closed": _("{office} closes: {reason}"),
                "bodies.reopened": _("{office} does not close after all: {reason}"),
            }
        )
