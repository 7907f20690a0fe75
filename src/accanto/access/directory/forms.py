from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import URLValidator
from django.forms import BaseFormSet, formset_factory
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accanto.access.directory import needs
from accanto.access.directory.enums import Fee, Target
from accanto.access.directory.facts import EntryFacts, PlaceFacts
from accanto.access.directory.hours import HoursNotUnderstood, read, write
from accanto.access.directory.models.entry import LONGEST_BETWEEN_CHECKS
from accanto.access.directory.words import language_name, languages
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.money import MoneyField
from accanto.core.forms.widgets import PillSelect, PillSelectMultiple
from accanto.territory.bodies.models import Office, Organisation
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User
from accanto.territory.staff.queries import holders_of

_ROWS = forms.Textarea(attrs={"rows": 2})
_MOST_PLACES = 8


def zone_towns() -> Any:
    return Municipality.objects.filter(in_zone=True, exists_to=None)


class HoursField(forms.CharField):
    """«lun-ven 9-13; mar gio 15-17» ↔ [[1, "09:00", "13:00"], …]"""

    def to_python(self, value: Any) -> Any:
        """Rows of weekday, opening and closing; what cannot be read is said."""
        if isinstance(value, list):
            return value
        try:
            return read(super().to_python(value) or "")
        except HoursNotUnderstood as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def prepare_value(self, value: Any) -> Any:
        return write(value) if isinstance(value, list) else value

    def run_validators(self, value: Any) -> None:
        return


class SearchForm(AccantoForm):
    """Bound to the address; what it does not understand is as if it were not there."""

    cerca = forms.CharField(label=_("What is needed"), required=False, max_length=120)
    bisogno = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    comune = forms.ModelChoiceField(
        label=_("Where the person lives"), queryset=Municipality.objects.none(), required=False,
        empty_label=_("Whole zone"), to_field_name="istat_code",
    )  # fmt: skip
    target = forms.ChoiceField(label=_("For whom"), required=False)
    lingua = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "bisogno").choices = [("", ""), *needs.choices()]
        _field(self, "comune").queryset = zone_towns()
        targets = [(code, capfirst(label)) for code, label in Target.choices]
        _field(self, "target").choices = [("", _("Anybody")), *targets]
        _field(self, "lingua").choices = [("", _("Any")), *((c, capfirst(n)) for c, n in languages().items())]


class EntryForm(AccantoForm):
    """What an entry says; `on` decides who holds the permission to keep it, `kept` is the entry as it is."""

    name = forms.CharField(label=_("Name of the service"), max_length=160)
    description = forms.CharField(
        label=_("What it does"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In a sentence or two, as you would say it to the person."),
    )  # fmt: skip
    organisation = forms.ModelChoiceField(
        label=_("Body of the network"), queryset=Organisation.objects.all(), required=False,
        empty_label=_("None of these"),
    )  # fmt: skip
    provider = forms.CharField(
        label=_("Or the name of who gives it"), max_length=160, required=False,
        help_text=_("Of an association, a parish, an office: never of a private person."),
    )  # fmt: skip
    own = forms.BooleanField(label=_("It is a service of ours"), required=False)
    needs = forms.MultipleChoiceField(label=_("Which needs it answers"), widget=PillSelectMultiple)
    targets = forms.MultipleChoiceField(
        label=_("For whom"), required=False, widget=PillSelectMultiple, choices=Target.choices,
        help_text=_("Nothing chosen: for everybody."),
    )  # fmt: skip
    serves = forms.ModelMultipleChoiceField(
        label=_("Who lives in"), queryset=Municipality.objects.none(), required=False, widget=PillSelectMultiple,
        help_text=_("Nothing chosen: the whole zone."),
    )  # fmt: skip
    conditions = forms.CharField(label=_("Who may have it"), required=False, max_length=2000, widget=_ROWS)
    documents = forms.CharField(
        label=_("What to bring"),
        required=False,
        max_length=2000,
        widget=_ROWS,
        help_text=_("One thing a line."),
    )
    way_in = forms.CharField(
        label=_("How to get in"), required=False, max_length=2000, widget=_ROWS,
        help_text=_("Directly, by appointment, sent by whom; how long one waits."),
    )  # fmt: skip
    fee = forms.ChoiceField(
        label=_("What it costs"), choices=Fee.choices, widget=PillSelect, initial=Fee.UNKNOWN
    )
    fee_from = MoneyField(label=_("Cost from"), required=False)
    fee_to = MoneyField(label=_("Cost to"), required=False)
    fee_words = forms.CharField(label=_("In words"), required=False, max_length=300)
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken, besides Italian"), required=False, widget=PillSelectMultiple
    )
    accessibility = forms.CharField(
        label=_("For whoever moves, sees or hears with difficulty"), required=False, max_length=300
    )
    telephone = forms.CharField(label=_("Telephone"), required=False, max_length=80)
    email = forms.EmailField(label=_("E-mail"), required=False)
    web = forms.URLField(
        label=_("Web page"), required=False, max_length=300, assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )  # fmt: skip
    keeper = forms.ModelChoiceField(
        label=_("Who keeps it"), queryset=User.objects.none(), required=False, empty_label=_("An office")
    )
    keeper_office = forms.ModelChoiceField(
        label=_("Or which office"), queryset=Office.objects.all(), required=False, empty_label=_("None")
    )
    check_every = forms.IntegerField(
        label=_("To be checked every so many months"),
        min_value=1,
        max_value=LONGEST_BETWEEN_CHECKS,
        initial=6,
    )
    assurer_email = forms.EmailField(
        label=_("E-mail for corrections"), required=False,
        help_text=_("Of an office: it is published with the entry."),
    )  # fmt: skip

    def __init__(self, *args: Any, on: date, kept: EntryFacts | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "needs").choices = needs.choices()
        spoken = dict.fromkeys([*languages(), *(kept.languages if kept else ())])
        _field(self, "languages").choices = [(code, language_name(code)) for code in spoken if code != "it"]
        served = [one.pk for one in kept.serves] if kept else []
        _field(self, "serves").queryset = zone_towns() | Municipality.objects.filter(pk__in=served)
        _field(self, "keeper").queryset = holders_of("directory.keep", on).order_by("last_name", "first_name")

    def facts(self, places: tuple[PlaceFacts, ...], kept: EntryFacts | None) -> EntryFacts:
        said = self.cleaned_data
        lists = {name: tuple(said[name]) for name in ("needs", "targets", "languages")}
        if kept and "it" in kept.languages:
            lists["languages"] = ("it", *lists["languages"])
        return EntryFacts(**{**said, **lists, "serves": tuple(said["serves"])}, places=places)


