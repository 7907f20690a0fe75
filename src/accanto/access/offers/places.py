"""What this room adds to the frame and to the page of a case."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accanto.access.offers.enums import NeedState
from accanto.access.offers.models import Need
from accanto.access.offers.queries import open_in_case
from accanto.casework.cases import blockers, panels
from accanto.casework.cases.models import Case
from accanto.casework.cases.tabs import CaseTab, counting, register_tab
from accanto.core.web.frame import Place, add_place
from accanto.people.persons.enums import Depth
from accanto.territory.staff.models import User


def register() -> None:
    add_place(
        Place(
            36,
            gettext_lazy("Volunteers"),
            "offers",
            "exchange-circle",
            "offers.use",
            "/volontari/",
            seldom=True,
        )
    )
    add_place(
        Place(
            86,
            gettext_lazy("Figures of the volunteers"),
            "offers_figures",
            "chart-line",
            "offers.figures",
            seldom=True,
        )
    )
    register_tab(
        CaseTab(
            75,
            "volunteers",
            gettext_lazy("Volunteers"),
            "case_volunteers",
            counted=lambda: counting(Need.objects.all(), "case"),
            shown=lambda user, case: user.may("offers.use") and _needs(case) > 0,
            depth=Depth.READ,
            under_more=True,
        )
    )
    panels.register_facts(_facts)
    blockers.register_blocker("offers", _open, "case_volunteers")


def _needs(case: Case) -> int:
    """Counted as the case is read: it costs nothing."""
    return int(getattr(case, "tab_volunteers", 0))


def _facts(user: User, case: Case, _today: date) -> list[dict[str, Any]]:
    depth = getattr(case, "depth", 0)
    if not user.may("offers.use") or depth < Depth.READ:
        return []
    needs = _needs(case)
    said = ngettext("%(n)d need written", "%(n)d needs written", needs) % {"n": needs}
    return [
        {
            "label": _("Volunteers"),
            "value": said if needs else _("look for somebody"),
            "url": reverse("case_volunteers", args=[case.pk]),
        }
    ]


def _open(case: Case) -> list[str]:
    return [
        _("A volunteer is still looked for: «%(what)s».") % {"what": need.what}
        if need.state == NeedState.OPEN
        else _("A volunteer is still at work: «%(what)s».") % {"what": need.what}
        for need in open_in_case(case.pk).order_by("written_at")
    ]
