from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accanto.casework.cases.protected import protected_record
from accanto.core import clock
from accanto.core.web import load, page
from accanto.faces.workspace.person import card_of, facts_of, followed_by, sight_of
from accanto.faces.workspace.search import SHORTEST, search
from accanto.people.persons.enums import Depth
from accanto.people.persons.panels import panels_of
from accanto.territory.staff.requests import StaffRequest

IN_THE_BOX, ON_THE_PAGE = 8, 40


@page("search.people")
def search_page(request: StaffRequest) -> HttpResponse:
    """The list under the box for htmx, the whole page otherwise."""
    typed = request.GET.get("q", "").strip()
    today = clock.today()
    if request.headers.get("HX-Request"):
        context = {
            "results": search(request.user, typed, today, IN_THE_BOX),
            "query": typed if len(typed) >= SHORTEST else "",
            "all_url": f"{reverse('search')}?{urlencode({'q': typed})}",
        }
        return render(request, "parts/found.html", context)
    told = {
        "results": search(request.user, typed, today, ON_THE_PAGE),
        "query": typed,
        "protected": protected_record(request.user, typed),
    }
    return render(request, "workspace/search.html", told)


@page("search.people")
def person_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    now = clock.now()
    person = load(card_of(request.user, now.date()), pk)
    sight = sight_of(request.user, person, now)
    context = {
        "person": person,
        "facts": facts_of(person, now.date(), sight.depth),
        "followed": followed_by(person, request.user),
        "only_card": sight.depth <= Depth.CARD,
        "reasons": sight.reasons,
        "unseen": sight.unseen,
        "panels": panels_of(request.user, person, now.date()),
        "may_take_in_charge": request.user.may("cases.work") and person.died_on is None,
    }
    return render(request, "workspace/person.html", context)
