"""Forms with which a request is carried out to its end."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect
from accanto.people.persons.enums import RestrictionGround, Sex
from accanto.steering.privacy.enums import CorrectedFact
from accanto.steering.privacy.operations.erasing import erasure_grounds
from accanto.steering.privacy.operations.extracts import grounds_on
from accanto.territory.places.models import Municipality


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


class RectificationForm(AccantoForm):
    fact = forms.ChoiceField(label=_("What is wrong"), choices=CorrectedFact.choices, widget=PillSelect)
    words = forms.CharField(
        label=_("As it must be"),
        required=False,
        max_length=200,
        help_text=_(
            "Name, code, telephone, e-mail; of a birth place the town or the country, with the province if several"
            " are called so; of a residence the street."
        ),
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, required=False, widget=PillSelect)
    day = forms.DateField(label=_("Date of birth"), required=False)
    municipality = forms.ModelChoiceField(
        label=_("Town of residence"), queryset=Municipality.objects.none(), required=False
    )
    since = forms.DateField(
        label=_("True since"),
        required=False,
        help_text=_("For a residence, a code or a contact; empty: today."),
    )
    reason = forms.CharField(label=_("Why, and from which paper"), widget=forms.Textarea, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = Municipality.objects.all()  # type: ignore[attr-defined]


class RestrictionForm(AccantoForm):
    ground = forms.ChoiceField(
        label=_("Ground of law"), choices=[("", _("Choose")), *RestrictionGround.choices]
    )
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea,
        max_length=2000,
        help_text=_("Which data are contested, or which right is at stake; no names: this stays."),
    )


class EndRestrictionForm(AccantoForm):
    reason = forms.CharField(
        label=_("Why it ends"),
        widget=forms.Textarea,
        max_length=2000,
        help_text=_("What was verified or decided."),
    )
    told_on = forms.DateField(
        label=_("The person was told on"), help_text=_("Before it ends: art. 18, par. 3.")
    )
    told_how = forms.CharField(label=_("How"), max_length=200)


class ToldForm(AccantoForm):
    how = forms.CharField(label=_("How"), max_length=200)
