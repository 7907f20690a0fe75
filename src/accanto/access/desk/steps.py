"""The steps that the desk takes by itself; other rooms add theirs (`next_steps`)."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accanto.access.desk.enums import OutcomeKind
from accanto.access.desk.next_steps import NextStep, register


def register_own() -> None:
    register(
        OutcomeKind.APPOINTMENT,
        NextStep(_("Give an appointment"), lambda _one: reverse("slots"), "agenda.book"),
    )
    register(
        OutcomeKind.REPORT,
        NextStep(_("Write the report down"), lambda _one: reverse("report_new"), "reports.receive"),
    )
    register(
        OutcomeKind.CASE,
        NextStep(_("Take in charge"), lambda one: reverse("desk_open_case", args=[one.pk]), "cases.work"),
    )
    register(
        OutcomeKind.CASE,
        NextStep(_("Propose to the unit"), lambda one: reverse("desk_propose", args=[one.pk]), "desk.serve"),
    )
