from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelectMultiple
from accanto.faces.api.queries import possible_holders
from accanto.faces.api.scopes import choices
from accanto.territory.staff.models import User


class KeyForm(AccantoForm):
    label = forms.CharField(
        label=_("Which program"),
        max_length=120,
        help_text=_("For example: management system of the cooperative, test of September."),
    )
    user = forms.ModelChoiceField(
        label=_("It acts as"),
        queryset=User.objects.none(),
        help_text=_(
            "The program sees and does no more than this account. Accounts whose role asks for a second step, and "
            "students’, are not here: make an account for the program."
        ),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may ask for"),
        choices=choices,
        widget=PillSelectMultiple,
        help_text=_("Only what it needs: of these it does what the role of the account allows."),
    )
    expires_on = forms.DateField(
        label=_("Until"),
        help_text=_("First day on which it no longer opens; a year from now at most."),
        error_messages={"invalid": _("Write the day as gg/mm/aaaa, for example 23/11/2026.")},
    )
    networks = forms.CharField(
        label=_("Only from these networks"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "One a line, such as 192.0.2.0/24; leave it empty for a program that has no fixed address."
        ),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = possible_holders(today)  # type: ignore[attr-defined]

    def clean_networks(self) -> tuple[str, ...]:
        written: str = self.cleaned_data["networks"].replace(",", " ")
        return tuple(written.split())


class RevokeForm(AccantoForm):
    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        help_text=_("For example: the service has ended, the key was seen by others."),
    )
