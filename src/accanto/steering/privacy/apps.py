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
        from accanto.foundation.notifications.operations import register_kinds
        from accanto.people.persons.appearing import register_appearing
        from accanto.steering.privacy import extract, install, places
        from accanto.steering.privacy.operations import bar_whoever_was_declared

        after_migrations.register(install.install)
        for name in ("Finding", "Review", "OperatorHome", "Declaration"):
            history.watch(f"privacy.{name}")
        register_verbs(
            {
                "privacy.extract.issued": _("Extract of the person’s data issued"),
                "privacy.rectified": _(
                    "Corrected because the person asked: {what}. Papers frozen before this day say what was known then"
                ),
                "privacy.restricted": _(
                    "The person asked to restrict their data (GDPR art. 18): they are used with consent, for a claim,"
                    " to protect somebody else or for an important public interest, and are not changed"
                ),
                "privacy.restriction_ended": _("The data of the person are no longer restricted"),
                "privacy.erased": _("Erased: people {people}, cases {cases}"),
            }
        )
        register_kinds(
            {
                "privacy.rectified": _(
                    "{name}: corrected because the person asked ({what}). Look whether your papers are still right"
                ),
                "privacy.restricted": _(
                    "{name}: data restricted because the person asked. They stay as they are"
                ),
                "privacy.restriction_ended": _("{name}: the data are no longer restricted"),
            }
        )
        places.register()
        register_appearing(bar_whoever_was_declared)
        register_kinds(
            {"privacy.hand_over": _("{worker} can no longer work on case {number}: give it to somebody else")}
        )
        extract.register()
