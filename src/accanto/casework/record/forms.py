from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accanto.casework.cases.enums import OFFICIAL_KINDS, NetworkRole, Tie, TieFlow
from accanto.casework.cases.models import NetworkContact
from accanto.casework.cases.operations import Contact
from accanto.casework.cases.timeline import LABELS, Kind
from accanto.casework.record.dossier import DossierWanted
from accanto.casework.record.enums import BondQuality, Ending, RelationKind
from accanto.casework.record.models import SocialReport
from accanto.casework.record.operations import Pair
from accanto.casework.record.report_templates import Part, ReportTemplate
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect, PillSelectMultiple
from accanto.people.persons.enums import Sex

_DAY = _("Write the day as gg/mm/aaaa, for example 23/11/2026.")
Choices = Sequence[tuple[str, Any]]


class RelativeForm(AccantoForm):
    name = forms.CharField(
        label=_("What they are called"),
        max_length=80,
        help_text=_("First name is enough, or what the family calls them."),
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=PillSelect, required=False)
    birth_year = forms.IntegerField(label=_("Year of birth"), required=False)
    deceased = forms.BooleanField(label=_("Deceased"), required=False)
    kind = forms.ChoiceField(label=_("Is"), choices=RelationKind.choices)
    other = forms.ChoiceField(label=_("Of whom"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["other"]
        field.choices = people


class RelationForm(AccantoForm):
    """A kinship, or how two people are with one another, or both."""

    one = forms.ChoiceField(label=_("Who"))
    other = forms.ChoiceField(label=_("And whom"))
    kind = forms.ChoiceField(
        label=_("Kinship"),
        choices=[("", _("Nothing to add")), *RelationKind.choices],
        required=False,
        help_text=_("What the first is to the second."),
    )
    quality = forms.ChoiceField(
        label=_("How they are with one another"),
        choices=[("", _("Nothing to add")), *BondQuality.choices],
        required=False,
        help_text=_("As you see it. Violence is read only by those who work on the case, and never printed."),
    )
    starts_on = forms.DateField(label=_("Since"), required=False, error_messages={"invalid": _DAY})

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            field: Any = self.fields[name]
            field.choices = people

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and not found.get("kind") and not found.get("quality"):
            self.add_error("kind", str(_("Choose a kinship, or how they are with one another.")))
        return found

    def pair(self) -> Pair:
        given = self.cleaned_data
        return Pair(given["one"], given["other"], given["starts_on"])


class EndingForm(AccantoForm):
    how = forms.ChoiceField(
        label=_("Why it ends"), choices=Ending.choices, widget=PillSelect, initial=Ending.ENDED
    )
    ends_on = forms.DateField(label=_("Since when"), error_messages={"invalid": _DAY})
    reason = forms.CharField(label=_("In a few words"), max_length=200)


class ContactForm(AccantoForm):
    """`members`: (person's id, name) of the household."""

    name = forms.CharField(label=_("What they are called"), max_length=120)
    role = forms.ChoiceField(label=_("Who they are"), choices=NetworkRole.choices)
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=120,
        required=False,
        help_text=_("School, surgery, parish, association."),
    )
    phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    relation_to = forms.ChoiceField(label=_("Close to whom"), required=False)
    tie = forms.ChoiceField(
        label=_("How strong the bond is"), choices=Tie.choices, widget=PillSelect, initial=Tie.ORDINARY
    )
    flow = forms.ChoiceField(
        label=_("Who gives to whom"), choices=TieFlow.choices, widget=PillSelect, initial=TieFlow.BOTH
    )
    starts_on = forms.DateField(label=_("Since"), required=False, error_messages={"invalid": _DAY})
    note = forms.CharField(
        label=_("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, members: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["relation_to"]
        field.choices = [("", _("The whole household")), *members]

    def contact(self) -> Contact:
        given = {name: value for name, value in self.cleaned_data.items() if name != "expected"}
        return Contact(**{**given, "relation_to": given["relation_to"] or None})


def contact_as_it_stands(row: NetworkContact) -> dict[str, Any]:
    names = ("name", "role", "organisation", "phone", "email", "tie", "flow", "starts_on", "note")
    found = {name: getattr(row, name) for name in names}
    return {**found, "relation_to": str(row.relation_to_id or ""), "expected": row.revision}


class ContactEndForm(AccantoForm):
    ends_on = forms.DateField(label=_("Since when"), error_messages={"invalid": _DAY})
    reason = forms.CharField(label=_("Why"), max_length=200)


class ReasonForm(AccantoForm):
    reason = forms.CharField(label=_("Why"), max_length=300)


class PersonalNoteForm(AccantoForm):
    text = forms.CharField(
        label=_("A note for yourself"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


class PromoteForm(AccantoForm):
    text = forms.CharField(
        label=_("What goes into the diary"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        help_text=_("Take away what is yours alone: from now on others read it."),
    )
    kind = forms.ChoiceField(label=_("What it was"), choices=OFFICIAL_KINDS, widget=PillSelect)
    happened_at = forms.DateTimeField(label=_("When it happened"))


class ReportForm(AccantoForm):
    """One growing field for each section of the template."""

    title = forms.CharField(label=_("Title"), max_length=160, required=False)
    addressee = forms.CharField(
        label=_("To whom"), max_length=200, required=False, help_text=_("Office, court, commission.")
    )
    expected = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, template: ReportTemplate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts: tuple[Part, ...] = template.sections
        for part in self.parts:
            self.fields[f"s_{part.code}"] = forms.CharField(
                label=part.title,
                help_text=part.guidance,
                required=False,
                widget=forms.Textarea(attrs={"rows": 4, "data-grow": ""}),
            )

    def content(self) -> dict[str, str]:
        return {part.code: self.cleaned_data[f"s_{part.code}"] for part in self.parts}


def report_as_it_stands(row: SocialReport) -> dict[str, Any]:
    found: dict[str, Any] = {f"s_{code}": text for code, text in row.content.items()}
    return {**found, "title": row.title, "addressee": row.addressee, "expected": row.revision}


class DossierForm(AccantoForm):
    since = forms.DateField(label=_("From"), required=False, error_messages={"invalid": _DAY})
    until = forms.DateField(label=_("To"), required=False, error_messages={"invalid": _DAY})
    kinds = forms.MultipleChoiceField(
        label=_("What happened"),
        choices=[(kind.value, label) for kind, label in LABELS.items() if kind is not Kind.DOCUMENTS],
        widget=PillSelectMultiple,
        initial=[Kind.DIARY.value, Kind.STEPS.value],
        required=False,
    )
    household = forms.BooleanField(label=_("The household and its pathway"), required=False, initial=True)
    documents = forms.BooleanField(
        label=_("The list of documents, with their fingerprints"), required=False, initial=True
    )
    enclosed = forms.BooleanField(
        label=_("The documents themselves, page by page"),
        required=False,
        help_text=_("PDFs and pictures; of the others the list says why they are not in it."),
    )

    def wanted(self) -> DossierWanted:
        given = self.cleaned_data
        return DossierWanted(
            since=given["since"],
            until=given["until"],
            kinds=tuple(given["kinds"]),
            documents=given["documents"],
            household=given["household"],
            enclosed=given["enclosed"],
        )
