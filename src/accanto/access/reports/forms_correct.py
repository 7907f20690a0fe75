from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accanto.access.reports.enums import Moment
from accanto.access.reports.fields import MomentField
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import DateTimeInput


class CorrectionForm(AccantoForm):
    """`standing`: the moments of the report as they are written; one that never was may be left empty."""

    received_at = MomentField(label=_("When it came"), widget=DateTimeInput)
    placed_at = MomentField(label=_("When the minor was placed"), widget=DateTimeInput)
    execution_on = forms.DateField(label=_("Day set for the eviction"))
    due_on = forms.DateField(label=_("Last day for the report, as written"))
    hearing_on = forms.DateField(label=_("Day of the hearing"))
    reason = forms.CharField(
        label=_("What was wrong"),
        max_length=300,
        error_messages={"required": _("Say what was wrong: the terms move.")},
        help_text=_("It stays on the page of the report, beside what was written before."),
    )

    def __init__(self, *args: Any, standing: dict[Moment, datetime | date | None], **kwargs: Any) -> None:
        super().__init__(*args, initial={what.value: value for what, value in standing.items()}, **kwargs)
        for what in Moment:
            if what not in standing:
                del self.fields[what.value]
            elif standing[what] is None:
                self.fields[what.value].required = False

    def corrected(self) -> dict[Moment, datetime | date]:
        """What was typed anew. What is left as the page showed it is no correction: else the seconds of a moment
        would go, and an hour that came twice in a night in which the clocks change would move."""
        found = {}
        for what in Moment:
            if self.cleaned_data.get(what.value) is not None and self[what.value].data != self._shown(what):
                found[what] = self.cleaned_data[what.value]
        return found

    def _shown(self, what: Moment) -> str:
        field: Any = self.fields[what.value]
        return str(field.widget.format_value(field.prepare_value(self.initial[what.value])))
