"""The slip of a signposting: the directory's own, or, of a service outside the directory, its name alone."""

from datetime import datetime
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.access.desk.models import ContactOutcome
from accanto.access.directory import slip
from accanto.access.directory.queries import card
from accanto.core.pdf import render_pdf
from accanto.core.templatetags.accanto_ui import date_words

TEMPLATE = Path(__file__).parent / "templates_typst" / "slip.typ"


def slip_lines(outcome: ContactOutcome, at: datetime) -> list[tuple[str, str]]:
    """Label and words, in the order of the paper."""
    return slip.slip_lines(card(outcome.entry, at=at)) if outcome.entry else []


def slip_words(outcome: ContactOutcome, at: datetime) -> str:
    """The same in plain words, for a message."""
    return slip.slip_text(card(outcome.entry, at=at)) if outcome.entry else outcome.words


def slip_pdf(outcome: ContactOutcome, at: datetime) -> bytes:
    if outcome.entry:
        return slip.slip_pdf(card(outcome.entry, at=at), at=at)
    office = outcome.contact.point.office
    told = {"office": office.name, "day": date_words(timezone.localdate(at))}
    data = {"title": outcome.words, "from": _("From %(office)s, %(day)s") % told, "phone": office.phone}
    return render_pdf(TEMPLATE, data, made_at=at)
