"""What a slip says: where to go, when, what to bring. Nothing about the person."""

from datetime import datetime
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.access.desk.models import ContactOutcome
from accanto.access.directory.models import Entry, EntryPlace
from accanto.core.pdf import render_pdf
from accanto.core.templatetags.accanto_ui import date_words

TEMPLATE = Path(__file__).parent / "templates_typst" / "slip.typ"
_DAYS = ("lun", "mar", "mer", "gio", "ven", "sab", "dom")


def slip_lines(outcome: ContactOutcome) -> list[tuple[str, str]]:
    """Label and words, in the order of the paper; a service outside the directory has its name alone."""
    entry = outcome.entry
    if entry is None:
        return []
    found: list[tuple[str, str]] = []
    for place in entry.places.select_related("municipality"):
        found += _place_lines(place)
    pairs = (
        (_("Telephone"), entry.telephone),
        (_("E-mail"), entry.email),
        (_("How to get in"), entry.way_in),
        (_("What to bring"), "; ".join(entry.documents.splitlines())),
        (_("What it costs"), _fee(entry)),
    )
    return found + [(label, text) for label, text in pairs if text]


def slip_words(outcome: ContactOutcome) -> str:
    """The same in plain words, for a message."""
    lines = [str(outcome.entry or outcome.words)]
    if outcome.entry:
        lines.append(outcome.entry.given_by)
    return "\n".join([*lines, *(f"{label}: {text}" for label, text in slip_lines(outcome))])


def slip_pdf(outcome: ContactOutcome, at: datetime) -> bytes:
    """One page A6; the longest entry goes on to a second one."""
    office = outcome.contact.point.office
    data = {
        "title": str(outcome.entry or outcome.words),
        "given_by": outcome.entry.given_by if outcome.entry else "",
        "lines": [[label, text] for label, text in slip_lines(outcome)],
        "note": outcome.words if outcome.entry else "",
        "from": _("From %(office)s, %(day)s")
        % {"office": office.name, "day": date_words(timezone.localdate(at))},
        "phone": office.phone,
    }
    return render_pdf(TEMPLATE, data, made_at=at)


def _place_lines(place: EntryPlace) -> list[tuple[str, str]]:
    if place.secret:
        return [(_("Where"), _("the address is told by telephone"))]
    where = ", ".join(part for part in (place.name, place.address, place.town_name) if part)
    when = place.hours_words or _hours(place)
    return [(label, text) for label, text in ((_("Where"), where), (_("When"), when)) if text]


def _hours(place: EntryPlace) -> str:
    return ", ".join(f"{_DAYS[int(day) - 1]} {opens}–{closes}" for day, opens, closes in place.hours)


def _fee(entry: Entry) -> str:
    known = "" if entry.fee == "unknown" else str(entry.get_fee_display())
    return " · ".join(part for part in (known, entry.fee_words) if part)
