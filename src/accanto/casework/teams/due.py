"""How the clock to the team reads on screen, and what keeps a case from closing."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.cases.deadline_kinds import DeadlineKind
from accanto.casework.cases.models import Case, Deadline
from accanto.casework.teams.enums import ItemState
from accanto.casework.teams.models import AgendaItem
from accanto.core.templatetags.accanto_ui import date_words


def _text(deadline: Deadline, _today: date) -> str:
    told = deadline.params
    words = _(
        "Complex need since %(since)s: the team meets it within %(days)s working days; the zone takes from %(from)s."
    )
    filled = {
        "since": date_words(date.fromisoformat(told["since"])),
        "days": told["days"],
        "from": told["usually_from"],
    }
    warning = _(" This term is our reading of the zone plan, to be confirmed.") if told["from_memory"] else ""
    return words % filled + warning


def _url(deadline: Deadline) -> str:
    return reverse("case_team", args=[deadline.case_id])


HOUSEHOLD_TO_TEAM = DeadlineKind(
    title=gettext_lazy("To the multidisciplinary team"),
    text=_text,
    action=gettext_lazy("Open"),
    url=_url,
)


def open_items(case: Case) -> list[str]:
    """A household that waits for the team cannot be closed."""
    items = AgendaItem.objects.of_case(case).filter(state=ItemState.WAITING)
    return [
        _("The team discusses it on %(day)s: take it off the agenda, or wait for it.")
        % {"day": date_words(timezone.localtime(item.meeting.appointment.starts_at).date())}
        for item in items.select_related("meeting__appointment")
    ]
