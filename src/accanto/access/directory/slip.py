"""The slip that a person takes away: a small page, on paper, as PDF or in an e-mail."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from accanto.access.directory.queries.card import Card
from accanto.core.pdf import render_pdf
from accanto.core.templatetags.accanto_ui import date_words

_TEMPLATE = Path(__file__).parent / "templates_typst" / "slip.typ"


def slip_pdf(told: Card, *, at: datetime) -> bytes:
    return render_pdf(_TEMPLATE, _data(told), made_at=at)


def slip_lines(told: Card) -> list[tuple[str, str]]:
    """Heading and words, in the order in which a person needs them; what is not known is left out."""
    lines = [(_("Where"), place.where) for place in told.places if place.where]
    lines += [(_("When"), place.hours) for place in told.places if place.hours]
    phones = [told.telephone, *(place.telephone for place in told.places)]
    lines += [
        (_("Telephone"), " · ".join(dict.fromkeys(phone for phone in phones if phone))),
        (_("E-mail"), told.email),
        (_("Web"), told.web),
        (_("How to get in"), told.way_in),
        (_("Who may have it"), told.conditions),
        (_("What it costs"), told.fee),
        (_("Languages"), told.languages),
    ]
    return [(heading, words) for heading, words in lines if words]


def slip_text(told: Card) -> str:
    parts = [told.name, told.given_by, "", told.description, ""]
    parts += [f"{heading}: {words}" for heading, words in slip_lines(told)]
    if told.documents:
        parts += ["", _("What to bring") + ":", *(f"- {document}" for document in told.documents)]
    return "\n".join([*parts, "", checked_words(told)]).rstrip() + "\n"


def checked_words(told: Card) -> str:
    if told.assured_on is None:
        return ""
    return _("Checked on %(day)s. Telephone before you go.") % {"day": date_words(told.assured_on)}


def _data(told: Card) -> dict[str, Any]:
    return {
        "title": told.name,
        "given_by": told.given_by,
        "description": told.description,
        "lines": [list(line) for line in slip_lines(told)],
        "documents": told.documents,
        "bring": _("What to bring"),
        "checked": checked_words(told),
    }
