from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.assessment.enums import Activability
from accanto.casework.assessment.queries import MemberRow
from accanto.casework.assessment.rules import exemptions_at
from accanto.casework.pathways.enums import Way
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect


class MemberForm(AccantoForm):
    """Whether one adult can be activated; the reason is asked only of those who are exempt."""

    activability = forms.ChoiceField(
        label=gettext_lazy("Work"),
        choices=Activability.choices,
        widget=PillSelect,
        error_messages={"required": gettext_lazy("Choose one of the three.")},
    )
    exemption = forms.ChoiceField(label=gettext_lazy("Why exempt"), required=False)
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=300)
    expected = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, row: MemberRow, on: Any, *args: Any, **kwargs: Any) -> None:
        proposal = row.proposal
        kwargs.setdefault("prefix", f"m-{row.person.pk}")
        kwargs.setdefault(
            "initial",
            {
                "activability": row.activability or (proposal.activability if proposal else ""),
                "exemption": row.exemption_code or (proposal.code if proposal else ""),
                "note": row.note,
                "expected": row.expected,
            },
        )
        super().__init__(*args, **kwargs)
        choices = [(key, capfirst(e.label)) for key, e in exemptions_at(on).items()]
        self.fields["activability"].choices = [(c, capfirst(label)) for c, label in Activability.choices if c]  # type: ignore[attr-defined]
        self.fields["exemption"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]
        self.row = row

    @property
    def shown_when(self) -> str:
        return f"{self.add_prefix('activability')}=exempt"


class InterruptForm(AccantoForm):
    reason = forms.CharField(
        label=gettext_lazy("Why it stays unfinished"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say why it stays unfinished.")},
    )


class DecisionForm(AccantoForm):
    way = forms.ChoiceField(
        label=gettext_lazy("The way"),
        choices=Way.choices,
        widget=PillSelect,
        error_messages={"required": gettext_lazy("Choose the way that the household will take.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why, when it is not the one proposed"), required=False, widget=forms.Textarea
    )

    def __init__(self, proposed: str, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"way": proposed})
        super().__init__(*args, **kwargs)
        self.proposed = proposed
        self.fields["way"].choices = [  # type: ignore[attr-defined]
            (code, capfirst(label)) for code, label in Way.choices
        ]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        way = self.cleaned_data.get("way")
        if way and way != self.proposed and not self.cleaned_data.get("reason", "").strip():
            self.add_error(
                "reason",
                _("The answers point to «%(proposed)s»: say why you decide otherwise.")
                % {"proposed": Way(self.proposed).label},
            )
        return cleaned
