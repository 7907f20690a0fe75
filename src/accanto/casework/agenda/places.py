"""Where the agenda shows itself: rail and page of a case."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.agenda.queries.to_come import what_is_to_come
from accanto.casework.cases.blockers import register_blocker
from accanto.casework.cases.enums import CaseState
from accanto.casework.cases.models import Case
from accanto.casework.cases.panels import register_facts
from accanto.core.web.frame import Place, add_place
from accanto.people.persons.enums import Depth
from accanto.territory.staff.models import User


def register() -> None:
    add_place(Place(25, gettext_lazy("Agenda"), "agenda", "clock", "agenda.view", "/agenda/"))
    register_facts(_facts)
    register_blocker("agenda", what_is_to_come, "case_appointments")


def _facts(user: User, case: Case, today: date) -> list[dict[str, Any]]:
    """Within one click from the case; it costs no query."""
    if not user.may("agenda.book") or case.depth < Depth.WORK or case.state == CaseState.CLOSED:
        return []
    url = f"{reverse('agenda_book')}?caso={case.pk}"
    return [{"label": _("Appointments"), "value": _("Make an appointment"), "url": url}]
