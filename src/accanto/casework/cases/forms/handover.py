"""Handing a case over, and answering whoever does."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accanto.casework.cases.enums import SUMMARIES, TakenBy, TransferKind
from accanto.casework.cases.models import Appointment, HandoverItem
from accanto.casework.cases.operations.handing_over import Summary, appointment_words
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User

_DAY = _("Write the day as gg/mm/aaaa, for example 23/11/2026.")
_NOTE = ("situation", "commitments", "terms", "risks", "contacts")


def _text(label: Any, help_text: Any, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": _("Write it, or write that there is nothing.")},
    )


class HandOverForm(AccantoForm):
    """`kinds`: those that this case may take; `units`: where it may go; `planned`: appointments to come."""

    kind = forms.ChoiceField(label=_("Where it goes"), widget=forms.RadioSelect)
    to_unit = forms.ModelChoiceField(
        label=_("Which unit"), queryset=Office.objects.none(), required=False, empty_label=_("Choose")
    )
    to_body = forms.CharField(
        label=_("Which town or service"),
        max_length=160,
        required=False,
        help_text=_("For example: Servizi sociali del Comune di Prova."),
    )
    to_address = forms.CharField(label=_("Address or certified e-mail"), max_length=200, required=False)
    entrusted_by = forms.CharField(
        label=_("Who entrusted the family"),
        max_length=200,
        required=False,
        help_text=_("The court with its measure, the prosecutor, or who asked for the evaluation."),
    )
    concluded_on = forms.DateField(
        label=_("When the evaluation or the mandate ended"), required=False, error_messages={"invalid": _DAY}
    )
    help_project = forms.CharField(
        label=_("The help that the family is to have"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What you propose to do with them, with whom, and what must be watched over."),
    )
    reason = forms.CharField(
        label=_("Why it passes to others"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: since the 1st of November the household lives in Quarrata."),
    )
    situation = _text(
        _("The situation"), _("Who they are, what they asked, where you have got to together."), 4
    )
    commitments = _text(
        _("What runs and what was promised"),
        _("Pathways, projects, supports, who pays for them, what the household expects."),
    )
    terms = _text(_("Deadlines"), _("Which ones run, by law or by word."))
    risks = _text(_("Risks"), _("What must not be forgotten. If you see none, write it."))
    contacts = _text(
        _("Who else works with the household"),
        _("Name, body, telephone. Never where a protected person can be found."),
    )

    def __init__(
        self,
        *args: Any,
        kinds: Iterable[str],
        units: QuerySet[Office],
        planned: Iterable[Appointment],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen: dict[str, Any] = self.fields
        chosen["kind"].choices = [(kind, str(TransferKind(kind).label).capitalize()) for kind in kinds]
        chosen["to_unit"].queryset = units
        self.planned = list(planned)
        for row in self.planned:
            field = forms.ChoiceField(
                label=appointment_words(row), choices=TakenBy.choices, initial=TakenBy.NEW, widget=PillSelect
            )
            self.fields[f"item-{row.pk}"] = field

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        if given and given.get("kind") in SUMMARIES and not given.get("concluded_on"):
            self.add_error("concluded_on", _("Write when it ended: a summary comes at the end."))
        return given

    def summary(self) -> Summary | None:
        given = self.cleaned_data
        if given["kind"] not in SUMMARIES:
            return None
        return Summary(given["entrusted_by"], given["concluded_on"], given["help_project"])

    def note(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in _NOTE}

    def taken_by(self) -> dict[Appointment, str]:
        return {row: self.cleaned_data[f"item-{row.pk}"] for row in self.planned}

    @property
    def items(self) -> list[Any]:
        return [self[f"item-{row.pk}"] for row in self.planned]


class TakeOverForm(AccantoForm):
    """`workers`: of the unit that is asked; `planned`: the note's appointments."""

    responsible = forms.ModelChoiceField(
        label=_("Who is responsible from now"),
        queryset=User.objects.none(),
        empty_label=_("Choose"),
        required=False,  # a refusal needs nobody: the page says so when it accepts
    )
    answer = forms.CharField(
        label=_("Why not"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed only to refuse: whoever proposed it must know."),
    )
    decision = forms.ChoiceField(choices=[("accept", ""), ("refuse", "")], widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, workers: QuerySet[User], planned: Iterable[HandoverItem], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen: dict[str, Any] = self.fields
        chosen["responsible"].queryset = workers
        self.planned = list(planned)
        for row in self.planned:
            self.fields[f"item-{row.pk}"] = forms.ChoiceField(
                label=row.words,
                choices=TakenBy.choices,
                initial=row.taken_by,
                widget=PillSelect,
                required=False,
            )

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        if given and given.get("decision") == "accept" and not given.get("responsible"):
            self.add_error("responsible", _("Choose who is responsible from now."))
        return given

    def taken_by(self) -> dict[int, str]:
        return {row.pk: self.cleaned_data[f"item-{row.pk}"] or row.taken_by for row in self.planned}

    @property
    def items(self) -> list[Any]:
        return [self[f"item-{row.pk}"] for row in self.planned]


class WithdrawForm(AccantoForm):
    answer = forms.CharField(label=_("Why you take it back"), max_length=500)


class ConfirmForm(AccantoForm):
    how = forms.CharField(
        label=_("How they confirmed"),
        max_length=500,
        help_text=_("Protocol and date of the letter, or who called."),
    )
    confirmed_on = forms.DateField(label=_("On which day"), error_messages={"invalid": _DAY})
