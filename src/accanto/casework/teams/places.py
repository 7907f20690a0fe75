"""What this room adds to the frame: its place in the rail, its tab of the case, who opens its minutes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accanto.casework.cases.tabs import CaseTab, counting, register_tab
from accanto.casework.teams.enums import ItemState
from accanto.casework.teams.models import AgendaItem, TeamMeeting
from accanto.core.web.frame import Place, add_place
from accanto.foundation.documents.doors import register_door
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.models import Document


def register() -> None:
    add_place(Place(50, _("Team"), "teams", "horn", "teams.attend", "/equipe/"))
    shown = [ItemState.WAITING, ItemState.DISCUSSED]
    register_tab(
        CaseTab(
            50,
            "team",
            _("Team"),
            "case_team",
            counted=lambda: counting(AgendaItem.objects.filter(state__in=shown), "pathway__case"),
        )
    )
    register_door(DocumentKind.TEAM_MINUTES, _opens_minutes)


def _opens_minutes(user: Any, document: Document) -> bool:
    """The whole minutes name several households: only those who coordinate the team's unit."""
    if document.context is None or not user.may("teams.manage"):
        return False
    meetings = TeamMeeting.objects.filter(pk=document.context, minutes=document)
    return meetings.filter(team__unit_id__in=user.access.coordinates).exists()
