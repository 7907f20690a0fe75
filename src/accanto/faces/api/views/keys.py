"""Keys of programs, for whoever administers accounts. No page here shows anything that a key opens."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.listing import LightPaginator
from accanto.core.web import editor, page, recent_login
from accanto.faces.api import operations
from accanto.faces.api.forms import KeyForm, RevokeForm
from accanto.faces.api.models import ApiKey
from accanto.faces.api.queries import keys
from accanto.faces.api.rules import in_force
from accanto.faces.api.titles import TITLES
from accanto.territory.staff.requests import StaffRequest


@page("staff.manage")
def key_list(request: StaffRequest) -> HttpResponse:
    now = clock.now()
    shown = LightPaginator(keys()).get_page(request.GET.get("pagina"))
    rows = [{"key": key, "opens": in_force(key, now), **_told(key, now)} for key in shown.object_list]
    return render(request, "api/list.html", {"rows": rows, "page": shown, "today": now.date()})


@editor("staff.manage")
@recent_login
def key_new(request: StaffRequest) -> HttpResponse:
    now = clock.now()
    form = KeyForm(request.POST or None, today=now.date())
    if request.method == "POST" and form.is_valid():
        try:
            key, secret = operations.make_key(by=request.user, at=now, **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            # Shown once and stored nowhere; the answer must not be kept by anybody on the way.
            answer = render(request, "api/made.html", {"key": key, "secret": secret})
            answer["Cache-Control"] = "no-store"
            return answer
    return render(request, "api/new.html", {"form": form}, status=422 if form.errors else 200)


@editor("staff.manage")
@recent_login
def key_revoke(request: StaffRequest, pk: int) -> HttpResponse:
    key = get_object_or_404(ApiKey.objects.select_related("user"), pk=pk, revoked_at=None)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.revoke_key(key=key, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The key opens nothing any more."))
            return redirect("api_keys")
    context = {
        "form": form,
        "key": key,
        "title": _("Revoke the key «%(label)s»") % {"label": key.label},
        "text": _(
            "The program stops at its next request, and there is no way back: a new key would have to be made."
        ),
    }
    return render(request, "api/revoke.html", context, status=422 if form.errors else 200)


def _told(key: ApiKey, now: datetime) -> dict[str, Any]:
    if key.revoked_at is not None:
        state, tone = _("revoked"), ""
    elif key.expires_at <= now:
        state, tone = _("expired"), ""
    elif not key.user.is_active:
        state, tone = _("account closed"), "late"
    else:
        state, tone = _("opens"), "fine"
    return {"state": state, "tone": tone, "scopes": [TITLES.get(code, code) for code in key.scopes]}
