"""Changing the agenda: households on and off, their order, their question, who is called."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.casework.pathways.models import Pathway
from accanto.casework.teams import operations, rules
from accanto.casework.teams.models import AgendaGuest, AgendaItem
from accanto.casework.teams.views.common import (
    attempt,
    load_changeable,
    load_item,
    load_managed,
    uuid_or_404,
    visible_meetings,
)
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, load
from accanto.people.persons.enums import Depth
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest


@action("teams.manage")
def put_many(request: StaffRequest) -> HttpResponse:
    meeting = load_managed(request, uuid_or_404(request.POST.get("meeting", "")))
    chosen = [uuid_or_404(text) for text in request.POST.getlist("selected")]
    visible = {
        row.pk: row for row in Pathway.objects.visible_to(request.user, Depth.READ).filter(pk__in=chosen)
    }
    pathways = [visible[pk] for pk in chosen if pk in visible]
    try:
        done = operations.put_many_on_agenda(
            meeting=meeting, pathways=pathways, by=request.user, at=clock.now()
        )
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("teams")
    for sentence in done.refused:
        messages.error(request, sentence)
    if done.items:
        count = len(done.items)
        words = ngettext(
            "%(n)s household is on the agenda: write its question.",
            "%(n)s households are on the agenda: write their questions.",
            count,
        )
        messages.success(request, words % {"n": count})
    _warn_of_overlaps(request, done.items)
    return redirect("team_meeting", meeting.pk)


def _warn_of_overlaps(request: StaffRequest, items: Sequence[AgendaItem]) -> None:
    """Who answers for the households may be somewhere else at that hour."""
    workers = {item.pathway.case.responsible: item.meeting for item in items}
    for user, meeting in workers.items():
        if user and (warning := operations.elsewhere(meeting, user)):
            messages.warning(request, warning)


@action("teams.attend")
def question(request: StaffRequest, pk: UUID) -> HttpResponse:
    item = load_item(request, pk)
    if not rules.may_word_question(request.user, item):
        raise PermissionDenied
    return attempt(
        request,
        lambda: operations.word_question(
            item=item, question=request.POST.get("question", ""), by=request.user, at=clock.now()
        ),
        _("The question is saved."),
        "team_item",
        item.pk,
    )


@action("teams.manage")
def move(request: StaffRequest, pk: UUID) -> HttpResponse:
    item = load_changeable(request, pk)
    step = -1 if request.POST.get("step") == "-1" else 1
    return attempt(
        request,
        lambda: operations.move_item(item=item, step=step, by=request.user, at=clock.now()),
        "",
        "team_meeting",
        item.meeting_id,
        anchor=f"nucleo-{item.pk}",
    )


@action("teams.manage")
def postpone(request: StaffRequest, pk: UUID) -> HttpResponse:
    item = load_changeable(request, pk)
    target = load(visible_meetings(request.user), uuid_or_404(request.POST.get("to", "")))
    if not rules.may_manage(request.user, target.team):
        raise PermissionDenied
    return attempt(
        request,
        lambda: operations.postpone_item(
            item=item, to=target, reason=request.POST.get("reason", ""), by=request.user, at=clock.now()
        ),
        _("The household is postponed."),
        "team_meeting",
        item.meeting_id,
    )


@action("teams.manage")
def drop(request: StaffRequest, pk: UUID) -> HttpResponse:
    item = load_changeable(request, pk)
    return attempt(
        request,
        lambda: operations.drop_item(
            item=item, reason=request.POST.get("reason", ""), by=request.user, at=clock.now()
        ),
        _("The household is off the agenda and waits again."),
        "team_meeting",
        item.meeting_id,
    )


@action("teams.manage")
def call(request: StaffRequest, pk: UUID) -> HttpResponse:
    item = load_changeable(request, pk)
    user = User.objects.filter(username=request.POST.get("user", ""), is_active=True).first()
    if user is None:
        messages.error(request, _("Choose whom to call."))
        return redirect("team_item", item.pk)
    if warning := operations.elsewhere(item.meeting, user):
        messages.warning(request, warning)
    return attempt(
        request,
        lambda: operations.call_guest(
            item=item, user=user, reason=request.POST.get("reason", ""), by=request.user, at=clock.now()
        ),
        _("%(name)s is called and sees this household alone.") % {"name": user},
        "team_item",
        item.pk,
    )


@action("teams.manage")
def release(request: StaffRequest, pk: UUID, guest_id: int) -> HttpResponse:
    item = load_changeable(request, pk)
    guest = load(AgendaGuest.objects.filter(item=item).select_related("user", "item"), guest_id)
    return attempt(
        request,
        lambda: operations.release_guest(guest=guest, by=request.user, at=clock.now()),
        _("%(name)s no longer sees this household.") % {"name": guest.user},
        "team_item",
        item.pk,
    )
