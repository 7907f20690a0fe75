"""Forms of the room; none of them saves."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accanto.access.outcomes.enums import TO_ACCOMPANY, Outcome
from accanto.access.outcomes.lists.headings import APPLICATION_FIELDS, FIELD_LABELS, MEMBER_FIELDS, Role
from accanto.casework.pathways.enums import Measure
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.fields import DocumentField
from accanto.people.persons.naming import fold
from accanto.territory.places.models import Municipality

ANY = [("", _("All"))]
ROLE_LABELS = [
    (str(Role.APPLICATIONS), _("Applications with their outcome")),
    (str(Role.MEMBERS), _("Members of the households")),
    (str(Role.TOTALS), _("Totals by municipality")),
    (str(Role.NOTHING), _("Nothing to import")),
]


class UploadForm(AccantoForm):
    file = DocumentField(
        kind=DocumentKind.OUTCOME_LIST,
        label=_("The list"),
        help_text=_("CSV, Excel (.xlsx) or OpenDocument (.ods), at most 20 MB."),
        error_messages={"required": _("Choose the file of the list.")},
    )
    source = forms.CharField(
        label=_("Where it comes from"),
        initial="INPS",
        max_length=120,
        help_text=_("The columns that you confirm are remembered for the next list from here."),
    )
    measure = forms.ChoiceField(
        label=_("Measure"),
        required=False,
        choices=[("", _("As the dates say")), *Measure.choices],
        widget=PillSelect,
    )


class MappingForm(AccantoForm):
    """For each table of the file: what it is, and which heading holds which of our fields."""

    def __init__(self, reading: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tables = reading["tables"]
        for table in self.tables:
            number = table["sheet"]
            self.fields[f"role_{number}"] = forms.ChoiceField(
                label=_("This table holds"), choices=ROLE_LABELS, initial=table["role"]
            )
            headings = [("", _("no column")), *((name, name) for name in table["headings"])]
            for name in fields_of(table["role"]):
                self.fields[f"{number}_{name}"] = forms.ChoiceField(
                    label=FIELD_LABELS[name],
                    required=False,
                    choices=headings,
                    initial=table["mapping"].get(name, ""),
                )

    def groups(self) -> list[dict[str, Any]]:
        """The fields of each table beside its first rows."""
        return [
            {
                "table": table,
                "role": self[f"role_{table['sheet']}"],
                "fields": [self[f"{table['sheet']}_{name}"] for name in fields_of(table["role"])],
            }
            for table in self.tables
        ]

    def chosen(self) -> dict[int, dict[str, Any]]:
        """As `correct_mapping` wants it."""
        return {
            table["sheet"]: {
                "role": self.cleaned_data[f"role_{table['sheet']}"],
                "mapping": {
                    name: heading
                    for name in fields_of(table["role"])
                    if (heading := self.cleaned_data.get(f"{table['sheet']}_{name}"))
                },
            }
            for table in self.tables
        }


def fields_of(role: str) -> tuple[str, ...]:
    """A table taken for nothing may be one after all: it offers the fields of an application."""
    if role == Role.TOTALS:
        return ()
    return MEMBER_FIELDS if role == Role.MEMBERS else APPLICATION_FIELDS


def _towns() -> list[tuple[str, Any]]:
    names = Municipality.objects.filter(in_zone=True, exists_to=None).values_list("istat_code", "name")
    return [*ANY, *names]


class TableForm(AccantoForm):
    al = forms.DateField(label=_("On the day"), required=False)
    misura = forms.ChoiceField(label=_("Measure"), required=False, choices=Measure.choices)


class ApplicationFilters(AccantoForm):
    q = forms.CharField(label=_("Name, code or protocol"), required=False, max_length=80)
    esito = forms.ChoiceField(label=_("Outcome"), required=False, choices=[*ANY, *Outcome.choices])
    comune = forms.ChoiceField(label=_("Municipality"), required=False)
    misura = forms.ChoiceField(label=_("Measure"), required=False, choices=[*ANY, *Measure.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        town = self.fields["comune"]
        assert isinstance(town, forms.ChoiceField)  # noqa: S101  (declared above)
        town.choices = _towns()  # given as a function it would be asked at every look

    def apply(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.cleaned_data
        if outcome := wanted.get("esito"):
            rows = rows.filter(outcome=outcome)
        if town := wanted.get("comune"):
            rows = rows.filter(municipality__istat_code=town)
        if measure := wanted.get("misura"):
            rows = rows.filter(measure=measure)
        for word in wanted.get("q", "").split():
            rows = rows.filter(
                Q(last_name__istartswith=word)
                | Q(first_name__istartswith=word)
                | Q(person__search_name__contains=fold(word))
                | Q(fiscal_code__istartswith=word)
                | Q(protocol__icontains=word)
            )
        return rows


class AccompanyFilters(ApplicationFilters):
    esito = forms.ChoiceField(
        label=_("Outcome"),
        required=False,
        choices=[*ANY, *((one.value, one.label) for one in TO_ACCOMPANY)],
    )
    contatti = forms.ChoiceField(
        label=_("Contacts"),
        required=False,
        choices=[*ANY, ("nessuno", _("nobody has called yet")), ("almeno", _("already contacted"))],
    )
    field_order = ["q", "esito", "comune", "contatti", "misura"]

    def apply(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        rows = super().apply(rows)
        if contacts := self.cleaned_data.get("contatti"):
            rows = rows.filter(contacted_at__isnull=contacts == "nessuno")
        return rows


class AccompanyForm(AccantoForm):
    text = forms.CharField(
        label=_("What was said or done"),
        widget=forms.Textarea,
        max_length=4000,
        error_messages={"required": _("Write what was said or done.")},
    )
    done = forms.BooleanField(label=_("Nothing more to do"), required=False)


class CodeForm(AccantoForm):
    code = forms.CharField(
        label=_("Correct codice fiscale"),
        max_length=24,
        error_messages={"required": _("Write the codice fiscale.")},
    )
    applicant = forms.IntegerField(required=False, widget=forms.HiddenInput)
