"""How a handover and a suspension read in the work of those who must answer or look again."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.cases.deadline_kinds import DeadlineKind
from accanto.casework.cases.enums import TransferState
from accanto.casework.cases.models import Case, CaseTransfer, Deadline
from accanto.core.templatetags.accanto_ui import date_words


def _transfer_text(deadline: Deadline, today: date) -> str:
    """Never whose household it is: whoever answers reads that on its page."""
    return _("%(unit)s asked %(to)s %(day)s. Until you answer the household stays with them.") % {
        "unit": deadline.params["unit"],
        "to": deadline.params["to"],
        "day": date_words(deadline.started_on, today),
    }


def _suspension_text(deadline: Deadline, today: date) -> str:
    return _("Suspended since %(day)s. Look whether it goes on, or ends.") % {
        "day": date_words(deadline.started_on)
    }


TRANSFER = DeadlineKind(
    title=gettext_lazy("A household waits to be taken over"),
    text=_transfer_text,
    action=gettext_lazy("Answer"),
    url=lambda deadline: reverse("case_transfer", args=[deadline.params["transfer"]]),
)
SUSPENSION = DeadlineKind(
    title=gettext_lazy("A suspended case to look at again"),
    text=_suspension_text,
    action=gettext_lazy("Look"),
    url=lambda deadline: reverse("case_resume", args=[deadline.case_id]),
    working_days=False,
)


def waiting_transfer(case: Case) -> list[str]:
    """A case that somebody is asked to take over does not close meanwhile."""
    rows = CaseTransfer.objects.filter(case=case, state=TransferState.PROPOSED).select_related("to_unit")
    return [
        _("%(where)s is asked to take it over and has not answered yet.")
        % {"where": row.to_unit or row.to_body}
        for row in rows
    ]
