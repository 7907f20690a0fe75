from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accanto.casework.cases.enums import CaseState, Compartment, ToldHousehold
from accanto.casework.cases.models import AccessRequest, Case
from accanto.casework.cases.seeing import Terms
from accanto.core.errors import OperationRefused
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect, PillSelectMultiple
from accanto.core.templatetags.accanto_ui import date_words
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.fields import DocumentField
from accanto.people.households.enums import Relation
from accanto.people.households.models import Member
from accanto.people.matching.forms import CheckedCode
from accanto.people.matching.given import Given
from accanto.people.persons import codes
from accanto.people.persons.compartments import modes
from accanto.people.persons.enums import (
    BarReason,
    CompartmentMode,
    Depth,
    ProtectionKind,
    ProtectionReason,
    Sex,
)
from accanto.people.persons.models import Person
from accanto.territory.staff.models import User

_DAY = _("Write the day as gg/mm/aaaa, for example 23/11/2026.")


class EmergencyForm(AccantoForm):
    reason = forms.CharField(
        label=_("What is happening, and why it cannot wait"), widget=forms.Textarea(attrs={"rows": 4})
    )


class NewMemberForm(CheckedCode):
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

    field_order = ("first_name", "last_name", "sex", "birth_date", "codice_fiscale", "code_checked")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            self._find_birth(cleaned)
        if not self.errors:
            self.check_code(self.given())
        return cleaned

    def _find_birth(self, cleaned: dict[str, Any]) -> None:
        """Without a day of birth the code gives it, where it fits one alone."""
        days = codes.births_of(codes.normalise(cleaned["codice_fiscale"]), self.today)
        if cleaned["birth_date"] or not days:
            return
        if len(days) == 1:
            cleaned["birth_date"] = days[0]
            return
        told = {"later": date_words(days[0]), "earlier": date_words(days[1])}
        self.add_error(
            "birth_date", gettext("The code fits %(later)s and %(earlier)s: write the day of birth.") % told
        )

    def given(self) -> Given:
        """Of a valid form: what is looked for before anybody is written down."""
        said = self.cleaned_data
        return Given(
            first_name=said["first_name"].strip(),
            last_name=said["last_name"].strip(),
            sex=said["sex"],
            birth_date=said["birth_date"],
            code=codes.normalise(said["codice_fiscale"]),
        ).completed()

    def refuse(self, refusal: OperationRefused) -> None:
        """The code has another name in this form."""
        field = "codice_fiscale" if refusal.field == "code" else refusal.field
        super().refuse(OperationRefused(str(refusal), field=field))


class LeavingForm(AccantoForm):
    ends_on = forms.DateField(
        label=_("No longer here since"),
        error_messages={"invalid": _DAY},
        help_text=_("The first day on which they lived elsewhere."),
    )
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
    too = forms.ModelMultipleChoiceField(
        label=_("Protected like them"),
        queryset=Person.objects.none(),
        required=False,
        widget=PillSelectMultiple,
        help_text=_("Their pages would tell where home is. Leave out whoever the person is protected from."),
    )

    def __init__(self, *args: Any, beside: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        too: Any = self.fields["too"]
        too.queryset = beside
        if not beside:
            del self.fields["too"]


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


def _days(n: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}


_DEPTHS = {Depth.READ: _("Only read it"), Depth.WORK: _("Work on it: read and write")}


class AskForm(AccantoForm):
    """`depths`: those that may be asked for; `terms`: the zone's durations."""

    reason = forms.CharField(
        label=_("Why you need to see it"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Whoever decides reads it, and it stays beside the right. For example: she is at the desk."
        ),
    )
    depth = forms.TypedChoiceField(label=_("What you need"), coerce=int, widget=PillSelect)
    days = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        widget=PillSelect,
        help_text=_("From the answer; then it ends by itself."),
    )
    told = forms.ChoiceField(
        label=_("Does the household know?"), choices=ToldHousehold.choices, widget=forms.RadioSelect
    )
    told_by = forms.CharField(label=_("Who told them"), max_length=120, required=False)
    told_on = forms.DateField(label=_("On which day"), required=False, error_messages={"invalid": _DAY})
    not_told_why = forms.CharField(
        label=_("Why not"),
        max_length=300,
        required=False,
        help_text=_("For example: it would put her in danger; you will tell them at the first meeting."),
    )

    def __init__(self, *args: Any, depths: list[Depth], terms: Terms, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: dict[str, Any] = self.fields
        chosen["depth"].choices = [(int(depth), _DEPTHS[depth]) for depth in depths]
        chosen["depth"].initial = int(depths[0]) if depths else None
        chosen["days"].choices = [(days, _days(days)) for days in terms.durations]


class DecideForm(AccantoForm):
    """What may be given is what was asked for, or less."""

    answer = forms.CharField(
        label=_("A word to whoever asked"),
        max_length=500,
        required=False,  # needed to refuse: the operation says so
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when you refuse: they must know why."),
    )
    depth = forms.TypedChoiceField(label=_("How much"), coerce=int, widget=PillSelect)
    days = forms.IntegerField(label=_("For how many days"), min_value=1)
    decision = forms.ChoiceField(choices=[("allow", ""), ("refuse", "")], widget=forms.HiddenInput)

    def __init__(self, *args: Any, asked: AccessRequest, **kwargs: Any) -> None:
        super().__init__(*args, initial={"depth": asked.depth, "days": asked.days}, **kwargs)
        chosen: dict[str, Any] = self.fields
        chosen["depth"].choices = [(int(d), label) for d, label in _DEPTHS.items() if d <= asked.depth]
        chosen["days"].max_value = asked.days
        chosen["days"].help_text = _("Asked for: %(n)s. You may give less.") % {"n": _days(asked.days)}


_MODES = {
    CompartmentMode.OPEN: _("whoever has a right to the case sees it"),
    CompartmentMode.AUDITED: _("whoever has a right to the case sees it, and every reading is looked at"),
    CompartmentMode.PROTECTED: _(
        "only whoever stays; in an emergency a colleague opens it for three hours with a written reason"
    ),
    CompartmentMode.CLOSED: _(
        "only whoever stays; for everybody else it does not exist, not even in an emergency"
    ),
}


def compartment_choices() -> list[tuple[str, str]]:
    """Each compartment with what it does, as the zone's rules have it."""
    return [
        (code, f"{str(Compartment(code).label).capitalize()}: {_MODES[mode]}")
        for code, mode in modes().items()
    ]


class MoveForm(AccantoForm):
    """`seers`: colleagues who see the case besides the responsible worker; `members`: those of the household."""

    compartment = forms.ChoiceField(label=_("Where it goes"), widget=forms.RadioSelect)
    staying = forms.ModelMultipleChoiceField(
        label=_("Who stays, besides the responsible worker"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever is not ticked stops seeing the case at once."),
    )
    whole = forms.ModelMultipleChoiceField(
        label=_("Who moves as a whole person"),
        queryset=Member.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Of them nothing is found any more outside this compartment: name, code, other cases, lists."
        ),
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Which order, which request. Whoever reads it in a year must understand it."),
    )

    def __init__(self, *args: Any, seers: QuerySet[User], members: QuerySet[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: dict[str, Any] = self.fields
        chosen["compartment"].choices = compartment_choices()
        chosen["staying"].queryset = seers
        chosen["whole"].queryset = members
        chosen["whole"].label_from_instance = lambda member: str(member.person)


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
