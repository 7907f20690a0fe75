"""The week of an office as it is written by hand, and the days on which it is shut."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.access.desk.hours_written import HoursUnclear, read
from accanto.core.forms.base import AccantoForm
from accanto.territory.bodies.enums import Audience
from accanto.territory.bodies.operations import WeeklyOpening

_DAY = gettext_lazy("Write the day as gg/mm/aaaa, for example 23/11/2026.")
AUDIENCES = (Audience.PUBLIC, Audience.APPOINTMENT)


class WeekForm(AccantoForm):
    """A line for each day: for everybody, and by appointment. Empty is shut."""

    valid_from = forms.DateField(label=gettext_lazy("From which day"), error_messages={"invalid": _DAY})
    last_day = forms.DateField(
        label=gettext_lazy("Until which day"),
        required=False,
        error_messages={"invalid": _DAY},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name, label in _names().items():
            self.fields[name] = forms.CharField(label=label, required=False, max_length=80)

    def days(self) -> list[dict[str, Any]]:
        """For the template: a day and its two fields."""
        return [
            {"label": capfirst(str(WEEKDAYS[day])), "fields": [self[_name(day, to)] for to in AUDIENCES]}
            for day in range(7)
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        week: list[WeeklyOpening] = []
        for day in range(7):
            for audience in AUDIENCES:
                name = _name(day, audience)
                try:
                    stretches = read(given.get(name, ""))
                except HoursUnclear as unclear:
                    self.add_error(name, str(unclear))
                    continue
                week += [WeeklyOpening(day, opens, closes, audience) for opens, closes in stretches]
        first, last = given.get("valid_from"), given.get("last_day")
        if first and first < self.today:
            self.add_error("valid_from", _("The past is not changed: choose today or a day to come."))
        if first and last and last < first:
            self.add_error("last_day", _("The last day comes before the first: correct one of the two."))
        return {**given, "week": week}


class ClosureForm(AccantoForm):
    first_day = forms.DateField(label=gettext_lazy("First day"), error_messages={"invalid": _DAY})
    last_day = forms.DateField(label=gettext_lazy("Last day"), error_messages={"invalid": _DAY})
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        help_text=gettext_lazy("Everybody reads it: «Assemblea del personale», «Trasloco»."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_first_day(self) -> date:
        day: date = self.cleaned_data["first_day"]
        if day < self.today:
            raise forms.ValidationError(_("That day is past: choose today or a day to come."))
        return day


def written(week: Mapping[tuple[int, str], str]) -> dict[str, str]:
    """By weekday and audience, as the fields are called."""
    return {_name(day, audience): words for (day, audience), words in week.items()}


def _name(day: int, audience: str) -> str:
    return f"{audience}_{day}"


def _names() -> dict[str, str]:
    told = {Audience.PUBLIC: _("%(day)s, for everybody"), Audience.APPOINTMENT: _("%(day)s, by appointment")}
    return {
        _name(day, audience): told[audience] % {"day": capfirst(str(WEEKDAYS[day]))}
        for day in range(7)
        for audience in AUDIENCES
    }
