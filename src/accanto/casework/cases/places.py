"""What this room adds to the frame: its places in the rail and its own tabs of the case."""

from django.utils.translation import gettext_lazy as _

from accanto.casework.cases import deadline_kinds, life_work, touched
from accanto.casework.cases.blockers import register_blocker
from accanto.casework.cases.handover import TO_ANSWER
from accanto.casework.cases.operations.resting import TO_LOOK_AGAIN
from accanto.casework.cases.request_work import late_text, waiting_text, where
from accanto.casework.cases.seeing import NOT_DECIDED, TO_DECIDE
from accanto.casework.cases.tabs import CaseTab, counting, register_tab
from accanto.casework.cases.views.tally import soon_for
from accanto.core.web.frame import Place, add_place
from accanto.foundation.documents.models import Document
from accanto.people.persons.enums import Depth


def register() -> None:
    add_place(Place(20, _("Cases"), "cases", "folder", "cases.view", "/casi/"))
    add_place(Place(30, _("Deadlines"), "deadlines", "flag", "assessment.fill", "/scadenze/", soon_for))
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
    touched.register()
    register_blocker("handover", life_work.waiting_transfer, "case_hand_over")
    deadline_kinds.register(TO_ANSWER, life_work.TRANSFER)
    deadline_kinds.register(TO_LOOK_AGAIN, life_work.SUSPENSION)
    for code, title, text in (
        (TO_DECIDE, _("A colleague asks to see the case"), waiting_text),
        (NOT_DECIDED, _("Nobody has answered a colleague who asks to see the case"), late_text),
    ):
        kind = deadline_kinds.DeadlineKind(title=title, text=text, action=_("Decide"), url=where)
        deadline_kinds.register(code, kind)
