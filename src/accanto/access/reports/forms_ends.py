"""How things end: the outcome of a report, an eviction and what was done for it."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accanto.access.reports.enums import EvictionEnd, OutcomeKind
from accanto.access.reports.kinds import measures_on
from accanto.access.reports.operations import Decision
from accanto.casework.cases.handover import in_use
from accanto.casework.cases.models import Case
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect
from accanto.people.persons.models import Person
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User
from accanto.territory.staff.queries import holders_of


class OutcomeForm(AccantoForm):
    """`people`: those recognised, by id and as they are named; `cases`: those that the report may join."""

    kind = forms.ChoiceField(label=_("What becomes of it"), choices=OutcomeKind.choices, widget=PillSelect)
    reference = forms.ChoiceField(label=_("The household of"), required=False)
    unit = forms.ModelChoiceField(
        label=_("Unit that takes it in charge"),
        queryset=Office.objects.none(),
        required=False,
        empty_label=_("Choose…"),
    )
    responsible = forms.ModelChoiceField(
        label=_("Responsible worker"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("decided by who coordinates the unit"),
    )
    case = forms.ModelChoiceField(
        label=_("The case"), queryset=Case.objects.none(), required=False, empty_label=_("Choose…")
    )
    body = forms.CharField(label=_("Which body"), max_length=160, required=False)
    reason = forms.CharField(
        label=_("Why"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, *args: Any, people: list[tuple[str, str]], cases: QuerySet[Case], on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen: dict[str, Any] = self.fields
        chosen["reference"].choices = [("", gettext("Choose…")), *people]
        units = Office.objects.filter(in_use(on), kind__in=("professional_unit", "zone"))
        chosen["unit"].queryset = units.order_by("name")
        workers = holders_of("cases.work", on).order_by("last_name", "first_name", "pk")
        chosen["responsible"].queryset = workers
        chosen["case"].queryset = cases
        chosen["case"].label_from_instance = lambda one: f"{one.household.label} · {one.number}"

    def decision(self) -> Decision:
        given = self.cleaned_data
        reference = Person(pk=UUID(given["reference"])) if given["reference"] else None
        names = ("kind", "reason", "body", "unit", "responsible", "case")
        return Decision(reference=reference, **{name: given[name] for name in names})


class MeasureForm(AccantoForm):
    code = forms.ChoiceField(label=_("What was done"))
    done_on = forms.DateField(label=_("When"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code: Any = self.fields["code"]
        code.choices = [("", gettext("Choose…")), *measures_on(on).items()]


class EvictionEndForm(AccantoForm):
    end = forms.ChoiceField(label=_("How it went"), choices=EvictionEnd.choices, widget=PillSelect)
    ended_on = forms.DateField(label=_("When"))
    postponed_to = forms.DateField(label=_("The new day"), required=False)
    note = forms.CharField(
        label=_("What happened to the people"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    wrong = forms.CharField(
        label=_("What was wrong"),
        max_length=300,
        help_text=_("It stays on the page of the report, beside what was written before."),
    )

    def __init__(self, *args: Any, over: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not over:
            del self.fields["wrong"]
