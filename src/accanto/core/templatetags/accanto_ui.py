"""Icons, words for dates and amounts, and the small gears of the shared parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from secrets import token_urlsafe
from typing import Any

from django import template
from django.http import QueryDict
from django.template.context import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from accanto.core import trace

register = template.Library()


@register.simple_tag
def request_name() -> str:
    """The name of this request in the logs, for whoever reports a fault; empty outside a request."""
    found = trace.current()
    return found.name if found else ""


TONES = ("late", "soon", "fine", "restricted")
NBSP = "\N{NO-BREAK SPACE}"


@register.filter
def under_more(tabs: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Of a line of tabs, those that stand in the menu at its end, and which of them is open."""
    found = [tab for tab in tabs if tab.get("more")]
    return {"tabs": found, "current": next((tab for tab in found if tab["current"]), None)}


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon of Bootstrap Italia (without «it-»). With a label it speaks; without one it is decoration."""
    classes = f"ac-icon ac-icon-{size}" if size else "ac-icon"
    address = f"{_sprites()}#it-{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>', classes, label, address
        )
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', classes, address
    )


@cache
def _sprites() -> str:
    """Asked dozens of times a page; the collected files do not change while the process lives."""
    return static("bi/svg/sprites.svg")


@register.simple_tag
def tone(value: str, prefix: str = "ac-tag") -> str:
    """The class of a tone: `{% tone row.tone %}` gives `ac-tag ac-tag-late`. Unknown tones are neutral."""
    return f"{prefix} {prefix}-{value}" if value in TONES else prefix


@register.simple_tag
def once() -> SafeString:
    """Beside `{% csrf_token %}` in every form that registers something: sent twice, it is taken once.

    `autocomplete` is off because browsers write old values back into hidden fields when a page is reloaded.
    """
    return format_html('<input type="hidden" name="once" value="{}" autocomplete="off">', token_urlsafe(16))


@register.filter
def date_words(value: date | datetime | None, today: date | None = None) -> str:
    """23 novembre 2026. Given today: oggi, domani, ieri, and no year when it is this year's."""
    if not value:
        return ""
    day = _as_date(value)
    if today:
        near = {0: gettext("today"), 1: gettext("tomorrow"), -1: gettext("yesterday")}
        distance = (day - _as_date(today)).days
        if distance in near:
            return near[distance]
    month, number = str(MONTHS[day.month]), str(day.day)
    if (get_language() or "").startswith("it"):  # Italian months are not capitalised
        month, number = month.lower(), "1°" if day.day == 1 else number
    words = f"{number}{NBSP}{month}"
    if today and _as_date(today).year == day.year:
        return words
    return f"{words}{NBSP}{day.year}"


def written_by(pattern: str, value: date | datetime) -> str:
    """By a pattern of Django: Italian days and months begin small."""
    words = date_format(value, pattern)
    return words.lower() if (get_language() or "").startswith("it") else words


@register.filter
def date_time_words(value: datetime | None, today: date | None = None) -> str:
    """23 novembre 2026, 16:10 (local time)."""
    if not value:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{date_words(local, today)}, {date_format(local, 'G:i')}"


