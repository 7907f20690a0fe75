from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EntranceConfig(AppConfig):
    name = "accanto.foundation.entrance"
    label = "entrance"
    verbose_name = _("Entrance")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.foundation.audit.verbs import register_verbs
        from accanto.foundation.entrance import receivers

        receivers.connect()
        register_verbs(
            {
                "entrance.door.opened": _("Log-in opened again after too many wrong attempts"),
                "entrance.sessions.ended": _("Sessions closed by the administrator: {count}"),
            }
        )
