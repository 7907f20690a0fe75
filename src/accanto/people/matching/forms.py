"""What a desk types to find somebody, and to write them down when nobody is found."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accanto.core.errors import OperationRefused
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect
from accanto.people.matching.agreement import century_choices, refuse_unchecked
from accanto.people.matching.given import Given
from accanto.people.persons import codes
from accanto.people.persons.birthplaces import PlaceRefused, find_place
from accanto.people.persons.enums import IdentifierKind, Sex
from accanto.people.persons.models import Person
from accanto.territory.places.models import Municipality

_SEXES = [(value, label) for value, label in Sex.choices if value]


class PersonForm(AccantoForm):
    """All that may be known of somebody; to look for them some of it is enough. `today` decides the century.

    Other rooms put its fields in a form of theirs (`matching/parts/fields.html`) and read `given()`.
    """

    last_name = forms.CharField(label=_("Surname"), max_length=80, required=False)
    first_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=_SEXES, required=False, widget=PillSelect)
    birth_date = forms.DateField(label=_("Born on"), required=False)
    birth_place = forms.CharField(
        label=_("Born in"),
        max_length=80,
        required=False,
        help_text=_("Town or country, as on the document."),
    )
    code = forms.CharField(
        label=_("Codice fiscale, STP or ENI"),
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs={"class": "ac-mono", "autocapitalize": "characters"}),
    )
    given_on = forms.DateField(label=_("STP or ENI given on"), required=False)
    century = forms.ChoiceField(
        label=_("The code fits two days of birth: which one?"), required=False, widget=PillSelect
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    municipality = forms.ModelChoiceField(
        label=_("Lives in"),
        queryset=Municipality.objects.filter(exists_to=None).order_by("-in_zone", "name"),
        required=False,
        empty_label=_("Not known"),
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name in ("last_name", "first_name", "birth_place", "code", "phone", "address"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        field: Any = self.fields["century"]
        typed = codes.normalise(str(self.data.get(self.add_prefix("code"), "")))
        field.choices = century_choices(typed, today) if self.is_bound else []
        if not field.choices:
            field.widget = forms.HiddenInput()

    @property
    def asks_century(self) -> bool:
        field: Any = self.fields["century"]
        return bool(field.choices) and not self.data.get(self.add_prefix("birth_date"))

    def clean_birth_date(self) -> date | None:
        day: date | None = self.cleaned_data["birth_date"]
        if day and day > self.today:
            raise forms.ValidationError(_("The date of birth is in the future: check the year."))
        if day and day.year < self.today.year - 130:
            raise forms.ValidationError(_("Nobody is so old: check the year."))
        return day

    def clean_code(self) -> str:
        code = codes.normalise(self.cleaned_data["code"])
        if not code:
            return ""
        kind = codes.kind_of(code)
        if kind in {IdentifierKind.STP, IdentifierKind.ENI}:
            return code
        if code.startswith(("STP", "ENI")) and kind != IdentifierKind.CODICE_FISCALE:
            raise forms.ValidationError(
                _("An STP or ENI code is written with these three letters and thirteen digits.")
            )
        if not codes.is_valid(code):
            raise forms.ValidationError(
                _(
                    "This codice fiscale is not valid: check it letter by letter, or leave it out and write the rest."
                )
            )
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._find_birth(cleaned)
        self._find_place(cleaned)
        if (
            not any(cleaned.get(name) for name in ("last_name", "first_name", "code", "phone"))
            and not self.errors
        ):
            raise forms.ValidationError(_("Write at least a name, a code or a telephone."))
        return cleaned

    def _find_birth(self, cleaned: dict[str, Any]) -> None:
        """Without a day of birth the code gives it, and asks for the century where two fit."""
        code = cleaned.get("code") or ""
        if cleaned.get("birth_date") or "birth_date" in self.errors or not codes.decode(code):
            return
        days = codes.births_of(code, self.today)
        chosen = cleaned.get("century")
        if len(days) == 1:
            cleaned["birth_date"] = days[0]
        elif chosen:
            cleaned["birth_date"] = date.fromisoformat(chosen)
        elif len(days) > 1 and "century" not in self.errors:
            self.add_error("century", _("The code does not tell the century: choose the day."))

    def _find_place(self, cleaned: dict[str, Any]) -> None:
        words = (cleaned.get("birth_place") or "").strip()
        if not words:
            return
        try:
            cleaned["birth_place"] = find_place(words, cleaned.get("birth_date")).code
        except PlaceRefused as refusal:
            self.add_error("birth_place", str(refusal))

    def given(self) -> Given:
        """Of a valid form."""
        said = self.cleaned_data
        town = said["municipality"]
        return Given(
            first_name=said["first_name"].strip(),
            last_name=said["last_name"].strip(),
            sex=said["sex"],
            birth_date=said["birth_date"],
            birth_place=said["birth_place"],
            code=said["code"],
            phone=said["phone"].strip(),
            town=str(town) if town else "",
            address=said["address"].strip(),
        ).completed()


class WriteForm(PersonForm):
    """The same, sent again with the search that found nobody."""

    search = forms.UUIDField(required=False, widget=forms.HiddenInput)
    code_checked = forms.BooleanField(
        label=_("I have seen the document: the code is this one"), required=False
    )

    def refuse(self, refusal: OperationRefused) -> None:
        """A code is written in one field, whatever its kind."""
        field = "code" if refusal.field == "codice_fiscale" else refusal.field
        super().refuse(OperationRefused(str(refusal), field=field))

    @property
    def search_id(self) -> UUID | None:
        found: UUID | None = self.cleaned_data.get("search")
        return found


class DecisionForm(AccantoForm):
    """What two records are to each other."""

    SAME, DIFFERENT, LEFT = "same", "different", "leave"
    decision = forms.ChoiceField(
        label=_("What do you say?"),
        choices=[
            (SAME, _("The same person: link the two records")),
            (DIFFERENT, _("Two people")),
            (LEFT, _("I cannot say yet")),
        ],
        widget=PillSelect,
    )
    note = forms.CharField(
        label=_("Why"),
        max_length=200,
        required=False,
        help_text=_("Needed when they are two people: from what you know it."),
    )


class UnlinkForm(AccantoForm):
    reason = forms.CharField(
        label=_("Why they are two people"),
        max_length=200,
        help_text=_("For example: two passports, two different mothers."),
    )


class CheckedCode(AccantoForm):
    """The tick of whoever has seen the document, for a form in which a code stands beside what it may contradict.

    It is asked only once the code has been found to say otherwise.
    """

    code_checked = forms.BooleanField(
        label=_("I have seen the document: the code is this one"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._tick = self.fields["code_checked"].widget
        self.asks_checked = bool(self.data.get(self.add_prefix("code_checked")))
        if not self.asks_checked:
            self.fields["code_checked"].widget = forms.HiddenInput()

    def check_code(self, given: Given) -> None:
        """In `clean()`, once the fields are valid."""
        try:
            refuse_unchecked(given, bool(self.cleaned_data.get("code_checked")))
        except OperationRefused as refusal:
            self.add_error("code_checked", str(refusal))
            self.fields["code_checked"].widget, self.asks_checked = self._tick, True


class CodeForm(CheckedCode):
    """Of `person`, whose record the code may contradict."""

    code = forms.CharField(
        label=_("Codice fiscale, STP or ENI"),
        max_length=24,
        widget=forms.TextInput(
            attrs={"class": "ac-mono", "autocapitalize": "characters", "autocomplete": "off"}
        ),
    )
    given_on = forms.DateField(
        label=_("Given on"),
        help_text=_(
            "Of an STP or ENI, the day on its card; to renew one, write the same code with the new day."
        ),
    )
    field_order = ("code", "given_on", "code_checked")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            known = self.person
            self.check_code(
                Given(
                    first_name=known.first_name, last_name=known.last_name, sex=known.sex,
                    birth_date=known.birth_date, birth_place=known.birth_place,
                    code=codes.normalise(cleaned["code"]),
                )
            )  # fmt: skip
        return cleaned
