"""The steps that the desk takes by itself; other rooms add theirs (`next_steps`)."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accanto.access.desk.enums import OutcomeKind
from accanto.access.desk.models import ContactOutcome
from accanto.access.desk.next_steps import NextStep, register


def register_own() -> None:
    register(
        OutcomeKind.APPOINTMENT, NextStep(_("Give an appointment"), _at("desk_step_place"), "agenda.book")
    )
    register(
        OutcomeKind.APPLICATION,
        NextStep(_("The application is handed in"), _at("desk_step_application"), "desk.serve"),
    )
    register(
        OutcomeKind.REPORT, NextStep(_("Write the report down"), _at("desk_step_report"), "reports.receive")
    )
    register(OutcomeKind.CASE, NextStep(_("Take in charge"), _at("desk_open_case"), "cases.work"))
    register(OutcomeKind.CASE, NextStep(_("Propose to the unit"), _at("desk_propose"), "desk.serve"))


def _at(name: str) -> Callable[[ContactOutcome], str]:
    return lambda outcome: reverse(name, args=[outcome.pk])
