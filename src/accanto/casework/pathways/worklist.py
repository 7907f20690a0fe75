"""The deadlines that pathways put in people's worklists, and how they read. They follow from the clock alone."""

from collections.abc import Callable
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.cases.deadline_kinds import DeadlineKind, register
from accanto.casework.cases.models import Deadline
from accanto.casework.pathways import words
from accanto.core.templatetags.accanto_ui import date_time_words

PREFIX = "pathways."
RECOMMENDED = "first_meeting_recommended"
OF_THE_PATHWAY = (RECOMMENDED, "first_meeting", "periodic_meeting", "service_pact", "project")
OUTCOME_REPORT = PREFIX + "outcome_report"
CONVOCATION_OUTCOME = PREFIX + "convocation_outcome"


def register_kinds() -> None:
    call, pact = _pathway_page("convoke"), _pathway_page("service_pact_record")
    convoke, record = gettext_lazy("Convoke"), gettext_lazy("Record")
    recommended = gettext_lazy("Convocation to the first meeting")
    for code, title, action, url in (
        ("first_meeting_recommended", recommended, convoke, call),
        ("first_meeting", gettext_lazy("First meeting"), convoke, call),
        ("periodic_meeting", gettext_lazy("Periodic meeting"), convoke, call),
        ("service_pact", gettext_lazy("Service pact"), record, pact),
        ("project", gettext_lazy("Personalised project"), gettext_lazy("Open"), _case_tab),
        ("outcome_report", gettext_lazy("Absence to be reported"), gettext_lazy("Decide"), _convocation_page),
    ):
        register(PREFIX + code, DeadlineKind(title, _term_text, action, url))
    asked = gettext_lazy("How did the meeting go?")
    register(
        CONVOCATION_OUTCOME,
        DeadlineKind(asked, _outcome_text, record, _convocation_page, working_days=False),
    )


def _pathway_page(name: str) -> Callable[[Deadline], str]:
    """Where work already has a convocation under way, its own page is what moves it."""

    def url(deadline: Deadline) -> str:
        if under_way := deadline.params.get("convocation"):
            return reverse("convocation", args=[under_way])
        return reverse(name, args=[deadline.params["pathway"]])

    return url


def _case_tab(deadline: Deadline) -> str:
    return reverse("case_pathway", args=[deadline.case_id])


def _convocation_page(deadline: Deadline) -> str:
    return reverse("convocation", args=[deadline.params["convocation"]])


def _term_text(deadline: Deadline, today: date) -> str:
    params, code = deadline.params, deadline.code.removeprefix(PREFIX)
    due = words.due_words(params["amount"], params["unit"], params["starts"], deadline.due_on, today)
    sentence = f"{words.measure_name(params['measure'])}: {due}"
    after = words.short_consequence(code, params["measure"])
    caution = _("The rule is quoted from memory: check it.") if params.get("from_memory") else ""
    return " ".join(part for part in (sentence, after, caution) if part)


def _outcome_text(deadline: Deadline, _today: date) -> str:
    when = date_time_words(datetime.fromisoformat(deadline.params["starts_at"]))
    if deadline.params.get("sent"):
        return _("The household was expected on %(when)s.") % {"when": when}
    return _("Meeting of %(when)s: the convocation has not been sent yet.") % {"when": when}
