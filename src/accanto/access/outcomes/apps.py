from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutcomesConfig(AppConfig):
    name = "accanto.access.outcomes"
    label = "outcomes"
    verbose_name = _("Outcomes")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.access.outcomes import jobs  # noqa: F401  (registers the import)
        from accanto.core.database import append_only
        from accanto.core.web.frame import Place, add_place
        from accanto.foundation.audit.verbs import register_verbs
        from accanto.foundation.notifications.operations import register_kinds

        append_only.register("outcomes_applicationevent")
        register_verbs(
            {
                "outcomes.imported": _(
                    "List «{file}» imported: {created} new applications, {updated} updated"
                ),
                "outcomes.changed": _(
                    "The outcome of application {protocol} is now «{now}» (it was «{before}»)"
                ),
                "outcomes.same_person": _("Application {protocol}: recognised as a known person"),
                "outcomes.new_person": _("Application {protocol}: registered as a new person"),
                "outcomes.code_corrected": _("Application {protocol}: codice fiscale corrected"),
            }
        )
        register_kinds(
            {
                "outcomes.changed": _(
                    "The outcome of application {protocol} is now «{now}» (it was «{before}»)"
                ),
            }
        )
        add_place(  # pages
            Place(
                order=130,
                label=_("Outcomes"),
                url_name="outcomes:home",
                icon="inbox",
                permission="outcomes.view",
                prefix="/esiti/",
            )
        )

        from accanto.access.outcomes import extract

        extract.register()
