"""What is offered, and by whom."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accanto.access.offers.enums import GiverKind
from accanto.access.offers.facts import GiverFacts, HoursFacts, OfferFacts
from accanto.access.offers.kinds import GOODS, TIME, all_kinds, checks_on, kind_of, kinds_on, label_of
from accanto.access.offers.models import Giver, Offer
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect, PillSelectMultiple
from accanto.territory.bodies.models import Organisation
from accanto.territory.places.models import Municipality

_ALL = _("all")
MOST_PIECES = 500


def towns() -> QuerySet[Municipality]:
    return Municipality.objects.filter(in_zone=True).order_by("name")


def weekday_choices() -> list[tuple[str, str]]:
    return [(str(number + 1), capfirst(str(name))) for number, name in WEEKDAYS_ABBR.items()]


def kind_groups(on: date) -> list[tuple[str, Any]]:
    kinds = kinds_on(on).values()
    return [
        ("", gettext("Choose…")),
        (gettext("Time"), [(one.code, one.label) for one in kinds if one.form == TIME]),
        (gettext("Things"), [(one.code, one.label) for one in kinds if one.form == GOODS]),
    ]


def shown_when(on: date) -> dict[str, str]:
    """For the page: which kinds are time and which are things."""
    kinds = kinds_on(on).values()
    return {
        f"when_{form}": "kind=" + "|".join(one.code for one in kinds if one.form == form)
        for form in (TIME, GOODS)
    }


def hours_of(given: dict[str, Any], suffix: str = "") -> HoursFacts | None:
    days, starts, ends = (given.get(f"{name}{suffix}") for name in ("weekdays", "starts", "ends"))
    if not days or starts is None or ends is None:
        return None
    return HoursFacts([int(day) for day in days], starts, ends)


def half_told(form: AccantoForm, given: dict[str, Any], suffix: str = "") -> None:
    """Days without hours, or hours without days: what is missing is asked for by name."""
    told = {name: given.get(f"{name}{suffix}") for name in ("weekdays", "starts", "ends")}
    if any(told.values()) and not all(value or value == 0 for value in told.values()):
        words = {
            "weekdays": gettext("Say on which days of the week."),
            "starts": gettext("Say from what time."),
            "ends": gettext("Say until what time."),
        }
        for name, value in told.items():
            if not value and f"{name}{suffix}" not in form.errors:
                form.add_error(f"{name}{suffix}", words[name])


class GiverForm(AccantoForm):
    giver_kind = forms.ChoiceField(
        label=_("Who offers"), choices=GiverKind.choices, widget=PillSelect, initial=GiverKind.PERSON
    )
    name = forms.CharField(
        label=_("Name and surname, or name of the association"), max_length=160, required=False
    )
    organisation = forms.ModelChoiceField(
        label=_("Or a body of the network"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("none of these"),
    )
    contact = forms.CharField(label=_("Whom to ask for"), max_length=120, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    town = forms.ModelChoiceField(
        label=_("Where they live or have their seat"),
        queryset=Municipality.objects.none(),
        required=False,
        empty_label=_("Choose…"),
    )
    informed_on = forms.DateField(
        label=_("Told how their data are used"),
        required=False,
        help_text=_("Day on which they had the notice on personal data (GDPR art. 13)."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        fields["organisation"].queryset = Organisation.objects.order_by("name")
        fields["town"].queryset = towns()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.asks_who(given):
            if not given.get("town"):
                self.add_error("town", gettext("Choose the town: the nearest are proposed first."))
            if not given.get("informed_on") and "informed_on" not in self.errors:
                self.add_error(
                    "informed_on", gettext("Give them the notice on personal data first, then write the day.")
                )
        return given

    def asks_who(self, given: dict[str, Any]) -> bool:
        return True

    def giver_facts(self) -> GiverFacts:
        given = self.cleaned_data
        return GiverFacts(
            kind=given["giver_kind"],
            name=given["name"],
            municipality=given["town"],
            informed_on=given["informed_on"],
            organisation=given["organisation"],
            contact=given["contact"],
            phone=given["phone"],
            email=given["email"],
        )


class OfferForm(GiverForm):
    """One page: who, what, when, where, for how many. `on`: the day whose kinds count."""

    giver = forms.ModelChoiceField(
        label=_("Somebody who has offered already"),
        queryset=Giver.objects.none(),
        required=False,
        empty_label=_("somebody new"),
    )
    kind = forms.ChoiceField(label=_("What it is"))
    what = forms.CharField(
        label=_("In a few words"),
        max_length=300,
        help_text=_("For example: company and a walk in the park; a single bed with its mattress."),
    )
    capacity = forms.IntegerField(
        label=_("For how many at the same time, or how many pieces"),
        min_value=1,
        max_value=MOST_PIECES,
        initial=1,
    )
    weekdays = forms.MultipleChoiceField(label=_("Days"), widget=PillSelectMultiple, required=False)
    starts = forms.TimeField(label=_("From the hour"), required=False)
    ends = forms.TimeField(label=_("To the hour"), required=False)
    weekdays_2 = forms.MultipleChoiceField(label=_("Other days"), widget=PillSelectMultiple, required=False)
    starts_2 = forms.TimeField(label=_("From the hour"), required=False)
    ends_2 = forms.TimeField(label=_("To the hour"), required=False)
    first_day = forms.DateField(label=_("It holds from"))
    last_day = forms.DateField(
        label=_("Until"),
        required=False,
        help_text=_("Last day on which it holds; empty: until they say stop."),
    )
    municipalities = forms.ModelMultipleChoiceField(
        label=_("Where"),
        queryset=Municipality.objects.none(),
        widget=PillSelectMultiple,
        required=False,
        help_text=_("None ticked: the whole zone."),
    )
    notes = forms.CharField(
        label=_("Notes"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, on: date, givers: QuerySet[Giver], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        fields["giver"].queryset = givers
        fields["kind"].choices = kind_groups(on)
        fields["municipalities"].queryset = towns()
        for name in ("weekdays", "weekdays_2"):
            fields[name].choices = weekday_choices()

    def asks_who(self, given: dict[str, Any]) -> bool:
        return given.get("giver") is None

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for suffix in ("", "_2"):
            half_told(self, given, suffix)
        return given

    def offer_facts(self) -> OfferFacts:
        given = self.cleaned_data
        told = [] if kind_of(given["kind"]).is_goods else [hours_of(given), hours_of(given, "_2")]
        return OfferFacts(
            kind=given["kind"],
            what=given["what"],
            first_day=given["first_day"],
            last_day=given["last_day"],
            capacity=given["capacity"],
            hours=[one for one in told if one],
            municipalities=list(given["municipalities"]),
            notes=given["notes"],
        )


class OfferChangeForm(OfferForm):
    """Who offers stays; what, when and where change. `kind`: the present one may be chosen even when it is ended."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, on: date, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, on=on, givers=Giver.objects.none(), **kwargs)
        for name in ("giver", *GiverForm.base_fields):
            del self.fields[name]
        choices: Any = self.fields["kind"]
        if kind not in kinds_on(on):
            choices.choices = [*kind_groups(on), (kind, label_of(kind))]

    def asks_who(self, given: dict[str, Any]) -> bool:
        return False


