from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "accanto.steering.privacy"
    label = "privacy"
    verbose_name = _("Privacy")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.core.database import after_migrations
        from accanto.foundation.audit import history
        from accanto.foundation.audit.verbs import register_verbs
        from accanto.steering.privacy import extract, install, places

        after_migrations.register(install.install)
        for name in ("Finding", "Review", "OperatorHome"):
            history.watch(f"privacy.{name}")
        register_verbs(
            {
                "privacy.extract.issued": _("Extract of the person’s data issued"),
                "privacy.erased": _("Erased: people {people}, cases {cases}"),
            }
        )
        places.register()
        extract.register()
