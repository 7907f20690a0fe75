"""Deadlines that this room explains; the rooms below open them by their code."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.cases.models import Deadline

ANALYSIS_TO_COMPLETE = "assessment.analysis_to_complete"


def why_analysis(deadline: Deadline, _today: date) -> str:
    """Sentence under the title of the row."""
    label = deadline.params.get("household") or (deadline.case.household.label if deadline.case else "")
    if not label:
        return _("Section A covers the whole household and decides the way.")
    return _("Household %(household)s · section A covers everybody and decides the way.") % {
        "household": label
    }


def where_analysis(deadline: Deadline) -> str:
    """`subject` is the pathway."""
    return reverse("pathway_analysis", args=[deadline.subject])
