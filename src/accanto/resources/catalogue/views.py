"""The services of the zone: what can be given, who runs it, with which money."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accanto.core import clock
from accanto.core.web import page
from accanto.resources.catalogue.models import Service
from accanto.resources.catalogue.queries import service_by_code, services_on


@page("catalogue.view")
def service_list(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("q", "").strip()
    services = services_on(clock.today(), wanted)
    context = {"services": [{"row": row, "tags": _tags(row)} for row in services], "wanted": wanted}
    return render(request, "catalogue/list.html", context)


@page("catalogue.view")
def service_page(request: HttpRequest, code: str) -> HttpResponse:
    service = service_by_code(code)
    if service is None:
        raise Http404
    context = {
        "service": service,
        "tags": _tags(service),
        "facts": [
            {"label": _("Who runs it"), "value": service.holder},
            {"label": _("Who sends people there"), "value": service.referral},
            {"label": _("How it is delivered"), "value": service.get_mode_display()},
            {"label": _("SIUSS code"), "value": service.siuss_code or _("none")},
        ],
        "today": clock.today(),
    }
    return render(request, "catalogue/service.html", context)


def _tags(service: Service) -> list[dict[str, Any]]:
    """The two rules of the essential levels that a support may satisfy."""
    found = []
    if service.in_national_plan:
        found.append({"label": _("counts as a support of the project"), "tone": "edge"})
    if service.parenting_support:
        found.append({"label": _("first 1,000 days"), "tone": "edge"})
    return found
