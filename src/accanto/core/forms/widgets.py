"""Controls beyond Django's own: pills, native dates, amounts, growing text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import number_format


class PillSelect(forms.RadioSelect):
    """One choice among few, all in sight."""

    template_name = "accanto/forms/widgets/pills.html"
    option_template_name = "accanto/forms/widgets/pill.html"


class PillSelectMultiple(forms.CheckboxSelectMultiple):
    """Several choices among few, all in sight."""

    template_name = "accanto/forms/widgets/pills.html"
    option_template_name = "accanto/forms/widgets/pill.html"


class DateInput(forms.DateInput):
    """The browser's own date control: it wants ISO dates whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%H:%M")


class DateTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class MoneyInput(forms.TextInput):
    """Text, not type=number: that one refuses the comma in some browsers and scrolls amounts away."""

    template_name = "accanto/forms/widgets/money.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Decimal | int | float):
            return str(number_format(Decimal(str(value)), decimal_pos=2, use_l10n=True, force_grouping=True))
        shown: str | None = super().format_value(value)
        return shown


class GrowingTextarea(forms.Textarea):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"rows": 3, "data-grow": "", **(attrs or {})})


class SignatureInput(forms.HiddenInput):
    """A drawn signature as a PNG data address; someone who cannot draw types the name instead."""

    template_name = "accanto/forms/widgets/signature.html"

    @property
    def is_hidden(self) -> bool:
        return False
