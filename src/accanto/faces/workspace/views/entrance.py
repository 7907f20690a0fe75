"""Logging in: the ordinary page, and in the demonstration one click on a person."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.i18n import set_language

from accanto.core.web.middleware import public
from accanto.faces.demo.reference import read
from accanto.territory.staff.models import User
from accanto.territory.staff.roles import ROLES

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def demo_cast() -> list[dict[str, str]]:
    """The cast as the log-in page lists it; empty outside the demonstration."""
    if not settings.DEMO_MODE:
        return []
    return [
        {
            "username": entry["username"],
            "name": f"{entry['first_name']} {entry['last_name']}",
            "role": ROLES[entry["role"]].label,
            "description": entry.get("about", ""),
        }
        for entry in read("cast")
    ]


class Entrance(LoginView):  # type: ignore[misc]
    """In the demonstration it also opens for who is logged in already: that is how one changes person."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.DEMO_MODE and request.method == "GET" and request.user.is_authenticated:
            answer: HttpResponse = self.get(request, *args, **kwargs)
            return answer
        normal: HttpResponse = super().dispatch(request, *args, **kwargs)
        return normal

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "demo_cast": demo_cast()}


@public
def demo_login(request: HttpRequest) -> HttpResponse:
    """Enter as one of the cast. Outside the demonstration this address does not exist."""
    if not settings.DEMO_MODE:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    names = [entry["username"] for entry in read("cast")]
    username = request.POST.get("username", "")
    if username not in names:
        raise Http404(_("Nobody of the demonstration has this name."))
    user = get_object_or_404(User, username=username, is_active=True)
    logout(request)
    login(request, user, backend=BACKEND)
    return redirect("home")


entrance = Entrance.as_view()
language = public(set_language)
