from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OffersConfig(AppConfig):
    name = "accanto.access.offers"
    label = "offers"
    verbose_name = _("Volunteers’ offers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.access.offers import extract, places
        from accanto.access.offers.install import install
        from accanto.core.database import after_migrations
        from accanto.foundation.audit import history
        from accanto.foundation.audit.verbs import register_verbs

        after_migrations.register(install)
        # They lead to nobody who is followed; they are people all the same.
        for label in ("offers.Giver", "offers.GiverCheck", "offers.Offer", "offers.Thanks"):
            history.watch(label)
        places.register()
        extract.register()
        register_verbs(
            {
                "offers.registered": _("Offer registered: {kind}"),
                "offers.changed": _("Offer changed"),
                "offers.ended": _("Offer ended"),
                "offers.checked": _("Check of a volunteer: {check}"),
                "offers.giver.changed": _("Contacts of a volunteer changed"),
                "offers.giver.forgotten": _("Name and contacts of a volunteer taken away"),
                "offers.thanked": _("Letter of thanks written"),
                "offers.need.written": _("A volunteer is looked for: {kind}"),
                "offers.need.elsewhere": _("Where a volunteer is met was written"),
                "offers.need.withdrawn": _("A volunteer is no longer looked for: {how}"),
                "offers.proposed": _("A volunteer was proposed"),
                "offers.accepted": _("A volunteer said yes"),
                "offers.declined": _("A volunteer said no"),
                "offers.planned": _("More days agreed with a volunteer"),
                "offers.done": _("A volunteer came"),
                "offers.missed": _("A volunteer did not come"),
                "offers.finished": _("The help of a volunteer is finished"),
            }
        )
