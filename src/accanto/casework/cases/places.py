"""What this room adds to the frame: its places in the rail and its own tabs of the case."""

from django.utils.translation import gettext_lazy as _

from accanto.casework.cases.tabs import CaseTab, counting, register_tab
from accanto.casework.cases.views.tally import soon_for
from accanto.core.web.frame import Place, add_place
from accanto.foundation.documents.models import Document
from accanto.people.persons.enums import Depth


def register() -> None:
    add_place(Place(20, _("Cases"), "cases", "folder", "cases.view", "/casi/"))
    add_place(Place(30, _("Deadlines"), "deadlines", "clock", "cases.view", "/scadenze/", soon_for))
    register_tab(CaseTab(10, "diary", _("Diary"), "case", depth=Depth.READ))
    register_tab(CaseTab(20, "household", _("Household"), "case_household"))
    register_tab(
        CaseTab(
            80,
            "documents",
            _("Documents"),
            "case_documents",
            counted=lambda: counting(Document.objects.filter(replaced_by=None), "context"),
        )
    )
