"""Registering what the team decided."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accanto.casework.teams import operations
from accanto.casework.teams.enums import ItemState
from accanto.casework.teams.forms import DecisionForm
from accanto.casework.teams.models import AgendaItem
from accanto.casework.teams.queries.item import beside
from accanto.casework.teams.views.common import load_changeable
from accanto.casework.teams.views.item import draft_key, show
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action
from accanto.foundation.jobs.operations import discard_draft
from accanto.territory.staff.requests import StaffRequest


@action("teams.manage")
def decide(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Then on to the next household that waits, as in the room; after the last one back to the meeting."""
    item = load_changeable(request, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return show(request, item, form)
    try:
        operations.decide_item(
            item=item,
            decision=form.cleaned_data["decision"],
            text=form.cleaned_data["decision_text"],
            by=request.user,
            at=clock.now(),
        )
    except OperationRefused as refusal:
        form.refuse(refusal)
        return show(request, item, form)
    discard_draft(user=request.user, key=draft_key(item))
    label = item.pathway.case.household.label
    messages.success(request, _("Household %(label)s: the decision is registered.") % {"label": label})
    return _onwards(request, item)


def _onwards(request: StaffRequest, item: AgendaItem) -> HttpResponse:
    _former, following, _number, _count = beside(item, request.user)
    if following and following.state == ItemState.WAITING:
        return redirect("team_item", following.pk)
    return redirect("team_meeting", item.meeting_id)