@register.filter
def relative_days(value: date | datetime | int | None, today: date | None = None) -> str:
    """«oggi», «tra 3 giorni», «4 giorni fa»; takes a number of days, or a date together with today."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        if today is None:
            return date_words(value)
        value = (_as_date(value) - _as_date(today)).days
    days = int(value)
    if days == 0:
        return gettext("today")
    if days > 0:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}


@register.filter
def working_days(value: int | str | None) -> str:
    """«4 giorni lavorativi»; the sign is kept (−4), since late work is counted below zero."""
    if value is None or value == "":
        return ""
    days = int(value)
    number = f"−{-days}" if days < 0 else str(days)
    return ngettext("%(number)s working day", "%(number)s working days", abs(days)) % {"number": number}


@register.filter
def euro(value: Decimal | float | str | None) -> str:
    """1.234,50 € (English: €1,234.50). Two decimals, half up."""
    amount = _as_decimal(value)
    if amount is None:
        return ""
    amount = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    digits = number_format(abs(amount), decimal_pos=2, use_l10n=True, force_grouping=True)
    minus = "−" if amount < 0 else ""
    if (get_language() or "").startswith("it"):
        return f"{minus}{digits}{NBSP}€"
    return f"{minus}€{digits}"


@register.filter
def percent(value: Decimal | float | str | None, decimals: int = 0) -> str:
    """60 becomes «60 %»: the number is already in hundredths."""
    amount = _as_decimal(value)
    if amount is None:
        return ""
    step = Decimal(1).scaleb(-int(decimals))
    digits = number_format(
        amount.quantize(step, ROUND_HALF_UP), decimal_pos=int(decimals), force_grouping=True
    )
    return f"{digits}{NBSP}%"


@register.filter
def number(value: Decimal | float | str | None, decimals: int = 0) -> str:
    """1.234 or 1.234,5: grouped as the reader's language groups."""
    amount = _as_decimal(value)
    if amount is None:
        return ""
    step = Decimal(1).scaleb(-int(decimals))
    return str(
        number_format(amount.quantize(step, ROUND_HALF_UP), decimal_pos=int(decimals), force_grouping=True)
    )


@register.filter
def initials(name: str) -> str:
    """AP for Anna Prova; initials that are given stay as they are."""
    words = str(name).split()
    return (
        "".join(word[0] for word in (words[0], words[-1])).upper()
        if len(words) > 1
        else str(name)[:2].upper()
    )


@register.filter
def first_places(rail: Iterable[Iterable[Any]], count: int) -> list[Any]:
    """The first places of the rail, across its groups: those of a phone's bottom bar."""
    return [item for group in rail or () for item in group][: int(count)]


@register.inclusion_tag("parts/sort_header.html", takes_context=True)
def sort_header(context: Context, column: Any, sort: str = "", list_id: str = "elenco") -> dict[str, Any]:
    """The heading of a column; its address turns the order round and goes back to the first page."""
    key = column["key"] if isinstance(column, Mapping) else column.key
    direction = {key: "ascending", f"-{key}": "descending"}.get(sort or "", "")
    query = context["request"].GET.copy() if "request" in context else QueryDict(mutable=True)
    query["ordine"] = f"-{key}" if direction == "ascending" else key
    for transient in ("pagina", "formato"):
        query.pop(transient, None)
    return {"column": column, "direction": direction, "address": f"?{query.urlencode()}", "list_id": list_id}


@register.simple_tag
def js_strings() -> SafeString:
    """The sentences that the page's scripts say, in the reader's language."""
    return json_script(
        {
            "draftSaved": gettext("Draft saved at {time}"),
            "draftSaving": gettext("Saving the draft…"),
            "draftKeptOffline": gettext("No connection: the text stays in this tab and will be saved."),
            "draftKeptAway": gettext(
                "The archive does not answer at the moment: the text stays in this tab and will be saved."
            ),
            "draftKeptExpired": gettext(
                "Your session has ended: the text stays in this tab. Log in and find it here."
            ),
            "draftKeptRefused": gettext("The draft could not be saved: the text stays in this tab."),
            "draftRestored": gettext("Text found again: it had not been saved."),
            "leave": gettext("What you wrote has not been saved."),
            "confirm": gettext("Confirm"),
            "confirmTitle": gettext("Are you sure?"),
            "sending": gettext("Sending…"),
            "selected": gettext("{count} selected"),
            "failed": gettext("It did not work. Try again; if it happens again, tell the administrator."),
            "forbidden": gettext("You cannot do this, or your session has ended. Reload the page."),
            "away": gettext(
                "The archive does not answer at the moment. What you wrote is still here: try again in a minute."
            ),
            "offline": gettext("No connection. Check the network and try again."),
            "signed": gettext("Signature drawn."),
            "close": gettext("Close this message"),
        },
        "ac-strings",
    )


def _as_date(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _as_decimal(value: Decimal | float | str | None) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
