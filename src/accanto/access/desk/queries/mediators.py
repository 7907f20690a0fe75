from datetime import date

from accanto.access.desk.enums import MediatorState
from accanto.access.desk.models import AccessPoint, MediatorCall

_OPEN = (MediatorState.ASKED, MediatorState.PRESENT)


def running_calls(point: AccessPoint, day: date) -> list[MediatorCall]:
    rows = MediatorCall.objects.filter(point=point, state__in=_OPEN, asked_at__date=day)
    return list(rows.select_related("service", "ticket").order_by("asked_at", "pk"))
