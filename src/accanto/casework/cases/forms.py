from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accanto.casework.cases.enums import CaseOutcome, CaseState, DiaryKind
from accanto.casework.cases.models import Case
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.fields import DocumentField
from accanto.people.households.enums import Relation
from accanto.people.households.models import Member
from accanto.people.persons.enums import BarReason, ProtectionKind, ProtectionReason, Sex
from accanto.territory.staff.models import User

_DAY = _("Write the day as gg/mm/aaaa, for example 23/11/2026.")


class NoteForm(AccantoForm):
    text = forms.CharField(
        label=_("Quick note"),
        widget=forms.Textarea(
            attrs={"placeholder": _("What happened? It stays a draft until you register it."), "rows": 2}
        ),
        required=False,  # the operation refuses an empty note, with its own words
    )
    kind = forms.ChoiceField(
        label=_("What it was"),
        choices=DiaryKind.choices,
        widget=PillSelect,
        initial=DiaryKind.INTERVIEW,
        required=False,
    )
    happened_at = forms.DateTimeField(
        label=_("When"), required=False, help_text=_("Now, if you leave it empty.")
    )
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=1, max_value=1440)


class EmergencyForm(AccantoForm):
    reason = forms.CharField(
        label=_("What is happening, and why it cannot wait"), widget=forms.Textarea(attrs={"rows": 4})
    )


class NewMemberForm(AccantoForm):
    """`today` is what the form compares days with."""

    first_name = forms.CharField(label=_("First name"), max_length=80)
    last_name = forms.CharField(label=_("Last name"), max_length=80)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=PillSelect, required=False)
    birth_date = forms.DateField(label=_("Date of birth"), required=False, error_messages={"invalid": _DAY})
    codice_fiscale = forms.CharField(
        label=_("Codice fiscale"),
        max_length=20,
        required=False,
        help_text=_("Leave it empty when it is not known: it can be added later."),
    )
    relation = forms.ChoiceField(
        label=_("Relation to the reference person"),
        choices=[choice for choice in Relation.choices if choice[0] != Relation.REFERENCE],
    )
    starts_on = forms.DateField(label=_("In the household since"), error_messages={"invalid": _DAY})
    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        help_text=_("For example: birth, family reunification, registry change."),
    )


class LeavingForm(AccantoForm):
    ends_on = forms.DateField(label=_("Last day in the household"), error_messages={"invalid": _DAY})
    reason = forms.CharField(label=_("Why"), max_length=200)


class ProtectionForm(AccantoForm):
    kind = forms.ChoiceField(
        label=_("What must not be told"), choices=ProtectionKind.choices, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(label=_("Why"), choices=ProtectionReason.choices)
    source = forms.CharField(
        label=_("Where it comes from"),
        max_length=200,
        help_text=_("Number and date of the order, or the centre that asked for it. No address here."),
    )
    starts_on = forms.DateField(label=_("Since when"), error_messages={"invalid": _DAY})
    ends_on = forms.DateField(
        label=_("Until"),
        required=False,
        error_messages={"invalid": _DAY},
        help_text=_("Empty if nobody knows: it lasts until somebody ends it."),
    )


class SafeContactForm(AccantoForm):
    who = forms.CharField(
        label=_("Whom to call"),
        max_length=120,
        help_text=_("For example: her sister, the centre, the lawyer."),
    )
    how = forms.CharField(label=_("How"), max_length=160, help_text=_("Number, or words to say."))
    when = forms.CharField(label=_("When"), max_length=160, required=False)
    post_to = forms.CharField(
        label=_("Where letters may go"),
        max_length=200,
        required=False,
        help_text=_("It is printed on letters. If it is empty they are handed over in person."),
    )


class ReasonForm(AccantoForm):
    reason = forms.CharField(label=_("Why"), max_length=200)


class BarForm(AccantoForm):
    """`members`: those of the household today; `by` cannot be chosen."""

    user = forms.ModelChoiceField(label=_("Who must not see"), queryset=User.objects.none())
    person = forms.ModelChoiceField(
        label=_("Whom it concerns"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("The whole household"),
    )
    reason = forms.ChoiceField(label=_("Why"), choices=BarReason.choices, widget=forms.RadioSelect)
    source = forms.CharField(
        label=_("Where it comes from"),
        max_length=200,
        help_text=_("Who told you, or which paper. For example: told by herself on the 3rd of November."),
    )

    def __init__(self, *args: Any, members: QuerySet[Member], by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["person"]
        people.queryset = members
        people.label_from_instance = lambda member: str(member.person)
        users: Any = self.fields["user"]
        users.queryset = (
            User.objects.filter(is_active=True).exclude(pk=by.pk).order_by("last_name", "first_name", "pk")
        )


class ClosingForm(AccantoForm):
    outcome = forms.ChoiceField(label=_("How it ends"), choices=CaseOutcome.choices, widget=forms.RadioSelect)
    closed_on = forms.DateField(label=_("Closed on"), error_messages={"invalid": _DAY})
    evaluation = forms.CharField(
        label=_("Evaluation"),
        widget=forms.Textarea,
        help_text=_("What changed for the household, what remains open, who follows it from now."),
    )


class AttachmentForm(AccantoForm):
    title = forms.CharField(label=_("What it is"), max_length=200)
    file = DocumentField(kind=DocumentKind.ATTACHMENT, label=_("File"))


class VersionForm(AccantoForm):
    reason = forms.CharField(
        label=_("Why there is a new version"),
        max_length=300,
        help_text=_("For example: renewed, signed by both, corrected."),
        error_messages={"required": _("Say why there is a new version.")},
    )
    file = DocumentField(kind=DocumentKind.ATTACHMENT, label=_("File"))


class CaseFilters(AccantoForm):
    nucleo = forms.CharField(label=_("Household or number"), required=False)
    stato = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("In charge")), ("tutti", _("All")), *CaseState.choices],
        required=False,
    )
    di = forms.ChoiceField(
        label=_("Of whom"),
        choices=[("", _("All that I see")), ("miei", _("Mine")), ("nessuno", _("Nobody’s"))],
        required=False,
    )

    def apply(self, rows: QuerySet[Case]) -> QuerySet[Case]:
        chosen: dict[str, Any] = self.cleaned_data
        state = chosen["stato"]
        if not state:
            rows = rows.exclude(state=CaseState.CLOSED)
        elif state != "tutti":
            rows = rows.filter(state=state)
        if text := chosen["nucleo"].strip():
            rows = rows.filter(household__label__icontains=text) | rows.filter(number__icontains=text)
        if chosen["di"] == "nessuno":
            rows = rows.filter(responsible=None)
        return rows
