from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeamsConfig(AppConfig):
    name = "accanto.casework.teams"
    label = "teams"
    verbose_name = _("Teams")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accanto.casework.agenda.owners import register_owner
        from accanto.casework.cases import blockers, deadline_kinds
        from accanto.casework.cases.responsible_followers import register_responsible_follower
        from accanto.casework.pathways.way_followers import register_way_follower
        from accanto.casework.teams import due, sayings
        from accanto.casework.teams.appointment_pages import pages
        from accanto.casework.teams.operations import HOUSEHOLD_TO_TEAM, hand_time_over, open_team_deadline
        from accanto.casework.teams.places import register
        from accanto.foundation.audit.verbs import register_verbs
        from accanto.foundation.notifications.operations import register_kinds

        register_owner(pages)
        register_verbs(sayings.VERBS)
        register_kinds(sayings.NOTIFICATIONS)
        deadline_kinds.register(HOUSEHOLD_TO_TEAM, due.HOUSEHOLD_TO_TEAM)
        blockers.register_blocker("teams", due.open_items, "case_team")
        register_way_follower(lambda pathway, by, at: open_team_deadline(pathway=pathway, by=by, at=at))
        register_responsible_follower(hand_time_over)
        register()

        from accanto.casework.teams import extract

        extract.register()
