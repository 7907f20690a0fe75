"""Meetings are known to those who work; the households on their agenda to those who see them."""

from accanto.core.database.policies import ANYBODY_AT_WORK, protect, protect_within, publish_for_reports

for table in ("teams_teammeeting", "teams_attendance"):
    protect(table, see=ANYBODY_AT_WORK)
protect_within("pathways_pathway", {"teams_agendaitem": "pathway_id"})
protect(
    "teams_agendaguest",
    see=(
        "user_id = acc_user() OR EXISTS"
        " (SELECT FROM teams_agendaitem item WHERE item.id = teams_agendaguest.item_id)"
    ),
)
protect(
    "teams_teamreader",
    see=(
        "user_id = acc_user() OR EXISTS"
        " (SELECT FROM pathways_pathway pathway WHERE pathway.id = teams_teamreader.pathway_id)"
    ),
)
publish_for_reports("teams_agendaitem", "id", "meeting_id", "pathway_id", "state", "decided_at")
publish_for_reports("teams_teammeeting", "id", "team_id", "state", "held_at")
publish_for_reports("teams_attendance", "id", "meeting_id", "user_id", "organisation_id", "present", "hours")
