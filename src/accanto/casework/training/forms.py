from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accanto.casework.cases.models import Case
from accanto.casework.training.enums import Ending
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect
from accanto.territory.staff.models import User
from accanto.territory.staff.queries import holders_of

_DAY = _("Write the day as gg/mm/aaaa, for example 23/11/2026.")


class TraineeshipForm(AccantoForm):
    """`today` decides who holds the roles."""

    student = forms.ModelChoiceField(
        label=_("Student"),
        queryset=User.objects.none(),
        empty_label=_("Choose…"),
        help_text=_("Who is missing here needs an account with the role «Student in training» first."),
    )
    tutor = forms.ModelChoiceField(
        label=_("Tutor"),
        queryset=User.objects.none(),
        empty_label=_("Choose…"),
        help_text=_("Chooses, among the cases of their own work, those that the student reads."),
    )
    body = forms.CharField(
        label=_("University or school"), max_length=160, help_text=_("And the course, if you know it.")
    )
    starts_on = forms.DateField(label=_("First day"), error_messages={"invalid": _DAY})
    last_day = forms.DateField(label=_("Last day"), error_messages={"invalid": _DAY})
    hours = forms.IntegerField(label=_("Hours agreed"), required=False, min_value=1, max_value=3000)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, permission in (("student", "training.attend"), ("tutor", "cases.work")):
            field: Any = self.fields[name]
            field.queryset = holders_of(permission, today).order_by("last_name", "first_name", "pk")


class ChooseCaseForm(AccantoForm):
    """`cases`: those that may be chosen."""

    case = forms.ModelChoiceField(label=_("Case"), queryset=Case.objects.none(), empty_label=_("Choose…"))
    reason = forms.CharField(
        label=_("Why this one"),
        max_length=200,
        help_text=_("For example: a first meeting to follow from the beginning. The student reads it."),
    )

    def __init__(self, *args: Any, cases: QuerySet[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["case"]
        field.queryset = cases
        field.label_from_instance = lambda case: f"{case.household.label} · {case.number}"


class TakeAwayForm(AccantoForm):
    reason = forms.CharField(label=_("Why"), max_length=200)


class EndingForm(AccantoForm):
    how = forms.ChoiceField(
        label=_("How it ends"), choices=Ending.choices, widget=PillSelect, initial=Ending.ENDED
    )
    reason = forms.CharField(
        label=_("Why"), max_length=200, required=False, help_text=_("Needed when it is interrupted.")
    )
