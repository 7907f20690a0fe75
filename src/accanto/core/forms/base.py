"""The form every other form derives from."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accanto.core.errors import OperationRefused
from accanto.core.forms.widgets import DateInput, DateTimeInput, GrowingTextarea, TimeInput

_MISSING: tuple[tuple[type[forms.Field], Any], ...] = (  # the first that fits
    (forms.DateTimeField, _("Choose day and time.")),
    (forms.DateField, _("Choose the day.")),
    (forms.TimeField, _("Write the time.")),
    (forms.FileField, _("Choose the file.")),
    (forms.BooleanField, _("Tick this box to go on.")),
    (forms.MultipleChoiceField, _("Choose at least one answer.")),
    (forms.ChoiceField, _("Choose an answer.")),
    (forms.Field, _("Write here: it is needed to go on.")),
)

# Whoever works with the service was born after the first, and no order runs until the second; a year outside is one
# written with a digit too many, and the day after 31/12/9999 is no date at all.
_FIRST_YEAR, _LAST_YEAR = 1850, 2200


class AccantoForm(forms.Form):
    """Native controls for dates and times, growing text. It never saves: operations do.

    A day is of a year between 1850 and 2200. What is missing is said with its remedy, unless the field has a sentence
    of its own.
    """

    use_required_attribute = False  # our sentences, not the browser's bubbles; the server always decides

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _native_control(field)
            _say_how_to_mend(field)
            if isinstance(field, forms.DateField | forms.DateTimeField):
                field.validators.append(_of_a_likely_year)

    def refuse(self, refusal: OperationRefused) -> None:
        """Show what an operation refused: beside the field that it names, or above the form."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


def _of_a_likely_year(day: date) -> None:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValidationError(
            _("The year %(year)s is not possible here: write one between %(first)s and %(last)s."),
            params={"year": day.year, "first": _FIRST_YEAR, "last": _LAST_YEAR},
        )


def _say_how_to_mend(field: forms.Field) -> None:
    if field.error_messages["required"] is forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = next(words for kind, words in _MISSING if isinstance(field, kind))


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
