from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "accanto.access.directory"
    label = "directory"
    verbose_name = _("Directory")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.access.directory.install import install
        from accanto.core.database import after_migrations, append_only
        from accanto.core.web.frame import Place, add_place

        append_only.register("directory_entrychange")
        after_migrations.register(install)
        add_place(
            Place(105, _("Local services"), "directory", "map-marker", "directory.view", "/orientamento/")
        )
        _register_words()


def _register_words() -> None:
    from accanto.foundation.audit.verbs import register_verbs
    from accanto.foundation.notifications.operations import register_kinds

    register_verbs(
        {
            "directory.written": _("Written down in the directory: {name}"),
            "directory.changed": _("Changed in the directory: {name}"),
            "directory.published": _("Published in the directory: {name}"),
            "directory.withdrawn": _("Withdrawn from the directory: {name}: {reason}"),
            "directory.assured": _("Checked in the directory, all still right: {name}"),
            "directory.sent": _("Slip sent by e-mail: {name}"),
            "directory.imported": _(
                "Taken over from {origin}: {created} new entries, {updated} changed, {unchanged} as they were"
            ),
        }
    )
    register_kinds(
        {"directory.recheck": _("«{name}» is to be checked again: is everything still right?")},
    )
