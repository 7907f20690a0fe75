"""What this room adds to the frame and to the page of a case."""

from django.utils.translation import gettext_lazy as _

from accanto.casework.cases import tabs
from accanto.casework.mandates.models import Measure
from accanto.core.web.frame import Place, add_place
from accanto.people.persons.enums import Depth


def register() -> None:
    add_place(Place(47, _("Measures"), "measures", "bookmark", "cases.view", "/provvedimenti/"))
    tabs.register_tab(
        tabs.CaseTab(
            order=60,
            code="mandates",
            label=_("Measures"),
            url_name="case_measures",
            under_more=True,
            counted=lambda: tabs.counting(Measure.objects.in_force(), "case"),
            depth=Depth.READ,
        )
    )
