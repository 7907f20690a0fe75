"""Addresses of this room, under /equipe/."""

from django.urls import URLPattern, path

from accanto.casework.teams.views import (
    agenda,
    calendar,
    case_tab,
    decision,
    founding,
    item,
    meeting,
    members,
    planning,
)

urlpatterns: list[URLPattern] = [
    path("", calendar.teams, name="teams"),
    path("nuova/", planning.meeting_new, name="team_meeting_new"),
    path("attesa/iscrivi/", agenda.put_many, name="team_put_many"),
    path("composizione/", members.team_members, name="team_members"),
    path("composizione/crea/", founding.team_new, name="team_new"),
    path("composizione/<int:pk>/lascia/", members.seat_end, name="team_seat_end"),
    path("caso/<uuid:pk>/", case_tab.case_team, name="case_team"),
    path("caso/<uuid:pk>/iscrivi/", case_tab.case_put, name="case_team_put"),
    path("<uuid:pk>/", meeting.team_meeting, name="team_meeting"),
    path("<uuid:pk>/sposta/", planning.meeting_move, name="team_meeting_move"),
    path("<uuid:pk>/annulla/", planning.meeting_cancel, name="team_meeting_cancel"),
    path("<uuid:pk>/presenze/", meeting.attendance, name="team_attendance"),
    path("<uuid:pk>/chiudi/", meeting.hold, name="team_meeting_hold"),
    path("nuclei/<uuid:pk>/", item.team_item, name="team_item"),
    path("nuclei/<uuid:pk>/decidi/", decision.decide, name="team_item_decide"),
    path("nuclei/<uuid:pk>/domanda/", agenda.question, name="team_item_question"),
    path("nuclei/<uuid:pk>/posto/", agenda.move, name="team_item_move"),
    path("nuclei/<uuid:pk>/rinvia/", agenda.postpone, name="team_item_postpone"),
    path("nuclei/<uuid:pk>/togli/", agenda.drop, name="team_item_drop"),
    path("nuclei/<uuid:pk>/chiama/", agenda.call, name="team_guest_call"),
    path("nuclei/<uuid:pk>/chiamati/<int:guest_id>/congeda/", agenda.release, name="team_guest_release"),
]
