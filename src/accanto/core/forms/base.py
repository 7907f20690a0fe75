"""The form every other form derives from."""

from __future__ import annotations

from typing import Any

from django import forms

from accanto.core.forms.renderer import AccantoRenderer
from accanto.core.forms.widgets import DateInput, DateTimeInput, GrowingTextarea, TimeInput


class AccantoForm(forms.Form):
    """Native controls for dates and times, growing text, our renderer. It never saves: operations do."""

    default_renderer = AccantoRenderer
    use_required_attribute = False  # our sentences, not the browser's bubbles; the server always decides

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _native_control(field)


def _native_control(field: forms.Field) -> None:
    """Replaces only Django's plain widgets: one chosen on purpose is left alone."""
    replacements: dict[type[forms.Widget], type[forms.Widget]] = {
        forms.DateInput: DateInput,
        forms.TimeInput: TimeInput,
        forms.DateTimeInput: DateTimeInput,
        forms.Textarea: GrowingTextarea,
    }
    chosen = replacements.get(type(field.widget))
    if chosen is None:
        return
    defaults = {"cols": "40", "rows": "10", "maxlength": None}
    kept = {name: value for name, value in field.widget.attrs.items() if defaults.get(name, "") != value}
    widget = chosen(attrs=kept)
    widget.is_required, widget.is_localized = field.widget.is_required, field.widget.is_localized
    field.widget = widget