class PlaceForm(AccantoForm):
    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name of the seat"), required=False, max_length=160)
    address = forms.CharField(label=_("Street and number"), required=False, max_length=200)
    postal_code = forms.CharField(label=_("Postal code"), required=False, max_length=10)
    municipality = forms.ModelChoiceField(
        label=_("Municipality"), queryset=Municipality.objects.filter(exists_to=None), required=False,
        empty_label=_("Another one"),
    )  # fmt: skip
    town = forms.CharField(label=_("Which other one"), required=False, max_length=120)
    secret = forms.BooleanField(
        label=_("The address is secret"), required=False,
        help_text=_("A refuge for example: street and name are not written here, nor told to anybody."),
    )  # fmt: skip
    hours = HoursField(
        label=_("When it is open"), required=False, max_length=500,
        help_text=_("For example: «lun-ven 9-13; mar gio 15-17»."),
    )  # fmt: skip
    hours_words = forms.CharField(
        label=_("What else about the hours"), required=False, max_length=300,
        help_text=_("For example: «closed in August», «first Saturday of the month»."),
    )  # fmt: skip
    by_appointment = forms.BooleanField(label=_("By appointment"), required=False)
    closed_on_holidays = forms.BooleanField(label=_("Closed on holidays"), required=False, initial=True)
    accessible = forms.TypedChoiceField(
        label=_("Steps at the door"), required=False, widget=PillSelect, empty_value=None,
        choices=[("", _("not known")), ("yes", _("without steps")), ("no", _("with steps"))],
        coerce=lambda said: said == "yes",
    )  # fmt: skip
    telephone = forms.CharField(label=_("Telephone of this seat"), required=False, max_length=80)

    def facts(self) -> PlaceFacts:
        said = {key: value for key, value in self.cleaned_data.items() if key != "DELETE"}
        if said["municipality"]:
            said["town"] = ""
        return PlaceFacts(**said)


if TYPE_CHECKING:
    _Forms = BaseFormSet[PlaceForm]
else:  # while it runs the class takes no parameter
    _Forms = BaseFormSet


class _Places(_Forms):
    """The places of an entry; an empty one more at the end, for the next."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Take this place away")

    def facts(self) -> tuple[PlaceFacts, ...]:
        told = (form for form in self.forms if form.has_changed() or form.initial)
        kept = (form.facts() for form in told if not form.cleaned_data.get("DELETE"))
        return tuple(kept)


PlaceForms: Any = formset_factory(PlaceForm, formset=_Places, extra=1, max_num=_MOST_PLACES, can_delete=True)


def place_initial(place: PlaceFacts) -> dict[str, Any]:
    told = dict(vars(place))
    told["accessible"] = (
        {True: "yes", False: "no"}.get(place.accessible, "") if place.accessible is not None else ""
    )
    return told


class WithdrawForm(AccantoForm):
    reason = forms.CharField(label=_("Why"), max_length=200)


class SendForm(AccantoForm):
    address = forms.EmailField(label=_("E-mail address"), help_text=_("It is used once and kept nowhere."))


class ImportForm(AccantoForm):
    file = forms.FileField(label=_("File (JSON)"))
    origin = forms.CharField(
        label=_("From which directory"), max_length=160, help_text=_("For example: «Zona di Esempio».")
    )
    dry_run = forms.TypedChoiceField(
        label=_("What to do"), widget=PillSelect, initial="yes", coerce=lambda said: said == "yes",
        choices=[("yes", _("only try: say what would change")), ("no", _("take it over"))],
    )  # fmt: skip


def _field(form: forms.Form, name: str) -> Any:
    return form.fields[name]
