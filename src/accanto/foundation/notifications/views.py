"""What I must be told: the list, opening one, marking them read."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from accanto.core import clock
from accanto.core.web import action, page
from accanto.foundation.notifications.models import Notification
from accanto.foundation.notifications.operations import mark_read
from accanto.foundation.notifications.queries import told

PER_PAGE = 30


@page()
def notification_list(request: HttpRequest) -> HttpResponse:
    rows = Notification.objects.filter(user=request.user)  # type: ignore[misc]
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
    context: dict[str, Any] = {
        "page": shown,
        "rows": [told(row) for row in shown.object_list],
        "today": clock.today(),
    }
    return render(request, "notifications/list.html", context)


@action()
def notification_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark it read and go where it leads."""
    row = get_object_or_404(Notification, pk=pk, user_id=request.user.pk)
    mark_read(user=request.user, at=clock.now(), notification_id=row.pk)  # type: ignore[arg-type]
    safe = url_has_allowed_host_and_scheme(row.url, allowed_hosts=None) and row.url.startswith("/")
    return redirect(row.url if safe else "notifications")


@action()
def notifications_read(request: HttpRequest) -> HttpResponse:
    mark_read(user=request.user, at=clock.now())  # type: ignore[arg-type]
    return redirect("notifications")
