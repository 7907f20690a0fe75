"""Forms of the project's life: signing, starting, reviewing, closing; and the filters of the list."""

from typing import Any

from django import forms
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.projects.enums import (
    ClosureOutcome,
    Fulfilment,
    GoalProgress,
    ProjectState,
    SignatureKind,
)
from accanto.casework.projects.models import Action, Goal
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect, SignatureInput
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.fields import DocumentField


class SignForm(AccantoForm):
    """Three ways of signing; the fields of the others are not sent."""

    kind = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=[
            (SignatureKind.DRAWN, gettext_lazy("I draw my signature")),
            (SignatureKind.TYPED, gettext_lazy("I type my name")),
            (SignatureKind.PAPER, gettext_lazy("Signed on paper")),
        ],
        initial=SignatureKind.DRAWN,
        widget=PillSelect,
    )
    signed_name = forms.CharField(
        label=gettext_lazy("Name and surname of who signs"),
        max_length=160,
        error_messages={"required": gettext_lazy("Write the name and surname of who signs.")},
    )
    drawing = forms.CharField(label=gettext_lazy("Signature"), required=False, widget=SignatureInput)
    agree = forms.BooleanField(
        label=gettext_lazy("I have read the project, or it was read to me, and I agree."), required=False
    )
    scan = DocumentField(
        kind=DocumentKind.SIGNATURE, label=gettext_lazy("Scan of the signed sheet"), required=False
    )
    signed_on = forms.DateField(label=gettext_lazy("Day of the signature"), required=False)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        kind = given.get("kind")
        if kind == SignatureKind.DRAWN and not given.get("drawing"):
            self.add_error("drawing", _("Sign in the white space, or choose to type the name."))
        if kind == SignatureKind.PAPER and not given.get("scan"):
            self.add_error("scan", _("Choose the scan of the signed sheet."))
        if kind == SignatureKind.PAPER and not given.get("signed_on"):
            self.add_error("signed_on", _("Write the day on the sheet."))
        if kind in {SignatureKind.DRAWN, SignatureKind.TYPED} and not given.get("agree"):
            self.add_error("agree", _("Tick it to say that you have read and agree."))
        return given


class ReasonForm(AccantoForm):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say why.")},
    )


class DatedReasonForm(ReasonForm):
    on = forms.DateField(label=gettext_lazy("From which day"))


class DayForm(AccantoForm):
    on = forms.DateField(
        label=gettext_lazy("Day"), error_messages={"required": gettext_lazy("Write the day.")}
    )


class StartForm(DayForm):
    on = forms.DateField(
        label=gettext_lazy("Day on which the first support or action begins"),
        error_messages={"required": gettext_lazy("Write the day.")},
    )
    beside = forms.CharField(
        label=gettext_lazy("Why beside what runs already"),
        help_text=gettext_lazy("Only if something like it runs already for the same people."),
        required=False,
        max_length=300,
    )


class ActionFateForm(AccantoForm):
    state = forms.ChoiceField(choices=[("done", ""), ("cancelled", ""), ("open", "")])
    reason = forms.CharField(required=False, max_length=300)


