import json
from datetime import date, datetime
from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from accanto.access.reports.enums import Moment
from accanto.access.reports.fields import MomentField
from accanto.core.forms.base import AccantoForm
from accanto.core.forms.widgets import DateTimeInput

_WHAT = [what for what in Moment if what != Moment.ENDED]


class CorrectionForm(AccantoForm):
    """`standing`: the moments of the report as they are written. The page says again what it showed, so that only what
    was typed anew is a correction, and what a colleague corrected meanwhile is not undone."""

    received_at = MomentField(label=_("When it came"), widget=DateTimeInput)
    placed_at = MomentField(label=_("When somebody was placed"), widget=DateTimeInput)
    execution_on = forms.DateField(label=_("Day set for the eviction"))
    due_on = forms.DateField(label=_("Last day for the report, as written"), required=False)
    hearing_on = forms.DateField(label=_("Day of the hearing"), required=False)
    reason = forms.CharField(
        label=_("What was wrong"),
        max_length=300,
        error_messages={"required": _("Say what was wrong: the terms move.")},
        help_text=_("It stays on the page of the report, beside what was written before."),
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, standing: dict[Moment, datetime | date | None], **kwargs: Any) -> None:
        super().__init__(*args, initial={what.value: value for what, value in standing.items()}, **kwargs)
        self.standing = standing
        for what in _WHAT:
            if what not in standing:
                del self.fields[what.value]
        self.initial["shown"] = json.dumps(self._now())

    def corrected(self) -> dict[Moment, datetime | date | None]:
        """Of a valid form: what was typed anew. An hour left as the page showed it keeps its seconds, and which of the
        two it was in a night in which the clocks go back."""
        shown = self._shown()
        return {
            what: self.cleaned_data[what.value]
            for what in self.standing
            if (self.data.get(what.value) or "") != shown[what.value]
        }

    def overtaken(self) -> bool:
        """Somebody corrected something since the page was opened."""
        return self._shown() != self._now()

    def renewed(self) -> Self:
        """The same page with what stands now, and what was typed anew on it."""
        shown, now = self._shown(), self._now()
        left = {name: now[name] for name in now if (self.data.get(name) or "") == shown[name]}
        data = {**{name: self.data[name] for name in self.data}, **left, "shown": json.dumps(now)}
        return type(self)(data, standing=self.standing)

    def _now(self) -> dict[str, str]:
        fields: dict[str, Any] = self.fields
        found = {}
        for what, value in self.standing.items():
            field = fields[what.value]
            found[what.value] = str(field.widget.format_value(field.prepare_value(value)) or "")
        return found

    def _shown(self) -> dict[str, str]:
        """What came back is not trusted: what is missing in it counts as it stands."""
        now = self._now()
        try:
            told = json.loads(self.data.get("shown", ""))
        except (TypeError, ValueError):
            return now
        return (
            {name: str(told.get(name, value)) for name, value in now.items()}
            if isinstance(told, dict)
            else now
        )
