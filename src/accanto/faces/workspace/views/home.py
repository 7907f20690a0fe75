from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.core import clock
from accanto.core.web import page
from accanto.core.web.frame import rail_for
from accanto.faces.workspace.duties import duties_of
from accanto.faces.workspace.greeting import greeting
from accanto.faces.workspace.today import Work, agenda_of, assignments_of, news_for, seat_of, work_of
from accanto.territory.staff.requests import StaffRequest


@page()
def home(request: StaffRequest) -> HttpResponse:
    """Oggi: my work first; what stands around it depends on what I may do."""
    user, now = request.user, clock.now()
    context: dict[str, Any] = {"today": now.date()}
    waiting = 0
    if user.may("cases.view"):
        work = work_of(user, now.date())
        waiting = work.count
        assignments = assignments_of(user, now.date())
        context |= {
            "work": work,
            "work_tags": _tags(work),
            "agenda": agenda_of(user, now),
            "assignments": assignments,
            "news": news_for(user, now, assignments),
        }
    context["duties"] = duties_of(user, now.date())
    context["greeting"] = greeting(user.first_name, waiting, seat_of(user), now)
    if not user.may("cases.view"):
        context["places"] = [place for group in rail_for(request) for place in group][1:]
    return render(request, "workspace/home.html", context)


def _tags(work: Work) -> list[dict[str, str]]:
    late, today, soon = len(work.late), len(work.today), len(work.soon)
    found = []
    if late:
        found.append({"label": ngettext("%(n)s late", "%(n)s late", late) % {"n": late}, "tone": "late"})
    if today:
        found.append({"label": _("%(n)s today") % {"n": today}, "tone": "soon"})
    if soon:
        found.append({"label": _("%(n)s within 7 days") % {"n": soon}, "tone": ""})
    return found
