from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    name = "accanto.people.matching"
    label = "matching"
    verbose_name = _("Matching")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.core.database import after_migrations
        from accanto.foundation.audit.verbs import register_verbs
        from accanto.people.matching import extract, places
        from accanto.people.matching.install import install
        from accanto.people.matching.panel import codes_panel, links_panel
        from accanto.people.persons.panels import register_panel

        after_migrations.register(install)
        places.register()
        extract.register()
        register_panel(links_panel)
        register_panel(codes_panel)
        register_verbs(
            {
                "matching.person.written": _("{name} written down after a search ({shown} alike)"),
                "matching.linked": _("{name} and {other} are the same person"),
                "matching.unlinked": _("{name} and {other} are two people: {reason}"),
                "matching.parted": _("{name} and {other} are not the same person: {reason}"),
                "matching.code.given": _("Code given to {name}: {kind}"),
            }
        )
