"""What the desk adds to the frame."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accanto.access.desk.models import ChargeRequest
from accanto.core.web.frame import Place, add_place


def waiting(user: Any) -> QuerySet[Any]:
    """What waits for a decision of those who coordinate a unit."""
    return ChargeRequest.objects.to_decide(user)


def register() -> None:
    add_place(Place(12, _("Desk"), "desk", "inbox", "desk.serve", "/sportello/"))
    add_place(Place(85, _("Desk figures"), "desk_figures", "chart-line", "desk.figures"))
