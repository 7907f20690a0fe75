"""What is looked for, what the volunteer answered, how it went."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accanto.access.offers.enums import NeedState, Urgency, VisitState, Withdrawal
from accanto.access.offers.facts import NeedFacts
from accanto.access.offers.forms import MOST_PIECES, half_told, hours_of, kind_groups, towns, weekday_choices
from accanto.access.offers.kinds import all_kinds
from accanto.access.offers.models import Need
from accanto.access.offers.operations.matching import MOST_TIMES, Agreed
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect, PillSelectMultiple
from accanto.territory.bodies.models import Office
from accanto.territory.places.models import Municipality

_ALL = _("all")


class NeedForm(AccantoForm):
    """`of_case`: with what the volunteer is told of whom; without a case nobody is named."""

    kind = forms.ChoiceField(label=_("What it is"))
    what = forms.CharField(
        label=_("What is needed, without names"),
        max_length=300,
        help_text=_("For example: an elderly person who lives alone would like company in the afternoon."),
    )
    # Of time nobody asks how many: the page then sends nothing.
    pieces = forms.IntegerField(
        label=_("How many pieces"), min_value=1, max_value=MOST_PIECES, initial=1, required=False
    )
    weekdays = forms.MultipleChoiceField(label=_("Days"), widget=PillSelectMultiple, required=False)
    starts = forms.TimeField(label=_("From the hour"), required=False)
    ends = forms.TimeField(label=_("To the hour"), required=False)
    minors = forms.BooleanField(
        label=_("There are minors"),
        required=False,
        help_text=_("The volunteer must then have the certificate for who is near minors."),
    )
    first_day = forms.DateField(label=_("From"))
    last_day = forms.DateField(
        label=_("Until"), required=False, help_text=_("Empty: as long as it is needed.")
    )
    municipality = forms.ModelChoiceField(
        label=_("Where"), queryset=Municipality.objects.none(), empty_label=_("Choose…")
    )
    urgency = forms.ChoiceField(
        label=_("How urgent"), choices=Urgency.choices, widget=PillSelect, initial=Urgency.ORDINARY
    )
    office = forms.ModelChoiceField(
        label=_("Office that looks for it"), queryset=Office.objects.none(), empty_label=_("Choose…")
    )
    first_name = forms.CharField(
        label=_("First name that the volunteer is told"),
        max_length=60,
        required=False,
        help_text=_("Only if they agree. Never the surname."),
    )
    meeting_place = forms.CharField(
        label=_("Where they meet"),
        max_length=200,
        required=False,
        help_text=_(
            "The volunteer is told only this. If home must not be told, a place outside: bar, library, parish."
        ),
    )

    def __init__(self, *args: Any, on: date, offices: QuerySet[Office], of_case: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        fields["kind"].choices = kind_groups(on)
        fields["weekdays"].choices = weekday_choices()
        fields["municipality"].queryset = towns()
        fields["office"].queryset = offices
        if not of_case:
            del self.fields["first_name"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        half_told(self, given)
        return given

    def facts(self) -> NeedFacts:
        given = self.cleaned_data
        names = (
            "kind", "what", "municipality", "office", "first_day", "last_day", "minors", "urgency",
            "meeting_place",
        )  # fmt: skip
        return NeedFacts(
            hours=hours_of(given),
            pieces=given["pieces"] or 1,
            first_name=given.get("first_name", ""),
            **{name: given[name] for name in names},
        )


class PlaceForm(AccantoForm):
    meeting_place = forms.CharField(
        label=_("Where they meet"),
        max_length=200,
        help_text=_(
            "The volunteer is told only this. If home must not be told, a place outside: bar, library, parish."
        ),
    )


class WithdrawForm(AccantoForm):
    withdrawal = forms.ChoiceField(label=_("Why"), choices=Withdrawal.choices, widget=PillSelect)


class AnswerForm(AccantoForm):
    """Yes with what was agreed, or no."""

    answer = forms.ChoiceField(
        label=_("The volunteer said"), choices=[("yes", _("yes")), ("no", _("no"))], widget=PillSelect
    )
    answered_on = forms.DateField(label=_("When"))
    first_day = forms.DateField(label=_("First day agreed"), required=False)
    starts = forms.TimeField(label=_("From the hour"), required=False)
    ends = forms.TimeField(label=_("To the hour"), required=False)
    times = forms.IntegerField(
        label=_("How many times"),
        min_value=1,
        max_value=MOST_TIMES,
        initial=1,
        required=False,
        help_text=_("On the days of the need, else once a week."),
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("answer") == "yes" and not given.get("first_day") and "first_day" not in self.errors:
            self.add_error("first_day", gettext("Write the first day agreed."))
        return given

    def agreed(self) -> Agreed:
        return agreed_in(self.cleaned_data)


class PlanForm(AccantoForm):
    first_day = forms.DateField(label=_("First day agreed"))
    starts = forms.TimeField(label=_("From the hour"), required=False)
    ends = forms.TimeField(label=_("To the hour"), required=False)
    times = forms.IntegerField(
        label=_("How many times"),
        min_value=1,
        max_value=MOST_TIMES,
        initial=1,
        help_text=_("On the days of the need, else once a week."),
    )

    def agreed(self) -> Agreed:
        return agreed_in(self.cleaned_data)


def agreed_in(given: dict[str, Any]) -> Agreed:
    return Agreed(given["first_day"], given["starts"], given["ends"], given["times"] or 1)


class SettleForm(AccantoForm):
    """`goods`: what was brought has no length."""

    outcome = forms.ChoiceField(
        label=_("How it went"),
        choices=[(VisitState.DONE, _("done")), (VisitState.MISSED, _("not done"))],
        widget=PillSelect,
    )
    minutes = forms.IntegerField(label=_("How many minutes"), min_value=1, max_value=24 * 60, required=False)
    told = forms.CharField(
        label=_("How it went, or why not"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, goods: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if goods:
            del self.fields["minutes"]

    def for_operation(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"outcome": given["outcome"], "minutes": given.get("minutes") or 0, "told": given["told"]}


class FinishForm(AccantoForm):
    note = forms.CharField(
        label=_("How it went in all"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class NeedFilters(AccantoForm):
    cosa = forms.ChoiceField(label=_("What"), required=False)
    comune = forms.ModelChoiceField(
        label=_("Town"), queryset=Municipality.objects.none(), required=False, empty_label=_ALL
    )
    stato = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("looking or under way")), *NeedState.choices, ("tutti", _ALL)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        fields["cosa"].choices = [("", _ALL), *all_kinds()]
        fields["comune"].queryset = towns()

    def apply(self, rows: QuerySet[Need]) -> QuerySet[Need]:
        given = self.cleaned_data
        if given["cosa"]:
            rows = rows.filter(kind=given["cosa"])
        if given["comune"]:
            rows = rows.filter(municipality=given["comune"])
        if not given["stato"]:
            rows = rows.filter(state__in=[NeedState.OPEN, NeedState.COVERED])
        elif given["stato"] != "tutti":
            rows = rows.filter(state=given["stato"])
        return rows


class DaysForm(AccantoForm):
    dal = forms.DateField(label=_("From"), required=False)
    al = forms.DateField(label=_("To the day"), required=False)
