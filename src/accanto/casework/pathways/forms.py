from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accanto.casework.agenda.models import Slot
from accanto.casework.pathways.enums import (
    Channel,
    ConsequenceKind,
    ConvocationPurpose,
    ConvocationState,
    Measure,
)
from accanto.casework.pathways.operations import ProofFile
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import PillSelect
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.fields import DocumentField
from accanto.people.persons.models import Person
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User

_DAY = _("Write the day as gg/mm/aaaa, for example 23/11/2026.")
_HOUR = _("Write the hour as 10:30.")


OTHER = "other"
_TAKEN = _("The last place of this hour has just been taken: choose another hour.")
_BY_HAND = ("day", "hour", "minutes", "office")


class ConvokeForm(AccantoForm):
    """`worker`, `office`… are chosen among the given ones; `unusual` appears only after a warning.

    `slots`: hours for the public with a free place; with some, day and hour are written only for another one.
    """

    slot = forms.ChoiceField(
        label=_("When"),
        error_messages={
            "required": _("Choose an hour."),
            "invalid_choice": _TAKEN,
        },
    )

    purpose = forms.ChoiceField(
        label=_("Which meeting"), choices=ConvocationPurpose.choices, widget=PillSelect
    )
    day = forms.DateField(label=_("Day"), error_messages={"invalid": _DAY})
    hour = forms.TimeField(label=_("Hour"), error_messages={"invalid": _HOUR})
    minutes = forms.TypedChoiceField(
        label=_("How long"),
        choices=[(30, "30"), (45, "45"), (60, "60"), (90, "90")],
        coerce=int,
        widget=PillSelect,
        help_text=_("minutes"),
    )
    office = forms.ModelChoiceField(label=_("Where"), queryset=Office.objects.none(), empty_label=None)
    place = forms.CharField(label=_("Room"), max_length=120, required=False)
    social_worker = forms.ModelChoiceField(
        label=_("Social worker"), queryset=User.objects.none(), empty_label=None
    )
    consultant = forms.ModelChoiceField(
        label=_("Consultant of the employment centre"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("nobody"),
        help_text=_("Sees the parts of the case meant for the team, as long as you work on it together."),
    )
    unusual = forms.BooleanField(label=_("Yes, the meeting is on this day"), required=False)

    def __init__(
        self,
        *args: Any,
        choices: dict[str, Any],
        slots: Sequence[Slot] = (),
        warned: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.slots = {str(one.pk): one for one in slots}
        self._offer()
        for name, queryset in choices.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        if not warned:
            self.fields["unusual"].widget = forms.HiddenInput()

    def _offer(self) -> None:
        asked = self.data.get("slot", "") if self.is_bound else ""
        # There were some when the page was opened, and they were all taken since.
        self.too_late = not self.slots and asked not in ("", OTHER)
        if self.is_bound and ((self.slots and asked != OTHER) or self.too_late):
            for name in _BY_HAND:
                self.fields[name].required = False
        if not self.slots:
            del self.fields["slot"]
            return
        field: Any = self.fields["slot"]
        field.choices = [*((key, str(one)) for key, one in self.slots.items()), (OTHER, OTHER)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.too_late:
            self.add_error(None, _TAKEN)
        return given

    @property
    def chosen(self) -> Slot | None:
        return self.slots.get(self.cleaned_data.get("slot", ""))

    def when(self) -> dict[str, Any]:
        """Time and place, as `convoke` wants them."""
        if one := self.chosen:
            return {"slot": one, "starts_at": one.starts_at, "ends_at": one.ends_at, "office": one.office}
        given = self.cleaned_data
        return {
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "office": given["office"],
            "place": given["place"],
        }

    @property
    def starts_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"]))

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.cleaned_data["minutes"])


class FileForm(AccantoForm):
    """A form with one scanned page."""

    def clean_file(self) -> ProofFile | None:
        file = self.cleaned_data.get("file")
        return ProofFile(file.name or "", file) if file else None


class SendingForm(FileForm):
    channel = forms.ChoiceField(label=_("How it was sent"), choices=Channel.choices, widget=PillSelect)
    sent_at = forms.DateTimeField(label=_("When"))
    proof = forms.CharField(
        label=_("What proves it"),
        max_length=200,
        required=False,
        help_text=_("Receipt number, number of the message, who answered the telephone."),
    )
    file = DocumentField(
        kind=DocumentKind.PROOF_OF_SENDING, label=_("Or the receipt as a file"), required=False
    )


class OutcomeForm(AccantoForm):
    outcome = forms.ChoiceField(label=_("How did it go?"), widget=PillSelect)
    justification = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def __init__(self, *args: Any, allowed: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            ConvocationState.HELD: _("They came"),
            ConvocationState.ABSENT_JUSTIFIED: _("They did not come, with a reason"),
            ConvocationState.ABSENT: _("They did not come, without a reason"),
            ConvocationState.CANCELLED: _("We cancel the meeting"),
        }
        outcome: forms.ChoiceField = self.fields["outcome"]  # type: ignore[assignment]
        outcome.choices = [(code, labels[ConvocationState(code)]) for code in allowed]


class DecisionForm(AccantoForm):
    kind = forms.ChoiceField(
        label=_("What you decide"),
        choices=[
            (ConsequenceKind.LAPSE_REPORTED, _("The absence was reported to the agency")),
            (ConsequenceKind.NOT_REPORTED, _("It is not reported")),
        ],
        widget=PillSelect,
    )
    decided_on = forms.DateField(label=_("On"), error_messages={"invalid": _DAY})
    reason = forms.CharField(
        label=_("Why"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class RenewalForm(AccantoForm):
    pad_signed_on = forms.DateField(label=_("Day of the new signature"), error_messages={"invalid": _DAY})


class SuspensionForm(AccantoForm):
    on = forms.DateField(label=_("Suspended since"), error_messages={"invalid": _DAY})
    reason = forms.CharField(label=_("Where you know it from"), max_length=300)


class PactForm(FileForm):
    person = forms.ModelChoiceField(
        label=_("Who signed"), queryset=Person.objects.none(), widget=PillSelect, empty_label=None
    )
    office = forms.ModelChoiceField(
        label=_("With which office"), queryset=Office.objects.none(), empty_label=None
    )
    signed_on = forms.DateField(label=_("Signed on"), error_messages={"invalid": _DAY})
    number = forms.CharField(label=_("Number"), max_length=60, required=False)
    file = DocumentField(kind=DocumentKind.SERVICE_PACT, label=_("The signed pact, scanned"), required=False)

    def __init__(self, *args: Any, people: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]


class BoardFilters(AccantoForm):
    servizio = forms.ModelChoiceField(
        label=_("Unit"), queryset=Office.objects.none(), required=False, empty_label=_("every unit")
    )
    operatore = forms.ModelChoiceField(
        label=_("Worker"), queryset=User.objects.none(), required=False, empty_label=_("all")
    )
    misura = forms.ChoiceField(
        label=_("Measure"), choices=[("", _("every measure")), *Measure.choices], required=False
    )
    tardi = forms.BooleanField(label=_("Only the late ones"), required=False)

    def __init__(self, *args: Any, units: Any, workers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["servizio"].queryset = units  # type: ignore[attr-defined]
        self.fields["operatore"].queryset = workers  # type: ignore[attr-defined]

    def narrow(self, rows: Any, today: date) -> Any:
        given = self.cleaned_data if self.is_valid() else {}
        if given.get("servizio"):
            rows = rows.filter(case__unit=given["servizio"])
        if given.get("operatore"):
            rows = rows.filter(case__responsible=given["operatore"])
        if given.get("misura"):
            rows = rows.filter(measure=given["misura"])
        if given.get("tardi"):
            rows = rows.filter(next_due__lt=today)
        return rows
