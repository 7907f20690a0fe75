from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accanto.casework.teams.enums import Membership, Need, TeamDecision
from accanto.casework.teams.models import Team, TeamMeeting
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect
from accanto.core.working_time import next_working_day
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User

_DAY = _("Write the day as gg/mm/aaaa, for example 23/11/2026.")
_HOUR = _("Write the hour as 9:30.")
START_ROWS, MORE_ROWS, MOST_ROWS = 4, 2, 20
SEAT_FIELDS = ("user", "hours_from", "hours_to")
FIRST_YEAR, LAST_YEAR = 2000, 2069


class WhenForm(AccantoForm):
    """Day, hours and place of a meeting."""

    day = forms.DateField(label=_("Day"), error_messages={"invalid": _DAY})
    starts = forms.TimeField(label=_("From what time"), error_messages={"invalid": _HOUR})
    ends = forms.TimeField(label=_("To what time"), error_messages={"invalid": _HOUR})
    place = forms.CharField(label=_("Place"), max_length=160, required=False)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(_("Check the year."))
        return day

    def moment(self, name: str) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data[name]))


class PlanForm(WhenForm):
    months = forms.TypedChoiceField(
        label=_("How often"),
        coerce=int,
        choices=[
            (1, _("only this time")),
            (3, _("every month, for 3 months")),
            (6, _("every month, for 6 months")),
            (12, _("every month, for a year")),
        ],
        initial=1,
        help_text=_("The same weekday of the month; a holiday moves to the next working day."),
    )

    field_order = ("team", "day", "starts", "ends", "months", "place")

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = {str(team.pk): team for team in teams}
        if len(teams) > 1:
            self.fields["team"] = forms.ChoiceField(
                label=_("Team"), choices=[(str(team.pk), team.name) for team in teams]
            )
            self.order_fields(self.field_order)

    @property
    def chosen_team(self) -> Team:
        chosen = self.cleaned_data.get("team") or next(iter(self.teams))
        return self.teams[chosen]


class DecisionForm(AccantoForm):
    decision = forms.ChoiceField(
        label=_("The team decides to"),
        choices=TeamDecision.choices,
        widget=PillSelect,
        error_messages={"required": _("Choose what the team decided.")},
    )
    decision_text = forms.CharField(
        label=_("What was agreed"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=20_000,
        help_text=_("Who does what, by when. The household can ask to read it."),
        error_messages={"required": _("Write in two lines what was agreed: who does what, by when.")},
    )


class QuestionForm(AccantoForm):
    question = forms.CharField(
        label=_("Question for the team"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
        help_text=_("One question that the meeting can answer."),
    )


class GuestForm(AccantoForm):
    """`called`: those who may be called, with the words that tell them apart."""

    user = forms.ChoiceField(label=_("Who"), error_messages={"required": _("Choose whom to call.")})
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)

    def __init__(self, *args: Any, called: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [("", _("Choose…")), *called]  # type: ignore[attr-defined]


class PostponeForm(AccantoForm):
    to = forms.ChoiceField(label=_("To which meeting"))
    reason = forms.CharField(
        label=_("Why"), max_length=300, error_messages={"required": _("Say why the household is postponed.")}
    )

    def __init__(self, *args: Any, meetings: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = meetings  # type: ignore[attr-defined]


class SeatForm(AccantoForm):
    user = forms.ChoiceField(label=_("Who"), error_messages={"required": _("Choose who sits in the team.")})
    membership = forms.ChoiceField(
        label=_("How"), choices=Membership.choices, widget=PillSelect, initial=Membership.BASIC
    )
    hours_from = forms.DecimalField(
        label=_("Hours a month, from"),
        required=False,
        min_value=0,
        max_digits=5,
        decimal_places=1,
        localize=True,
    )
    hours_to = forms.DecimalField(
        label=_("to"), required=False, min_value=0, max_digits=5, decimal_places=1, localize=True
    )
    need = forms.ChoiceField(
        label=_("Called for"), choices=[("", _("Choose…")), *Need.choices], required=False
    )

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in people}
        named = [(key, f"{user} · {user.operator.organisation}") for key, user in self.people.items()]
        self.fields["user"].choices = [("", _("Choose…")), *named]  # type: ignore[attr-defined]


class TeamForm(AccantoForm):
    """Name, unit and as many rows for basic members as are asked for; rows left empty are nobody."""

    name = forms.CharField(
        label=_("Name of the team"),
        max_length=120,
        error_messages={"required": _("Give the team a name.")},
        help_text=_("As people call it, for example «Équipe multidisciplinare Montagna»."),
    )
    unit = forms.ChoiceField(
        label=_("Unit that coordinates it"), error_messages={"required": _("Choose the unit.")}
    )
    place = forms.CharField(label=_("Where it usually meets"), max_length=160, required=False)

    def __init__(
        self, *args: Any, units: list[Office], people: list[User], rows: int = START_ROWS, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        self.people = {str(user.pk): user for user in people}
        self.count = rows
        self.fields["unit"].choices = [(key, unit.name) for key, unit in self.units.items()]  # type: ignore[attr-defined]
        bodies: dict[str, list[tuple[str, str]]] = {}
        for key, user in self.people.items():
            profession = user.operator.get_profession_display()
            bodies.setdefault(user.operator.organisation.name, []).append((key, f"{user} · {profession}"))
        choices = [("", _("Choose…")), *sorted(bodies.items())]
        for number in range(rows):
            self._add_row(number, choices)

    def _add_row(self, number: int, choices: list[Any]) -> None:
        nth = {"n": number + 1}
        self.fields[f"user_{number}"] = forms.ChoiceField(
            label=_("Member %(n)s") % nth, choices=choices, required=False
        )
        for name, label in (("hours_from", _("Hours a month, from")), ("hours_to", _("to"))):
            self.fields[f"{name}_{number}"] = forms.DecimalField(
                label=label, required=False, min_value=0, max_digits=5, decimal_places=1, localize=True
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [{name: self[f"{name}_{n}"] for name in SEAT_FIELDS} for n in range(self.count)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for number in range(self.count):
            hours = any(given.get(f"{name}_{number}") is not None for name in SEAT_FIELDS[1:])
            if hours and not given.get(f"user_{number}"):
                self.add_error(f"user_{number}", _("Say whose hours these are, or empty them."))
        return given

    @property
    def seats(self) -> list[tuple[int, User, Decimal | None, Decimal | None]]:
        """Row, person, hours from and to, of the rows that name somebody."""
        given = self.cleaned_data
        return [
            (n, self.people[given[f"user_{n}"]], given[f"hours_from_{n}"], given[f"hours_to_{n}"])
            for n in range(self.count)
            if given[f"user_{n}"]
        ]


def months_ahead(meetings: list[TeamMeeting], words: Any) -> list[tuple[str, str]]:
    """Choices of meetings, in words."""
    return [(str(meeting.pk), words(meeting)) for meeting in meetings]


def default_day(today: date) -> date:
    """A month from now: nobody plans a meeting for tomorrow, nor for a Sunday."""
    return next_working_day(today + timedelta(days=28))
