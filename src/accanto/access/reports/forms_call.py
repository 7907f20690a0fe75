from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accanto.access.reports.forms import ReportForm, Words, is_covered, people_of
from accanto.access.reports.models import Report
from accanto.access.reports.operations import Placement
from accanto.access.reports.words import report_words


class CallForm(ReportForm):
    """An emergency call: a new report, or one more call on a report that is open."""

    report = forms.ModelChoiceField(
        label=_("Is it about a report that is open?"),
        queryset=Report.objects.none(),
        required=False,
        empty_label=_("no, a new one"),
    )
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    until = forms.CharField(label=_("Until when"), max_length=160, required=False)
    accompanied_by = forms.CharField(label=_("Who accompanied"), max_length=160, required=False)
    handed_things = forms.CharField(label=_("What was handed over"), max_length=300, required=False)
    measures = Words(label=_("What was done"), required=False, rows=3, max_length=20_000)
    left_to_do = Words(label=_("What is left for the morning"), required=False, rows=3, max_length=20_000)

    def __init__(self, *args: Any, reports: QuerySet[Report], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        report: Any = self.fields["report"]
        report.queryset, report.label_from_instance = reports, report_words
        self.fields["text"].label = gettext("What happened")
        self.fields["received_at"].label = gettext("Hour of the call")
        if self.is_bound and self.data.get("report"):
            for name in ("kind", "channel", "reporter_kind", "office"):
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("place") and not given.get("placed_at"):
            self.add_error("placed_at", gettext("Write when: the hours of the law run from there."))
        if given.get("placed_at") and not given.get("place"):
            self.add_error("place", gettext("Write where the person was placed."))
        return given

    def placement(self) -> Placement | None:
        given = self.cleaned_data
        if not given["place"]:
            return None
        names = ("placed_at", "place", "until", "accompanied_by", "handed_things")
        return Placement(**{name: given[name] for name in names})

    def for_operation(self) -> dict[str, Any]:
        given = self.cleaned_data
        told = {
            "called_at": given["received_at"],
            "happened": given["text"],
            "measures": given["measures"],
            "left_to_do": given["left_to_do"],
            "placement": self.placement(),
        }
        if given["report"]:
            caller = {"caller": _who_called(given), "covered": is_covered(given)}
            return {**told, **caller, "report": given["report"], "new": None, "people": people_of(given)}
        return {**told, "report": None, "new": super().for_operation()}


def _who_called(given: Mapping[str, Any]) -> str:
    """The report has its own sender: who called this time stays with the call."""
    names = ("reporter_body", "reporter_name", "reporter_contact", "sender_protocol")
    return ", ".join(given[name] for name in names if given[name])
