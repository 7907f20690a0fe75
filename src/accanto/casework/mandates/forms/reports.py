"""The report in its three parts, its signature, its sending; hearings."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.mandates.enums import Channel, HearingState, Speaker
from accanto.casework.mandates.operations import ReportText, StatementText
from accanto.casework.mandates.operations.reports import MOST_STATEMENTS
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect, PillSelectMultiple
from accanto.territory.staff.models import User

LONGEST = 40_000


def _part(label: Any, help_text: Any, rows: int = 6) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=LONGEST, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class ReportForm(AccantoForm):
    """Statements are numbered fields `who_<n>`, `speaker_<n>`, `said_on_<n>`, `text_<n>`, `withheld_<n>`.

    Nothing is required while it is a draft: what is missing is said before signing.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput)
    count = forms.IntegerField(widget=forms.HiddenInput, required=False)
    facts = _part(
        gettext_lazy("Facts"),
        gettext_lazy("What was ascertained: when, where, how you know it. No opinions here."),
    )
    nobody_heard = forms.CharField(
        label=gettext_lazy("If nobody was heard, why"), required=False, max_length=300
    )
    evaluations = _part(
        gettext_lazy("Evaluations"), gettext_lazy("What the operators think, and on which facts it rests.")
    )
    personality = forms.BooleanField(label=gettext_lazy("They judge somebody’s personality"), required=False)
    instruments = _part(
        gettext_lazy("Protocols and objective data used"),
        gettext_lazy("The law wants them named when personality is judged."),
        rows=2,
    )

    def __init__(self, *args: Any, statements: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.statements = min(max(statements, 1), MOST_STATEMENTS)
        for number in range(self.statements):
            self._ask(number)

    def _ask(self, number: int) -> None:
        fields: dict[str, forms.Field] = {
            "who": forms.CharField(label=_("Who said it"), required=False, max_length=160),
            "speaker": forms.ChoiceField(
                label=_("As"), choices=Speaker.choices, required=False, initial=Speaker.PARTY
            ),
            "said_on": forms.DateField(label=_("When"), required=False),
            "text": forms.CharField(
                label=_("What they said"), required=False, max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 3}),
            ),
            "withheld": forms.BooleanField(label=_("For the court alone, not in the parties’ copy"), required=False),
        }  # fmt: skip
        for name, field in fields.items():
            self.fields[f"{name}_{number}"] = _native(field)

    @property
    def rows(self) -> list[dict[str, Any]]:
        names = ("who", "speaker", "said_on", "text", "withheld")
        return [{name: self[f"{name}_{n}"] for name in names} for n in range(self.statements)]

    def text(self) -> ReportText:
        given = self.cleaned_data
        found = [
            StatementText(
                who=given[f"who_{n}"],
                text=given[f"text_{n}"],
                speaker=given[f"speaker_{n}"] or Speaker.PARTY,
                said_on=given[f"said_on_{n}"],
                withheld=given[f"withheld_{n}"],
            )
            for n in range(self.statements)
            if given[f"who_{n}"].strip() or given[f"text_{n}"].strip()
        ]
        return ReportText(
            facts=given["facts"],
            statements=found,
            nobody_heard=given["nobody_heard"],
            evaluations=given["evaluations"],
            personality=given["personality"],
            instruments=given["instruments"],
        )


def _native(field: forms.Field) -> forms.Field:
    """A field added to a form after its beginning gets the native control by hand."""
    from accanto.core.forms.widgets import DateInput, GrowingTextarea

    if isinstance(field, forms.DateField):
        field.widget = DateInput()
    elif isinstance(field.widget, forms.Textarea):
        field.widget = GrowingTextarea(attrs={"rows": 3})
    return field


def initial_of(text: ReportText, revision: int) -> dict[str, Any]:
    """What the editor shows of a saved text."""
    found: dict[str, Any] = {
        "revision": revision,
        "facts": text.facts,
        "nobody_heard": text.nobody_heard,
        "evaluations": text.evaluations,
        "personality": text.personality,
        "instruments": text.instruments,
    }
    for number, one in enumerate(text.statements):
        for name, value in vars(one).items():
            found[f"{name}_{number}"] = value
    return found


def how_many(data: Mapping[str, Any]) -> int:
    """Statements in what was sent or kept as a draft."""
    numbers = [name.rpartition("_")[2] for name in data if name.startswith("text_")]
    return max((int(one) + 1 for one in numbers if one.isdecimal() and len(one) < 3), default=0)


class SignForm(AccantoForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    read = forms.BooleanField(
        label=gettext_lazy("I have read it again: facts, statements and evaluations are kept apart.")
    )


class SendForm(AccantoForm):
    sent_on = forms.DateField(label=gettext_lazy("Sent on"))
    channel = forms.ChoiceField(label=gettext_lazy("How"), choices=Channel.choices, widget=PillSelect)
    protocol = forms.CharField(label=gettext_lazy("Protocol"), required=False, max_length=60)


class CorrectForm(AccantoForm):
    reason = forms.CharField(
        label=gettext_lazy("What has to be corrected"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("It stands on the new version, and the court reads it."),
    )


class HearingForm(AccantoForm):
    """`people`: those who read the case."""

    starts_at = forms.DateTimeField(label=gettext_lazy("Day and time"))
    place = forms.CharField(label=gettext_lazy("Where"), max_length=200)
    about = forms.CharField(label=gettext_lazy("What it is about"), required=False, max_length=300)
    operators = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Who goes"), queryset=User.objects.none(), widget=PillSelectMultiple
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["operators"]
        field.queryset = people


class HearingOutcomeForm(AccantoForm):
    state = forms.ChoiceField(
        label=gettext_lazy("What became of it"),
        choices=[one for one in HearingState.choices if one[0] != HearingState.PLANNED],
        widget=PillSelect,
    )
    outcome = forms.CharField(
        label=gettext_lazy("What was decided or said"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    moved_to = forms.DateTimeField(
        label=gettext_lazy("Postponed to"),
        required=False,
        help_text=gettext_lazy("Only when it was postponed."),
    )
