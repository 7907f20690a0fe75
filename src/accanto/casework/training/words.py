"""Codes in words."""

from django.utils.translation import gettext_lazy as _

from accanto.casework.training.enums import TraineeshipState

TONES = {
    TraineeshipState.PLANNED: "",
    TraineeshipState.RUNNING: "fine",
    TraineeshipState.ENDED: "",
    TraineeshipState.INTERRUPTED: "soon",
}
# Name of the address → what the student was shown.
_PAGES = {
    "case": _("the diary"),
    "case_household": _("the household"),
    "case_pathway": _("the pathway"),
    "case_assessments": _("the assessments"),
    "assessment": _("an assessment"),
    "assessment_section": _("an assessment"),
    "case_project": _("the project"),
    "project": _("the project"),
}


def page_words(url_name: str) -> str:
    return str(_PAGES.get(url_name, _("the case")))
