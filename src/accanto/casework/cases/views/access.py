"""Everyone who can see a case: how deeply, why, since when."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from accanto.casework.cases.queries import Seer, grants_on, seers
from accanto.casework.cases.shell import case_shell, load_case
from accanto.core import clock
from accanto.core.templatetags.accanto_ui import date_words
from accanto.core.web import page
from accanto.people.persons.enums import Depth, GrantReason
from accanto.territory.staff.queries import coordinators_of
from accanto.territory.staff.requests import StaffRequest


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
    }
    return render(request, "cases/access.html", context)


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
