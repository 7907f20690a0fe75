"""Who acts for an adult; and what narrows the two lists of this room."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.mandates.enums import MeasureState, OfficeHeld, Power
from accanto.casework.mandates.forms.measures import court_field, courts
from accanto.casework.mandates.kinds import all_kinds
from accanto.casework.mandates.operations import AdministratorFacts
from accanto.core.dated_rules import rules_of
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect, PillSelectMultiple
from accanto.people.persons.models import Person
from accanto.territory.bodies.models import Organisation


def _words(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


def _powers(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=Power.choices, required=False, widget=PillSelectMultiple
    )


class AdministratorForm(AccantoForm):
    """`members`: who lives in the household, with the name told."""

    person = forms.ModelChoiceField(
        label=gettext_lazy("For whom"), queryset=Person.objects.none(), empty_label=gettext_lazy("Choose…")
    )
    office = forms.ChoiceField(label=gettext_lazy("As"), choices=OfficeHeld.choices, widget=PillSelect)
    holder = forms.CharField(label=gettext_lazy("Who was appointed"), max_length=160)
    holder_body = forms.ModelChoiceField(
        label=gettext_lazy("On behalf of a body"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("of nobody"),
    )
    phone = forms.CharField(label=gettext_lazy("Telephone"), required=False, max_length=40)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    address = forms.CharField(label=gettext_lazy("Address"), required=False, max_length=200)
    court = court_field(gettext_lazy("Which judge"))
    decree_number = forms.CharField(label=gettext_lazy("Number of the decree"), max_length=40)
    decree_on = forms.DateField(label=gettext_lazy("Day of the decree"))
    starts_on = forms.DateField(label=gettext_lazy("In office from"))
    powers_alone = _powers(gettext_lazy("Acts alone"))
    words_alone = _words(gettext_lazy("Acts alone, in the words of the decree"))
    powers_assisted = _powers(gettext_lazy("Assists"))
    words_assisted = _words(gettext_lazy("Assists, in the words of the decree"))
    words_beneficiary = _words(gettext_lazy("What the person does alone"))
    report_from_on = forms.DateField(
        label=gettext_lazy("Account to the judge by, or counted from"), required=False
    )
    every_months = forms.IntegerField(
        label=gettext_lazy("Every … months"),
        required=False,
        min_value=1,
        max_value=60,
        help_text=gettext_lazy(
            "As the decree writes it: no law sets the interval. Empty: once, on that day."
        ),
    )
    aware = forms.BooleanField(
        label=gettext_lazy("The decree says so all the same; I shall tell the judge."), required=False
    )

    def __init__(self, *args: Any, members: Sequence[tuple[Person, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        names = {person.pk: name for person, name in members}
        fields["person"].queryset = Person.objects.filter(pk__in=names)
        fields["person"].label_from_instance = lambda person: names[person.pk]
        fields["court"].queryset = courts()
        fields["holder_body"].queryset = Organisation.objects.exclude(pk__in=courts()).order_by("name")

    def facts(self) -> AdministratorFacts:
        given = self.cleaned_data
        return AdministratorFacts(**{name: given[name] for name in AdministratorFacts.__dataclass_fields__})


class AccountForm(AccantoForm):
    made_on = forms.DateField(label=gettext_lazy("Handed in on"))
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=300)


class OfficeEndForm(AccantoForm):
    ends_on = forms.DateField(label=gettext_lazy("No longer in office from"))
    reason = forms.CharField(label=gettext_lazy("Why, and which decree says so"), max_length=300)


class MeasureFilters(AccantoForm):
    """Rows come with `next_due`, `named` and `today` (`listing`)."""

    WHICH = [
        ("", gettext_lazy("in force")),
        ("scadenza", gettext_lazy("report due within a month")),
        ("ritardo", gettext_lazy("report late")),
        ("senza", gettext_lazy("without a responsible person")),
        ("finiti", gettext_lazy("no longer in force")),
        ("tutti", gettext_lazy("all")),
    ]
    quali = forms.ChoiceField(label=gettext_lazy("Show"), choices=WHICH, required=False)
    autorita = forms.ModelChoiceField(
        label=gettext_lazy("Which authority"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("all"),
        to_field_name="code",
    )
    tipo = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["autorita"].queryset = courts()
        fields["tipo"].choices = [("", _("all")), *((one.key, one.words) for one in all_kinds())]

    def apply(self, rows: Any) -> Any:
        given = self.cleaned_data
        if given.get("autorita"):
            rows = rows.filter(authority=given["autorita"])
        if given.get("tipo"):
            rows = rows.filter(kind=given["tipo"])
        which = given.get("quali")
        if which == "tutti":
            return rows
        if which == "finiti":
            return rows.filter(state=MeasureState.ENDED)
        rows = rows.filter(state=MeasureState.IN_FORCE)
        if which == "scadenza":
            return rows.filter(next_due__gte=F("today"), next_due__lte=F("soon"))
        if which == "ritardo":
            return rows.filter(next_due__lt=F("today"))
        if which == "senza":
            return rows.filter(_to_be_named(), named=False)
        return rows


def _to_be_named() -> Q:
    """Entrustments of proceedings begun under the law that wants a responsible person named."""
    kinds = [one.key for one in all_kinds() if one.entrustment]
    since = min(rule.period.start for rule in rules_of("mandates.terms").history("entrustment.responsible"))
    begun = Q(begun_on__gte=since) | Q(begun_on=None, order_on__gte=since)
    return Q(kind__in=kinds) & begun


class AdministratorFilters(AccantoForm):
    """Rows come with `today` (`listing`)."""

    WHICH = [
        ("", gettext_lazy("in office")),
        ("ritardo", gettext_lazy("account late")),
        ("finiti", gettext_lazy("no longer in force")),
        ("tutti", gettext_lazy("all")),
    ]
    quali = forms.ChoiceField(label=gettext_lazy("Show"), choices=WHICH, required=False)

    def apply(self, rows: Any) -> Any:
        which = self.cleaned_data.get("quali")
        acting = Q(ends_on=None) | Q(ends_on__gt=F("today"))
        if which == "tutti":
            return rows
        if which == "finiti":
            return rows.exclude(acting)
        if which == "ritardo":
            return rows.filter(acting, next_report_on__lt=F("today"))
        return rows.filter(acting)
