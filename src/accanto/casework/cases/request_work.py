"""How a request to see a case reads in the work of those who decide; whoever asks is named on its own page alone."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.cases.models import Deadline
from accanto.core.templatetags.accanto_ui import date_words


def waiting_text(deadline: Deadline, today: date) -> str:
    return _("Asked %(day)s. After the term it goes to the coordinator.") % {
        "day": date_words(deadline.started_on, today)
    }


def late_text(deadline: Deadline, today: date) -> str:
    lapses = date.fromisoformat(deadline.params["lapses_on"])
    return _("Those who follow the case did not answer in time. The request lapses %(day)s.") % {
        "day": date_words(lapses, today)
    }


def where(deadline: Deadline) -> str:
    return reverse("case_request", args=[deadline.case_id, deadline.params["request"]])
