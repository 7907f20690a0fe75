"""What the note of a handover begins with: what is open, what falls due, who else works there. To be corrected."""

from datetime import date

from accanto.casework.cases.blockers import open_things
from accanto.casework.cases.deadline_kinds import kind_of
from accanto.casework.cases.enums import CaseRole, DeadlineState
from accanto.casework.cases.models import Case, CaseWorker, Deadline
from accanto.casework.cases.seeing import REQUEST_CODES
from accanto.core.templatetags.accanto_ui import date_words


def handover_draft(case: Case) -> str:
    return f"handover-{case.pk}"


def begun(case: Case, today: date) -> dict[str, str]:
    """Three queries and those of what may still be open."""
    return {
        "commitments": "\n".join(open_things(case)),
        "terms": "\n".join(_terms(case)),
        "contacts": "\n".join(_contacts(case, today)),
    }


def _terms(case: Case) -> list[str]:
    rows = Deadline.objects.filter(case=case, state=DeadlineState.OPEN).exclude(code__in=REQUEST_CODES)
    told = dict.fromkeys((str(kind_of(row.code).title), row.due_on) for row in rows.order_by("due_on", "id"))
    return [f"{title}: {date_words(due_on)}" for title, due_on in told]


def _contacts(case: Case, today: date) -> list[str]:
    rows = CaseWorker.objects.filter(case=case, ends_on=None, role=CaseRole.CO_WORKER)
    found = []
    for row in rows.select_related("user__operator__organisation").order_by("user__last_name", "id"):
        operator = getattr(row.user, "operator", None)
        parts = [row.user.get_full_name()]
        if operator:
            parts += [str(operator.organisation), operator.phone]
        found.append(" · ".join(part for part in parts if part))
    return list(dict.fromkeys(found))
