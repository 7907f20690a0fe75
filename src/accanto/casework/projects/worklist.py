"""The deadlines that projects put in people's worklists, and how they read."""

from collections.abc import Callable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.cases.deadline_kinds import DeadlineKind, register
from accanto.casework.cases.models import Case, Deadline
from accanto.casework.projects.enums import ProjectState
from accanto.casework.projects.models import Project
from accanto.casework.projects.operations.proposing import MY_SIGNATURE, REVIEW, TO_SIGN, TO_START
from accanto.casework.projects.operations.watches import CODES
from accanto.casework.projects.queries.watches import (
    PARENTING,
    SUPPORT,
    parenting_words,
    support_words,
    thousand_days_words,
)
from accanto.core.templatetags.accanto_ui import date_words


def register_kinds() -> None:
    sign, start = gettext_lazy("Collect"), gettext_lazy("Record")
    register(
        TO_SIGN,
        DeadlineKind(
            gettext_lazy("Signatures on the project"), _to_sign_text, sign, _page("project_signatures")
        ),
    )
    register(
        MY_SIGNATURE,
        DeadlineKind(
            gettext_lazy("Signature to give"), _my_signature_text, gettext_lazy("Sign"), _my_signature_page
        ),
    )
    register(
        TO_START,
        DeadlineKind(gettext_lazy("Start of the project"), _to_start_text, start, _page("project_start")),
    )
    register(
        REVIEW,
        DeadlineKind(gettext_lazy("Review of the project"), _review_text, start, _page("project_review")),
    )
    choose = gettext_lazy("Choose")
    register(
        CODES[SUPPORT],
        DeadlineKind(gettext_lazy("Support to choose"), _support_text, choose, _case_tab),
    )
    register(
        CODES[PARENTING],
        DeadlineKind(gettext_lazy("Parenting support to give"), _parenting_text, choose, _case_tab),
    )


def _page(name: str) -> Callable[[Deadline], str]:
    def url(deadline: Deadline) -> str:
        return reverse(name, args=[deadline.params["project"]])

    return url


def _my_signature_page(deadline: Deadline) -> str:
    return reverse("project_sign", args=[deadline.params["project"], deadline.params["party"]])


def _my_signature_text(deadline: Deadline, _today: date) -> str:
    return _("The project waits for the signature of %(who)s; the term is %(day)s.") % {
        "who": deadline.params.get("who", "–"),
        "day": date_words(deadline.due_on),
    }


def _case_tab(deadline: Deadline) -> str:
    return reverse("case_project", args=[deadline.params["case_id"]])


def _to_sign_text(deadline: Deadline, _today: date) -> str:
    number = deadline.params.get("number", 1)
    return _("Version %(number)s waits for signatures; the term is %(day)s.") % {
        "number": number,
        "day": date_words(deadline.due_on),
    }


def _to_start_text(deadline: Deadline, _today: date) -> str:
    signed = date.fromisoformat(deadline.params["signed_on"])
    return _("Everybody had signed on %(day)s: say when the first support begins.") % {
        "day": date_words(signed)
    }


def _review_text(deadline: Deadline, _today: date) -> str:
    since = date.fromisoformat(deadline.params["since"])
    return _("Last look at goals and commitments: %(day)s.") % {"day": date_words(since)}


def _support_text(deadline: Deadline, _today: date) -> str:
    return support_words(date.fromisoformat(deadline.params["analysed_on"]))


def _parenting_text(deadline: Deadline, _today: date) -> str:
    params = deadline.params
    until = date.fromisoformat(params["until"])
    reason = thousand_days_words(params["name"], until, pregnancy=bool(params["pregnancy"]))
    return f"{reason} {parenting_words()}"


def what_is_open(case: Case) -> list[str]:
    """A case does not close over a living project."""
    living = Project.objects.filter(case=case).exclude(state=ProjectState.CLOSED).first()
    if living is None:
        return []
    words = {"state": ProjectState(living.state).label}
    if living.defined_on is None:
        return [_("The project (%(state)s) was never signed: abandon it, saying why.") % words]
    return [_("The project is not closed (%(state)s): record how it ended.") % words]
