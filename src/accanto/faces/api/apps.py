from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "accanto.faces.api"
    label = "api"
    verbose_name = _("Door for programs")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.core.web.frame import Place, add_place
        from accanto.foundation.audit import history
        from accanto.foundation.audit.verbs import register_verbs
        from accanto.foundation.notifications.operations import register_kinds

        history.watch("api.ApiKey", without=("digest", "last_used_at", "last_used_from"))
        add_place(Place(260, _("Keys of programs"), "api_keys", "key", "staff.manage", "/chiavi/"))
        register_verbs(
            {
                "api.key.made": _("Key «{label}» ({prefix}) given to a program that acts as this account"),
                "api.key.revoked": _("Key «{label}» ({prefix}) revoked: {reason}"),
            }
        )
        register_kinds(
            {
                "api.key.made": _(
                    "{by} gave a program the key «{label}», which acts in your name until {until}. "
                    "If you know nothing of it, tell whoever administers the accounts."
                ),
            }
        )
