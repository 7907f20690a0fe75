"""Everyone who can see a case, how deeply, why, since when; and why I see it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from accanto.casework.cases import why
from accanto.casework.cases.models import AccessRequest
from accanto.casework.cases.queries import Seer, grants_on, seers
from accanto.casework.cases.shell import case_shell, load_case
from accanto.core import clock
from accanto.core.templatetags.accanto_ui import date_words
from accanto.core.web import page
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.visibility import grants_of
from accanto.territory.staff.queries import coordinators_of
from accanto.territory.staff.requests import StaffRequest

# The newest; the rest is in the diary.
REQUESTS = 20


@page("cases.view")
def case_access(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Those who read a case may know who else does; partners in a team may not."""
    case = load_case(request, pk, Depth.READ)
    now = clock.now()
    found = seers(grants_on(case.pk, now))
    coordinating = coordinators_of(case.unit, now.date())
    context = {
        **case_shell(request, case, ""),
        "rows": [_told(seer) for seer in found],
        "coordinating": coordinating,
        "requests": AccessRequest.objects.visible_to(request.user)
        .filter(case=case)
        .select_related("asked_by", "decided_by")[:REQUESTS],
    }
    return render(request, "cases/access.html", context)


@page("cases.view")
def case_why(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Every right that lets me in, in words, and what I do not see. Whoever opens the case may ask it."""
    case = load_case(request, pk)
    now = clock.now()
    reasons = why.reasons_of(request.user, grants_of(request.user, at=now).filter(context=case.pk))
    context = {
        **case_shell(request, case, ""),
        "reasons": reasons,
        "unseen": why.unseen(request.user, case.depth, now.date()),
        "today": now.date(),
    }
    return render(request, "cases/why.html", context)


def _told(seer: Seer) -> dict[str, object]:
    body = ""
    if seer.user and hasattr(seer.user, "operator"):
        body = f"{seer.user.operator.get_profession_display()} · {seer.user.operator.organisation}"
    return {
        "name": str(seer.user) if seer.user else seer.office,
        "office": seer.user is None,
        "body": body,
        "depth": Depth(seer.depth).label,
        "reasons": [
            {"label": GrantReason(reason).label, "since": date_words(since), "note": note}
            for reason, since, note in seer.reasons
        ],
        "until": date_words(seer.until) if seer.until else "",
    }
