"""Answers: from what a form sends to what is stored, and from there to words."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accanto.casework.assessment.instruments.schema import Item
from accanto.core.forms.money import parse_amount
from accanto.core.templatetags.accanto_ui import date_words, euro

Value = str | int | list[str] | None
MAX_TEXT = 20_000


class ValueRefused(ValueError):
    """What was typed is not an answer to this item; the message says what to write instead."""


def read_value(item: Item, typed: list[str]) -> Value:
    """The stored form of what was typed; nothing typed is None.

    :raises ValueRefused: with a sentence for the person who typed it.
    """
    given = [text.strip() if item.type != "text" else text.replace("\r\n", "\n").strip() for text in typed]
    given = [text for text in given if text]
    if not given:
        return None
    if item.type == "multi":
        return _several(item, given)
    return _READERS[item.type](item, given[-1])


def _several(item: Item, given: list[str]) -> list[str]:
    known = [str(option.value) for option in item.options if str(option.value) in given]
    if len(known) != len(set(given)):
        raise ValueRefused(_("Choose among the answers shown."))
    alone = [str(option.value) for option in item.options if option.exclusive and str(option.value) in known]
    if alone and len(known) > 1:
        raise ValueRefused(
            _("«%(answer)s» stands alone: take it away, or the others.")
            % {"answer": item.chosen(alone)[0].words}
        )
    return known


def _one(item: Item, text: str) -> str | int:
    for option in item.options:
        if str(option.value) == text:
            return option.value
    raise ValueRefused(_("Choose among the answers shown."))


def _text(item: Item, text: str) -> str:
    if len(text) > MAX_TEXT:
        raise ValueRefused(_("The text is longer than 20,000 characters: attach it as a document instead."))
    return text


def _number(item: Item, text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise ValueRefused(_("Write a whole number.")) from None
    low, high = item.minimum if item.minimum is not None else 0, item.maximum or 1_000_000
    if not low <= number <= high:
        raise ValueRefused(
            _("Write a number from %(low)s to %(high)s.")
            % {"low": number_format(low), "high": number_format(high)}
        )
    return number


def _money(item: Item, text: str) -> str:
    try:
        amount = parse_amount(text)
    except ValueError:
        raise ValueRefused(_("Write an amount such as 1.234,50.")) from None
    if amount < 0 or amount >= Decimal(10) ** 9 or amount != round(amount, 2):
        raise ValueRefused(_("Write an amount such as 1.234,50."))
    return f"{amount:.2f}"


def _day(item: Item, text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueRefused(_("Write a date such as 23/11/2026.")) from None
    if not 1900 <= day.year <= 2100:
        raise ValueRefused(_("Check the year."))
    return day.isoformat()


_READERS = {
    "choice": _one,
    "scale": _one,
    "yes_no": _one,
    "text": _text,
    "number": _number,
    "money": _money,
    "date": _day,
}


def value_as_typed(item: Item, value: Any) -> str:
    """What a control shows for a stored value."""
    if value is None:
        return ""
    if item.type == "money":
        return str(number_format(Decimal(value), decimal_pos=2, force_grouping=True))
    return str(value)


def in_words(item: Item, value: Any) -> str:
    """The answer as a sentence would say it; nothing for no answer."""
    if value is None or value == []:
        return ""
    if item.options:
        return _options_in_words(item, value)
    if item.type == "money":
        return euro(Decimal(value))
    if item.type == "date":
        return date_words(date.fromisoformat(value))
    return str(number_format(value)) if item.type == "number" else str(value)


def _options_in_words(item: Item, value: Any) -> str:
    chosen = item.chosen(value)
    if item.type != "scale":
        return ", ".join(option.words for option in chosen)
    level = chosen[0]
    shown = _("%(level)s of %(levels)s") % {"level": level.value, "levels": len(item.options)}
    return f"{shown}: {level.label}" if level.label else shown
