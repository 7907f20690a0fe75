"""Opening, resting, going on, closing."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accanto.casework.cases.enums import CaseOutcome, OpeningSource, SuspensionReason
from accanto.casework.cases.models import Appointment
from accanto.casework.cases.operations.handing_over import appointment_words
from accanto.core.forms.base import AccantoForm
from accanto.people.households.models import Household
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User

_DAY = _("Write the day as gg/mm/aaaa, for example 23/11/2026.")
# What a worker may say by hand: the others are written by the rooms from which they come.
_BY_HAND = (
    OpeningSource.SPONTANEOUS,
    OpeningSource.DESK_CONTACT,
    OpeningSource.REPORT,
    OpeningSource.COURT_MEASURE,
    OpeningSource.OTHER_TOWN,
    OpeningSource.OTHER_CASE,
)


class TakeInChargeForm(AccantoForm):
    """`households`: those in which the person lives now; `units`, `workers`: where and to whom it may be given."""

    household = forms.ModelChoiceField(
        label=_("Which household"),
        queryset=Household.objects.none(),
        required=False,
        empty_label=_("A household of this person alone"),
    )
    source = forms.ChoiceField(
        label=_("What led to it"),
        choices=[(one.value, one.label) for one in _BY_HAND],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why you take it in charge"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What they ask, or what was reported. Whoever reads it in a year must understand it."),
    )
    unit = forms.ModelChoiceField(
        label=_("Which unit"), queryset=Office.objects.none(), empty_label=_("Choose")
    )
    responsible = forms.ModelChoiceField(
        label=_("Who is responsible"), queryset=User.objects.none(), empty_label=_("Choose")
    )

    def __init__(
        self,
        *args: Any,
        households: QuerySet[Household],
        units: QuerySet[Office],
        workers: QuerySet[User],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen: dict[str, Any] = self.fields
        chosen["household"].queryset = households
        chosen["unit"].queryset = units
        chosen["responsible"].queryset = workers


class SuspendForm(AccantoForm):
    """`planned`: appointments of the time to come."""

    reason = forms.ChoiceField(
        label=_("Why it stops"), choices=SuspensionReason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What happened"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: she is in hospital until Christmas, her sister looks after the children."),
    )
    on = forms.DateField(label=_("Since when"), error_messages={"invalid": _DAY})
    expected_on = forms.DateField(
        label=_("When you look again"),
        error_messages={"invalid": _DAY},
        help_text=_("On that day it comes back among your deadlines."),
    )
    cancelling = forms.ModelMultipleChoiceField(
        label=_("Appointments that do not take place"),
        queryset=Appointment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, planned: QuerySet[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: dict[str, Any] = self.fields
        chosen["cancelling"].queryset = planned
        chosen["cancelling"].label_from_instance = appointment_words


class ResumeForm(AccantoForm):
    note = forms.CharField(label=_("What changed"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    on = forms.DateField(label=_("Since when it goes on"), error_messages={"invalid": _DAY})


class ClosingForm(AccantoForm):
    """The evaluation in parts: who reads it in two years finds each where it looks for it."""

    outcome = forms.ChoiceField(label=_("How it ends"), choices=CaseOutcome.choices, widget=forms.RadioSelect)
    closed_on = forms.DateField(label=_("Closed on"), error_messages={"invalid": _DAY})
    evaluation = forms.CharField(
        label=_("What changed for the household"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What they asked at the beginning, what they reached, in whose words."),
    )
    remains = forms.CharField(
        label=_("What remains open"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("If nothing does, write it."),
    )
    followed_by = forms.CharField(
        label=_("Who follows it from now"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A service, a person, nobody; and whom they may call if they need you again."),
    )
