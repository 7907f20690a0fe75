"""How long a session still lasts, asked and prolonged by the page itself; the confirmation of the demonstration."""

import time

from allauth.account.internal.flows.reauthentication import resume_request
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from accanto.core.web import action, editor, page
from accanto.core.web.confirmation import mark_confirmed
from accanto.core.web.middleware import public
from accanto.foundation.entrance.enums import EntryWay
from accanto.foundation.entrance.middleware import ROW, note_presence, seconds_left
from accanto.foundation.entrance.models import EntrySession


@page()
def session_left(request: HttpRequest) -> HttpResponse:
    """Seconds until the session closes; asking does not prolong it."""
    return JsonResponse({"left": seconds_left(request, time.time())})


@action(repeatable=True)
def session_stay(request: HttpRequest) -> HttpResponse:
    """«I am still here»."""
    if ROW in request.session:
        note_presence(request)
    return JsonResponse({"left": seconds_left(request, time.time())})


@editor()
def confirm_demo(request: HttpRequest) -> HttpResponse:
    """Who entered the demonstration with one click confirms with one click. Elsewhere there is no such page."""
    if not entered_by_one_click(request):
        raise Http404
    if request.method != "POST":
        return render(request, "entrance/confirm_demo.html", {"next": request.GET.get("next", "")})
    mark_confirmed(request)
    return resume_request(request) or redirect("home")


@public
def logged_out(request: HttpRequest) -> HttpResponse:
    """The last page: also where the body's provider sends one back to."""
    if request.user.is_authenticated:
        return redirect("home")
    return render(request, "entrance/logged_out.html", {"onward": request.session.pop("provider_logout", "")})


def entered_by_one_click(request: HttpRequest) -> bool:
    if not settings.DEMO_MODE:
        return False
    row = request.session.get(ROW)
    return row is not None and EntrySession.objects.filter(pk=row, way=EntryWay.DEMO).exists()