class ReviewForm(AccantoForm):
    """One field for each commitment and goal: `c<id>`, `g<id>`, with their notes `cn<id>`, `gn<id>`; `a_<area>`."""

    held_on = forms.DateField(label=gettext_lazy("Day of the meeting"))
    notes = forms.CharField(
        label=gettext_lazy("What was said"), required=False, widget=forms.Textarea, max_length=5000
    )
    next_review_on = forms.DateField(label=gettext_lazy("Next meeting"), required=False)

    def __init__(
        self,
        *args: Any,
        commitments: list[Any],
        goals: list[Goal],
        areas: list[dict[str, Any]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.commitments, self.goals, self.areas = commitments, goals, areas
        for commitment in commitments:
            self._ask(f"c{commitment.pk}", commitment.text, Fulfilment.choices)
        for goal in goals:
            self._ask(f"g{goal.pk}", goal.text, GoalProgress.choices)
        _ask_areas(self, areas)

    def _ask(self, name: str, label: str, choices: Any) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label,
            choices=choices,
            widget=PillSelect,
            error_messages={"required": gettext_lazy("Choose one.")},
        )
        self.fields[name[0] + "n" + name[1:]] = forms.CharField(
            label=gettext_lazy("Note"), required=False, max_length=300
        )

    def answers(self, letter: str, pieces: list[Any]) -> dict[int, tuple[str, str]]:
        given = self.cleaned_data
        return {p.pk: (given[f"{letter}{p.pk}"], given[f"{letter}n{p.pk}"]) for p in pieces}

    def levels(self) -> dict[str, int]:
        return _levels(self)


class CloseForm(AccantoForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("How it ended"),
        choices=[c for c in ClosureOutcome.choices if c[0] != ClosureOutcome.ABANDONED],
        widget=PillSelect,
        error_messages={"required": gettext_lazy("Say how the project ended.")},
    )
    closed_on = forms.DateField(label=gettext_lazy("Closed on"))
    evaluation = forms.CharField(
        label=gettext_lazy("Evaluation"),
        help_text=gettext_lazy("What changed, what did not, what helped."),
        max_length=5000,
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Write the evaluation: what changed, and what did not.")},
    )

    def __init__(self, *args: Any, actions: list[Action], areas: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actions, self.areas = actions, areas
        for action in actions:
            self.fields[f"f{action.pk}"] = forms.ChoiceField(
                label=action.text,
                choices=[("done", gettext_lazy("carried out")), ("cancelled", gettext_lazy("cancelled"))],
                required=False,
                widget=PillSelect,
            )
            self.fields[f"r{action.pk}"] = forms.CharField(
                label=gettext_lazy("Why it is cancelled"), required=False, max_length=300
            )
        _ask_areas(self, areas)

    def fates(self) -> dict[int, tuple[str, str]]:
        given = self.cleaned_data
        return {a.pk: (given[f"f{a.pk}"], given[f"r{a.pk}"]) for a in self.actions if given[f"f{a.pk}"]}

    def levels(self) -> dict[str, int]:
        return _levels(self)


def _ask_areas(form: AccantoForm, areas: list[dict[str, Any]]) -> None:
    for area in areas:
        form.fields[f"a_{area['area']}"] = forms.TypedChoiceField(
            label=area["label"],
            choices=area["levels"],
            coerce=int,
            empty_value=None,
            widget=forms.RadioSelect,
            help_text=area["hint"],
            error_messages={"required": gettext_lazy("Choose where they are today.")},
        )


def _levels(form: Any) -> dict[str, int]:
    return {
        area["area"]: form.cleaned_data[f"a_{area['area']}"]
        for area in form.areas
        if form.cleaned_data.get(f"a_{area['area']}") is not None
    }


class ProjectFilters(AccantoForm):
    WHICH = [
        ("", gettext_lazy("all")),
        ("bozze", gettext_lazy("being written")),
        ("firma", gettext_lazy("to be signed")),
        ("corso", gettext_lazy("running")),
        ("ritardo", gettext_lazy("review late")),
        ("chiusi", gettext_lazy("closed")),
    ]
    quali = forms.ChoiceField(label=gettext_lazy("Show"), choices=WHICH, required=False)
    di = forms.ChoiceField(
        label=gettext_lazy("Whose"),
        choices=[("", gettext_lazy("all that I see")), ("miei", gettext_lazy("mine"))],
        required=False,
    )

    def apply(self, rows: Any) -> Any:
        which = self.cleaned_data.get("quali")
        if which == "bozze":
            return rows.filter(state=ProjectState.DRAFT)
        if which == "firma":
            return rows.filter(state=ProjectState.PROPOSED)
        if which == "corso":
            return rows.filter(started_on__isnull=False).exclude(state=ProjectState.CLOSED)
        if which == "ritardo":
            return rows.filter(next_review_on__lt=F("today")).exclude(state=ProjectState.CLOSED)
        if which == "chiusi":
            return rows.filter(state=ProjectState.CLOSED)
        return rows
