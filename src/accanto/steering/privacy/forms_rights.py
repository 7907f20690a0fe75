"""Forms with which a request is carried out to its end."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accanto.core.forms.base import AccantoForm
from accanto.steering.privacy.operations.erasing import erasure_grounds
from accanto.steering.privacy.operations.extracts import grounds_on


class CoverForm(AccantoForm):
    names = forms.CharField(
        label=_("Other names to cover"),
        widget=forms.Textarea,
        required=False,
        max_length=4000,
        help_text=_(
            "One a line, name and surname: neighbours, teachers, whoever reported. Those of the household are covered"
            " already."
        ),
    )


class OmissionForm(AccantoForm):
    ground = forms.ChoiceField(label=_("Ground of law"))
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea,
        max_length=2000,
        help_text=_("It stays in the register of the request; it is not on the paper."),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(key, f"{rule.value} ({rule.source})") for key, rule in grounds_on(on).items()]
        self.fields["ground"].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]


class ErasureForm(AccantoForm):
    ground = forms.ChoiceField(label=_("Ground of law"))
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea,
        max_length=2000,
        help_text=_("The act, the authorisation, what the person asked; no names: this stays."),
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(key, f"{rule.value} ({rule.source})") for key, rule in erasure_grounds(at).items()]
        self.fields["ground"].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]
