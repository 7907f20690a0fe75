"""What this room adds to the frame, to the page of a case and to «Oggi»."""

import re
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.access.reports.models import Report
from accanto.access.reports.operations.terms import TERM
from accanto.casework.cases import deadline_kinds
from accanto.casework.cases.finding import register_finder
from accanto.casework.cases.models import Deadline
from accanto.casework.cases.tabs import CaseTab, counting, register_tab
from accanto.core.web.frame import Place, add_place
from accanto.people.persons.enums import Depth
from accanto.territory.staff.models import User

_NUMBER = re.compile(r"\d{4}/\d{1,7}")


def register() -> None:
    add_place(Place(34, gettext_lazy("Reports"), "reports", "mail", "reports.receive", "/segnalazioni/"))
    register_tab(
        CaseTab(
            70,
            "reports",
            gettext_lazy("Reports"),
            "case_reports",
            under_more=True,
            counted=lambda: counting(Report.objects.all(), "case"),
            depth=Depth.WORK,
        )
    )
    deadline_kinds.register(
        TERM,
        deadline_kinds.DeadlineKind(
            title=gettext_lazy("Term of a report"), text=_text, action=gettext_lazy("Open"), url=_where
        ),
    )
    register_finder(_finder)


def _text(deadline: Deadline, today: date) -> str:
    told = {name: deadline.params.get(name, "") for name in ("number", "label", "hour")}
    if told["hour"]:
        return _("%(label)s, report %(number)s: by %(hour)s.") % told
    return _("%(label)s, report %(number)s.") % told


def _where(deadline: Deadline) -> str:
    return reverse("report", args=[deadline.params["report"]]) if "report" in deadline.params else ""


def _finder(_user: User, typed: str) -> Q | None:
    """The case that a report ended in, by the number of the report."""
    return Q(reports__number=typed.strip()) if _NUMBER.fullmatch(typed.strip()) else None
