from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect
from accanto.people.persons.enums import BarReason
from accanto.steering.privacy.enums import (
    DeclarationState,
    FindingState,
    IdentityCheck,
    RequestKind,
    RequestState,
    RetentionState,
)
from accanto.steering.privacy.words import TITLES
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User


class FindingFilters(AccantoForm):
    regola = forms.ChoiceField(label=_("What stands out"), required=False)
    stato = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regola"].choices = [("", _("Everything")), *TITLES.items()]  # type: ignore[attr-defined]
        self.fields["stato"].choices = [("", _("All that are open")), *FindingState.choices]  # type: ignore[attr-defined]


class ReviewForm(AccantoForm):
    outcome = forms.ChoiceField(
        label=_("What it was"),
        choices=[
            (FindingState.JUSTIFIED, _("Justified by the work")),
            (FindingState.FOLLOW_UP, _("To be followed up")),
        ],
        widget=PillSelect,
    )
    note = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea,
        max_length=2000,
        help_text=_("What you asked and were told; no names of the people opened: their codes are enough."),
    )


class RevealForm(AccantoForm):
    reason = forms.CharField(
        label=_("Why you need the name"),
        max_length=300,
        help_text=_("It is written down with your name, and the person can read that you opened it."),
    )


class HomeForm(AccantoForm):
    codice_fiscale = forms.RegexField(
        r"^[A-Za-z0-9]{16}$",
        label=_("Codice fiscale"),
        required=False,
        error_messages={"invalid": _("A codice fiscale has sixteen letters and digits.")},
    )
    municipality = forms.ModelChoiceField(
        label=_("Lives in"), queryset=Municipality.objects.none(), required=False
    )
    address = forms.CharField(
        label=_("Address"), max_length=200, required=False, help_text=_("Street and number, as on the door.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = Municipality.objects.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("address") and not given.get("municipality") and "municipality" not in self.errors:
            self.add_error("municipality", _("Choose the town too: the street alone is in many of them."))
        return given


class RetentionForm(AccantoForm):
    outcome = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[(RetentionState.KEPT, _("Keep it until a day")), (RetentionState.TO_ERASE, _("It may go"))],
        widget=PillSelect,
    )
    keep_until = forms.DateField(
        label=_("Keep until"), required=False, help_text=_("On that day it comes back to this list.")
    )
    reason = forms.CharField(
        label=_("Why"), widget=forms.Textarea, max_length=2000, help_text=_("The act, the law, or the need.")
    )


class HoldForm(AccantoForm):
    whom = forms.CharField(
        label=_("Whom"),
        max_length=16,
        help_text=_("A codice fiscale, or the number of a case: then all who have been in its household."),
    )
    authority = forms.CharField(label=_("Authority"), max_length=200)
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea,
        max_length=2000,
        help_text=_("The number and date of the request."),
    )
    starts_on = forms.DateField(label=_("From"))


class RequestForm(AccantoForm):
    whom = forms.RegexField(
        r"^\s*[A-Za-z0-9]{11,16}\s*$",
        label=_("Codice fiscale"),
        error_messages={"invalid": _("A codice fiscale has sixteen letters and digits.")},
    )
    kind = forms.ChoiceField(label=_("What is asked"), choices=RequestKind.choices, widget=PillSelect)
    received_on = forms.DateField(label=_("Received on"), help_text=_("The term runs from this day."))
    identity = forms.ChoiceField(
        label=_("How you know who asks"), choices=IdentityCheck.choices, widget=PillSelect
    )
    asked = forms.CharField(label=_("In the person’s words"), widget=forms.Textarea, max_length=4000)


class AnswerForm(AccantoForm):
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[(RequestState.ANSWERED, _("Answered")), (RequestState.REFUSED, _("Refused, with a reason"))],
        widget=PillSelect,
    )
    answer = forms.CharField(
        label=_("What was answered"),
        widget=forms.Textarea,
        max_length=4000,
        help_text=_("If it is refused: why, and that the person may turn to the Garante or to a judge."),
    )


class ExtensionForm(AccantoForm):
    reason = forms.CharField(
        label=_("Why more time is needed"),
        widget=forms.Textarea,
        max_length=2000,
        help_text=_("The person must be told it within the first term."),
    )


class DeclarationForm(AccantoForm):
    codice_fiscale = forms.CharField(
        label=_("Codice fiscale"),
        max_length=20,
        required=False,
        help_text=_("If you know it, it is enough by itself."),
    )
    last_name = forms.CharField(label=_("Surname"), max_length=80, required=False)
    first_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    birth_date = forms.DateField(label=_("Date of birth"), required=False)
    reason = forms.ChoiceField(
        label=_("Who it is to you"),
        choices=[
            (BarReason.RELATIVE, _("Relative")),
            (BarReason.NEIGHBOUR, _("Neighbour or acquaintance")),
            (BarReason.CONFLICT, _("Conflict of interest")),
        ],
        widget=PillSelect,
    )


class KeepOutForm(AccantoForm):
    user = forms.ModelChoiceField(label=_("Who must not see"), queryset=User.objects.none())
    whom = forms.CharField(
        label=_("Whom"),
        max_length=20,
        help_text=_("A codice fiscale, or the number of a case: then its whole household."),
    )
    reason = forms.ChoiceField(label=_("Why"), choices=BarReason.choices)
    source = forms.CharField(
        label=_("Where it comes from"), max_length=200, help_text=_("Who told you, or which paper.")
    )
    until = forms.DateField(
        label=_("Until"), required=False, help_text=_("The last day; empty: until somebody lifts it.")
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = User.objects.filter(is_active=True, operator__isnull=False).exclude(pk=by.pk)
        self.fields["user"].queryset = others.order_by("last_name", "first_name")  # type: ignore[attr-defined]


class DeclarationDecisionForm(AccantoForm):
    outcome = forms.ChoiceField(label=_("What you decide"), widget=PillSelect)
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea,
        max_length=300,
        help_text=_("What you asked and were told; no names: the code is enough."),
    )

    def __init__(self, *args: Any, standing: bool, **kwargs: Any) -> None:
        """:param standing: it has been confirmed already: it can only be lifted."""
        super().__init__(*args, **kwargs)
        choices = [(DeclarationState.CONFIRMED, _("Keep it")), (DeclarationState.LIFTED, _("Lift it"))]
        self.fields["outcome"].choices = choices[1:] if standing else choices  # type: ignore[attr-defined]


class LiftForm(AccantoForm):
    reason = forms.CharField(label=_("Why it ends"), max_length=200)
