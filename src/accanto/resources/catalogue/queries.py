"""Reading the catalogue."""

from datetime import date

from django.db.models import Q, QuerySet

from accanto.resources.catalogue.models import Service


def services_on(on: date, wanted: str = "") -> QuerySet[Service]:
    """What can be given on a day, funds loaded; two queries."""
    rows = Service.objects.on_offer(on).prefetch_related("funds")
    if wanted:
        rows = rows.filter(
            Q(name__icontains=wanted) | Q(description__icontains=wanted) | Q(holder__icontains=wanted)
        )
    return rows


def service_by_code(code: str) -> Service | None:
    """With its funds and plan lines; a retired service still has its page, projects point at it."""
    return Service.objects.prefetch_related("funds", "plan_lines__fund").filter(code=code).first()