class EndForm(AccantoForm):
    reason = forms.CharField(label=_("Why it ends"), max_length=200)


class CheckForm(AccantoForm):
    code = forms.ChoiceField(label=_("What was checked"))
    done_on = forms.DateField(label=_("When"))
    last_day = forms.DateField(
        label=_("It holds until"),
        required=False,
        help_text=_("As it is written on the paper; empty: as long as its rule says."),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=200,
        required=False,
        help_text=_("Number of the policy, who saw the paper. Never what a certificate says."),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["code"]
        field.choices = [("", gettext("Choose…")), *((one.code, one.label) for one in checks_on(on).values())]


class ThanksForm(AccantoForm):
    words = forms.CharField(
        label=_("A sentence more, by hand"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Without names, and without anything by which the family could be recognised."),
    )


class OfferFilters(AccantoForm):
    cosa = forms.ChoiceField(label=_("What"), required=False)
    comune = forms.ModelChoiceField(
        label=_("For the town"), queryset=Municipality.objects.none(), required=False, empty_label=_ALL
    )
    giorno = forms.ChoiceField(label=_("Day"), required=False)
    stato = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("open")), ("libere", _("with room left")), ("tutte", _ALL)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        fields["cosa"].choices = [("", _ALL), *all_kinds()]
        fields["comune"].queryset = towns()
        fields["giorno"].choices = [("", _ALL), *weekday_choices()]

    def apply(self, rows: QuerySet[Offer]) -> QuerySet[Offer]:
        """Whether it is open is narrowed by the page, which knows the day."""
        given = self.cleaned_data
        if given["cosa"]:
            rows = rows.filter(kind=given["cosa"])
        if given["comune"]:
            here = Offer.objects.filter(municipalities=given["comune"]).values("pk")
            everywhere = Offer.objects.filter(municipalities=None).values("pk")
            rows = rows.filter(pk__in=here.union(everywhere))
        if given["giorno"]:
            days = Offer.objects.filter(hours__weekday=int(given["giorno"])).values("pk")
            rows = rows.filter(pk__in=days.union(Offer.objects.filter(hours=None).values("pk")))
        return rows
