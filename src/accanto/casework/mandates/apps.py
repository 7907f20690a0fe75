from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MandatesConfig(AppConfig):
    name = "accanto.casework.mandates"
    label = "mandates"
    verbose_name = _("Measures of courts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.casework.agenda.owners import register_owner
        from accanto.casework.cases import blockers, kept_close
        from accanto.casework.cases.responsible_followers import register_responsible_follower
        from accanto.casework.mandates import extract, install, places, sayings, touched, worklist
        from accanto.casework.mandates.appointment_pages import pages
        from accanto.casework.mandates.operations.hearing_time import hand_hearings_over
        from accanto.core.database import after_migrations
        from accanto.foundation.audit.verbs import register_verbs
        from accanto.foundation.notifications.operations import register_kinds

        kept_close.keep_close("mandates.")
        after_migrations.register(install.install)
        register_owner(pages)
        register_responsible_follower(hand_hearings_over)
        register_verbs(sayings.VERBS)
        register_kinds(sayings.NOTIFICATIONS)
        worklist.register_kinds()
        blockers.register_blocker("mandates", worklist.what_is_in_force, "case_measures")
        blockers.register_blocker("administrators", worklist.who_still_acts, "case_measures")
        places.register()
        touched.register()
        extract.register()
