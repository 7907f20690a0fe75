"""The order, on one page; and what is written on it afterwards."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.mandates.enums import ConcernedRole, Kept, MeasureEnding, Told
from accanto.casework.mandates.kinds import kinds_on
from accanto.casework.mandates.models import Measure
from accanto.casework.mandates.operations import (
    ConcernedFacts,
    EntrustmentFacts,
    LaterOrder,
    MeasureFacts,
    Order,
    PrescriptionFacts,
    TermFacts,
)
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect, PillSelectMultiple
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.fields import DocumentField
from accanto.people.persons.models import Person
from accanto.territory.bodies.enums import BodyKind
from accanto.territory.bodies.models import Organisation
from accanto.territory.staff.models import User
from accanto.territory.staff.queries import holders_of

PRESCRIPTIONS = 4
_ENTRUSTMENT = (
    "placed_with",
    "service_tasks",
    "service_acts",
    "placement_acts",
    "parents_acts",
    "curator_acts",
)
_AREA = forms.Textarea(attrs={"rows": 2})


def courts() -> QuerySet[Organisation]:
    return Organisation.objects.filter(kind=BodyKind.COURT).order_by("name")


def court_field(label: Any) -> Any:
    return forms.ModelChoiceField(
        label=label, queryset=Organisation.objects.none(), empty_label=gettext_lazy("Choose…")
    )


def _months(label: Any, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=240, **more)


def _area(label: Any, *, required: bool = False, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}), **more
    )


class MeasureForm(AccantoForm):
    """`members`: who lives in the household; each has a field `role_<n>`."""

    authority = court_field(gettext_lazy("Which court"))
    kind = forms.ChoiceField(label=gettext_lazy("What it orders"))
    register_number = forms.CharField(
        label=gettext_lazy("Number of the proceedings"), required=False, max_length=40
    )
    order_number = forms.CharField(label=gettext_lazy("Number of the order"), required=False, max_length=40)
    order_on = forms.DateField(label=gettext_lazy("Day of the order"))
    received_at = forms.DateTimeField(
        label=gettext_lazy("When it was notified to the service"),
        help_text=gettext_lazy("The terms of the law are counted from here."),
    )
    begun_on = forms.DateField(
        label=gettext_lazy("Proceedings begun on"),
        required=False,
        help_text=gettext_lazy("If you know it: art. 5-bis holds for those begun since 28 February 2023."),
    )
    mandate = _area(
        gettext_lazy("What the court asks of the service"),
        required=True,
        help_text=gettext_lazy("Copy the words of the order."),
    )
    starts_on = forms.DateField(label=gettext_lazy("In force from"))
    last_day = forms.DateField(label=gettext_lazy("Until (last day)"), required=False)
    duration_words = forms.CharField(
        label=gettext_lazy("Duration, in the words of the order"), required=False, max_length=200
    )
    other_name = forms.CharField(
        label=gettext_lazy("Somebody outside the household"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("A parent who lives elsewhere, the special curator."),
    )
    other_role = forms.ChoiceField(
        label=gettext_lazy("As"),
        required=False,
        choices=[("", gettext_lazy("Choose…")), *ConcernedRole.choices],
    )
    first_report_on = forms.DateField(label=gettext_lazy("First report by"), required=False)
    every_months = forms.IntegerField(
        label=gettext_lazy("Then every … months"), required=False, min_value=1, max_value=60
    )
    every_from = forms.DateField(
        label=gettext_lazy("Counted from"),
        required=False,
        help_text=gettext_lazy("Empty: from the first report or, without one, from the day it is in force."),
    )
    term_words = forms.CharField(
        label=gettext_lazy("In the words of the order"), required=False, max_length=300
    )
    placed_with = forms.CharField(
        label=gettext_lazy("(a) With whom the child lives"), required=False, max_length=200
    )
    service_acts = _area(gettext_lazy("(b) Acts of the social service"))
    placement_acts = _area(gettext_lazy("(c) Acts of whoever the child lives with"))
    parents_acts = _area(gettext_lazy("(d) Acts of the parents"))
    curator_acts = _area(gettext_lazy("(e) Acts of the special curator"))
    service_tasks = _area(gettext_lazy("(f) Tasks of the service"))
    duration_months = _months(gettext_lazy("(g) Duration in months"))
    reporting_months = _months(gettext_lazy("(h) Reports every … months"))
    file = DocumentField(
        kind=DocumentKind.COURT_ORDER, label=gettext_lazy("The order, as a file"), required=False
    )

    def __init__(self, *args: Any, members: Sequence[tuple[Person, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = [person for person, _name in members]
        fields: dict[str, Any] = self.fields
        fields["authority"].queryset = courts()
        kinds = kinds_on(today)
        fields["kind"].choices = [("", _("Choose…")), *((one.key, one.words) for one in kinds)]
        self.entrusting = [one.key for one in kinds if one.entrustment]
        for number, (_person, name) in enumerate(members):
            fields[f"role_{number}"] = forms.ChoiceField(
                label=name, required=False, choices=[("", _("not concerned")), *ConcernedRole.choices]
            )
        for number in range(PRESCRIPTIONS):
            fields[f"to_{number}"] = forms.CharField(label=_("To whom"), required=False, max_length=160)
            fields[f"what_{number}"] = forms.CharField(
                label=_("What it prescribes"), required=False, max_length=1000
            )

    @property
    def roles(self) -> list[Any]:
        return [self[f"role_{number}"] for number in range(len(self.members))]

    @property
    def prescribed(self) -> list[tuple[Any, Any]]:
        return [(self[f"to_{number}"], self[f"what_{number}"]) for number in range(PRESCRIPTIONS)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for number in range(PRESCRIPTIONS):
            to, what = given.get(f"to_{number}"), given.get(f"what_{number}")
            if bool(to) != bool(what):
                missing = "what" if to else "to"
                self.add_error(f"{missing}_{number}", _("A prescription says what and to whom: write both."))
        if bool(given.get("other_name")) != bool(given.get("other_role")):
            missing = "other_role" if given.get("other_name") else "other_name"
            self.add_error(missing, _("Write who it is, and as what they stand in the order."))
        if given.get("every_from") and not given.get("every_months"):
            self.add_error("every_months", _("Write every how many months."))
        return given

    def order(self) -> Order:
        given = self.cleaned_data
        facts = MeasureFacts(**{name: given[name] for name in MeasureFacts.__dataclass_fields__})
        file = given["file"]
        return Order(
            facts=facts,
            concerned=self._concerned(),
            prescriptions=[
                PrescriptionFacts(given[f"to_{number}"], given[f"what_{number}"])
                for number in range(PRESCRIPTIONS)
                if given[f"what_{number}"]
            ],
            terms=self._terms(),
            entrustment=self._entrustment(facts),
            upload=file or None,
            filename=file.name if file else "",
        )

    def _concerned(self) -> list[ConcernedFacts]:
        given = self.cleaned_data
        found = [
            ConcernedFacts(given[f"role_{number}"], person)
            for number, person in enumerate(self.members)
            if given[f"role_{number}"]
        ]
        if given["other_name"]:
            found.append(ConcernedFacts(given["other_role"], None, given["other_name"]))
        return found

    def _terms(self) -> list[TermFacts]:
        given, found = self.cleaned_data, []
        if given["first_report_on"]:
            found.append(TermFacts(given["first_report_on"], None, given["term_words"]))
        if given["every_months"]:
            start = given["every_from"] or given["first_report_on"] or given["starts_on"]
            found.append(TermFacts(start, given["every_months"], given["term_words"]))
        return found

    def _entrustment(self, facts: MeasureFacts) -> EntrustmentFacts | None:
        """Nothing for what is no entrustment by the law of its own day, whatever stands in the hidden fields."""
        known = {one.key for one in kinds_on(facts.begun_on or facts.order_on) if one.entrustment}
        if facts.kind not in known:
            return None
        months = {name: self.cleaned_data[name] for name in ("duration_months", "reporting_months")}
        return EntrustmentFacts(**{name: self.cleaned_data[name].strip() for name in _ENTRUSTMENT}, **months)


class ResponsibleForm(AccantoForm):
    user = forms.ModelChoiceField(
        label=gettext_lazy("Who answers for the measure"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Choose…"),
    )
    named_on = forms.DateField(label=gettext_lazy("Named on"))
    told = forms.MultipleChoiceField(
        label=gettext_lazy("Communicated to"),
        choices=Told.choices,
        required=False,
        widget=PillSelectMultiple,
        help_text=gettext_lazy("The term of the law is met when the court is among them."),
    )
    told_on = forms.DateField(label=gettext_lazy("Communicated on"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["user"]
        field.queryset = holders_of("cases.work", today).order_by("last_name", "first_name", "pk")


class CheckForm(AccantoForm):
    kept = forms.ChoiceField(label=gettext_lazy("Is it kept?"), choices=Kept.choices, widget=PillSelect)
    seen_on = forms.DateField(label=gettext_lazy("Seen on"))
    note = forms.CharField(
        label=gettext_lazy("What you saw"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Needed unless it is kept."),
    )


class TermForm(AccantoForm):
    from_on = forms.DateField(
        label=gettext_lazy("By, or counted from"),
        help_text=gettext_lazy(
            "With an interval, the day from which it is counted; without, the day of the report."
        ),
    )
    every_months = forms.IntegerField(
        label=gettext_lazy("Every … months"), required=False, min_value=1, max_value=60
    )
    words = forms.CharField(label=gettext_lazy("In the words of the order"), required=False, max_length=300)


class LaterOrderForm(AccantoForm):
    """Which later order of the same proceedings says so."""

    words = forms.CharField(
        label=gettext_lazy("Which order says so"),
        max_length=160,
        help_text=gettext_lazy("Its number, or how it is called: «decreto n. 61/2026»."),
    )
    on = forms.DateField(label=gettext_lazy("Day of that order"))

    def later(self) -> LaterOrder:
        return LaterOrder(self.cleaned_data["on"], self.cleaned_data["words"])


class LaterPrescriptionForm(LaterOrderForm):
    addressee = forms.CharField(label=gettext_lazy("To whom"), max_length=160)
    text = forms.CharField(
        label=gettext_lazy("What it prescribes"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ChangedTermForm(LaterOrderForm):
    from_on = forms.DateField(
        label=gettext_lazy("By, or counted from"),
        required=False,
        help_text=gettext_lazy("Empty where the court asks for no report any more."),
    )
    every_months = forms.IntegerField(
        label=gettext_lazy("Every … months"), required=False, min_value=1, max_value=60
    )

    def term(self) -> TermFacts | None:
        said = self.cleaned_data
        if said["from_on"] is None:
            return None
        return TermFacts(said["from_on"], said["every_months"], said["words"])


class DayForm(AccantoForm):
    on = forms.DateField(label=gettext_lazy("Day"))


class EndForm(AccantoForm):
    """`others`: measures of the case that may take its place."""

    how = forms.ChoiceField(
        label=gettext_lazy("How it ends"), choices=MeasureEnding.choices, widget=PillSelect
    )
    ended_on = forms.DateField(label=gettext_lazy("No longer in force from"))
    replaced_by = forms.ModelChoiceField(
        label=gettext_lazy("Which measure takes its place"),
        queryset=Measure.objects.none(),
        required=False,
        empty_label=gettext_lazy("Choose…"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why, and which order says so"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, others: QuerySet[Measure], words: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["replaced_by"]
        field.queryset = others
        field.label_from_instance = words
