from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "accanto.foundation.audit"
    label = "audit"
    verbose_name = _("Audit")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.core.database import after_migrations, append_only
        from accanto.core.database.backup import checks
        from accanto.foundation.audit import history
        from accanto.foundation.audit.doctor import faults_of_restored_data
        from accanto.foundation.audit.install import NEVER_CHANGED, install
        from accanto.foundation.audit.restored import faults

        append_only.register(*NEVER_CHANGED)
        after_migrations.register(install)
        checks.register("audit chain", faults_of_restored_data)
        checks.register("audit chain", faults)
        for name in ("Change", "Reading", "Link", "Seal"):
            history.leave_out(f"audit.{name}", "they are the record themselves")
