from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    name = "accanto.casework.agenda"
    label = "agenda"
    verbose_name = _("Agenda")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.casework.agenda import extract, following, places, sayings, touched
        from accanto.casework.agenda.install import install
        from accanto.core.database import after_migrations
        from accanto.foundation.audit import history
        from accanto.foundation.audit.verbs import register_verbs
        from accanto.foundation.notifications.operations import register_kinds

        after_migrations.register(install)
        for label in ("agenda.Room", "agenda.SlotSeries"):
            history.watch(label)
        register_verbs(sayings.VERBS)
        register_kinds(sayings.NOTIFICATIONS)
        following.register()
        places.register()
        touched.register()
        extract.register()
