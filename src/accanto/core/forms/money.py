"""Amounts as people type them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accanto.core.forms.widgets import MoneyInput

PLAIN = re.compile(r"[+-]?\d+(\.\d+)?")


def parse_amount(text: str) -> Decimal:
    """1.234,50 and 1234,5 and 1234.50 are understood; «1.234» is one thousand two hundred and thirty-four.

    Raises ValueError for anything else: a wrong guess on money is worse than a question.
    """
    clean = re.sub(r"[\s€’']", "", text).replace("−", "-")
    comma, dot = clean.rfind(","), clean.rfind(".")
    if comma >= 0 and dot >= 0:
        thousands, mark = (".", ",") if comma > dot else (",", ".")
        clean = _without_groups(clean, thousands, mark).replace(mark, ".")
    elif comma >= 0:
        clean = clean.replace(",", ".")
    elif dot >= 0 and len(clean) - dot - 1 == 3:
        clean = _without_groups(clean, ".", ",")
    if not PLAIN.fullmatch(clean):
        raise ValueError(text)
    return Decimal(clean)


def _without_groups(text: str, thousands: str, mark: str) -> str:
    whole, _mark, decimals = text.partition(mark)
    first, *groups = whole.split(thousands)
    if not 1 <= len(first.lstrip("+-")) <= 3 or any(len(group) != 3 for group in groups):
        raise ValueError(text)
    return first + "".join(groups) + (mark + decimals if decimals else "")


class MoneyField(forms.DecimalField):
    """Euro with two decimals."""

    widget = MoneyInput
    default_error_messages = {
        "invalid": _("Write an amount such as 1.234,50."),
        "max_decimal_places": _("Cents have two digits: write an amount such as 1.234,50."),
    }

    def __init__(self, *, max_digits: int = 12, **kwargs: Any) -> None:
        kwargs.setdefault("decimal_places", 2)
        super().__init__(max_digits=max_digits, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        try:
            return parse_amount(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
