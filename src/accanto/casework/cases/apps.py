from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "accanto.casework.cases"
    label = "cases"
    verbose_name = _("Cases")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.casework.cases import kept_close, sayings
        from accanto.casework.cases.install import install
        from accanto.core.database import after_migrations
        from accanto.foundation.audit import history
        from accanto.foundation.audit.verbs import register_verbs
        from accanto.foundation.notifications.operations import register_kinds

        kept_close.keep_close("cases.summary.")
        register_kinds(sayings.NOTIFICATIONS)
        after_migrations.register(install)
        from accanto.casework.cases import install_diary

        after_migrations.register(install_diary.install)
        history.root("cases.Case", history.Root.CONTEXT)
        register_verbs(sayings.VERBS)
        from accanto.casework.cases.places import register
        from accanto.casework.cases.rules import may_open_document
        from accanto.foundation.documents.doors import register_door

        register()
        register_door(None, may_open_document)

        from accanto.casework.cases import extract

        extract.register()
