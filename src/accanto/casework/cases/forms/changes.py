"""What happened in the household: a split, a junction, a move, a birth, a death."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect
from accanto.people.households.enums import Relation
from accanto.people.households.models import Household, Member
from accanto.people.matching.given import Given
from accanto.people.persons.enums import Sex
from accanto.territory.places.models import Municipality

_DAY = _("Write the day as gg/mm/aaaa, for example 23/11/2026.")
_STAYS = ("", _("stays here"))
_NOTE = _("For example: separation, work in another town, registry change.")


def _note() -> forms.CharField:
    return forms.CharField(label=_("Why"), max_length=300, help_text=_NOTE)


def _since() -> forms.DateField:
    return forms.DateField(label=_("Since when"), error_messages={"invalid": _DAY})


def _name(member: Member) -> str:
    return str(member.person)


class SplitForm(AccantoForm):
    """One line for each member: whether they stay, or what they are in the new household."""

    label = forms.CharField(
        label=_("How the new household is called"), max_length=120, help_text=_("Usually a surname.")
    )
    on = _since()
    new_reference = forms.ModelChoiceField(
        label=_("Reference person of those who stay"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("The same as now"),
        help_text=_("Needed only when the present one leaves."),
    )
    follow = forms.BooleanField(label=_("You follow the new household too"), required=False, initial=True)
    note = _note()

    def __init__(self, *args: Any, members: Iterable[Member], rows: QuerySet[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = list(members)
        chosen: dict[str, Any] = self.fields
        chosen["new_reference"].queryset = rows
        chosen["new_reference"].label_from_instance = _name
        for member in self.members:
            self.fields[f"member-{member.pk}"] = forms.ChoiceField(
                label=f"{member.person} ({member.get_relation_display()})",
                choices=[_STAYS, *Relation.choices],
                required=False,
            )

    def leaving(self) -> dict[Member, str]:
        told = {member: self.cleaned_data[f"member-{member.pk}"] for member in self.members}
        return {member: relation for member, relation in told.items() if relation}

    @property
    def lines(self) -> list[Any]:
        return [self[f"member-{member.pk}"] for member in self.members]


class JoinForm(AccantoForm):
    """`households`: those whose case the worker follows."""

    other = forms.ModelChoiceField(
        label=_("Which household comes to live here"),
        queryset=Household.objects.none(),
        empty_label=_("Choose"),
    )
    on = _since()
    note = _note()

    def __init__(self, *args: Any, households: QuerySet[Household], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: dict[str, Any] = self.fields
        chosen["other"].queryset = households


class MoveHouseForm(AccantoForm):
    persons = forms.ModelMultipleChoiceField(
        label=_("Who moves"), queryset=Member.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    municipality = forms.ModelChoiceField(
        label=_("To which town"), queryset=Municipality.objects.none(), empty_label=_("Choose")
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    on = _since()
    note = _note()

    def __init__(self, *args: Any, rows: QuerySet[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: dict[str, Any] = self.fields
        chosen["persons"].queryset = rows
        chosen["persons"].label_from_instance = _name
        chosen["municipality"].queryset = Municipality.objects.filter(exists_to=None).order_by(
            "-in_zone", "name"
        )


class BirthForm(AccantoForm):
    first_name = forms.CharField(label=_("First name"), max_length=80)
    last_name = forms.CharField(label=_("Last name"), max_length=80)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=PillSelect, required=False)
    birth_date = forms.DateField(label=_("Born on"), error_messages={"invalid": _DAY})
    parents = forms.ModelMultipleChoiceField(
        label=_("Parents who live here"),
        queryset=Member.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The child lives where they do; a protected home stays so."),
    )

    def __init__(self, *args: Any, rows: QuerySet[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: dict[str, Any] = self.fields
        chosen["parents"].queryset = rows
        chosen["parents"].label_from_instance = _name

    def given(self) -> Given:
        """Of a valid form: what is looked for before anybody is written down."""
        said = self.cleaned_data
        return Given(
            first_name=said["first_name"].strip(),
            last_name=said["last_name"].strip(),
            sex=said["sex"],
            birth_date=said["birth_date"],
        )


class DayOfDeathForm(AccantoForm):
    on = forms.DateField(label=_("Day of death"), error_messages={"invalid": _DAY})
    reason = forms.CharField(
        label=_("Why it is corrected"), max_length=300, help_text=_("For example: registry, the hospital.")
    )


class CorrectMemberForm(AccantoForm):
    """`head`: the reference person stays so, and only the day is asked."""

    relation = forms.ChoiceField(
        label=_("Relation to the reference person"),
        choices=[choice for choice in Relation.choices if choice[0] != Relation.REFERENCE],
    )
    starts_on = forms.DateField(
        label=_("In the household since"), required=False, error_messages={"invalid": _DAY}
    )
    reason = forms.CharField(label=_("Why it is corrected"), max_length=200)

    def __init__(self, *args: Any, head: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if head:
            del self.fields["relation"]

    def said(self) -> dict[str, Any]:
        return {"relation": Relation.REFERENCE, **self.cleaned_data}


class TakeBackForm(AccantoForm):
    reason = forms.CharField(
        label=_("Why it is taken back"),
        max_length=300,
        help_text=_("For example: written for the wrong person."),
    )


class DeathForm(AccantoForm):
    on = forms.DateField(label=_("Day of death"), error_messages={"invalid": _DAY})
    new_reference = forms.ModelChoiceField(
        label=_("Reference person from now"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("Choose"),
    )
    note = forms.CharField(
        label=_("How it is known"),
        max_length=300,
        help_text=_("For example: told by the daughter, registry."),
    )

    def __init__(self, *args: Any, others: QuerySet[Member], needs_reference: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: dict[str, Any] = self.fields
        if needs_reference:
            chosen["new_reference"].queryset = others
            chosen["new_reference"].label_from_instance = _name
        else:
            del self.fields["new_reference"]
