"""The extract as a paper (PDF/A, PDF/UA) and as data (JSON): the same content, with the same fingerprint."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accanto.core.pdf import fingerprint, letterhead_data, render_pdf
from accanto.core.templatetags.accanto_ui import date_time_words, date_words
from accanto.people.persons.extracts import Fact, Told, Value
from accanto.steering.privacy.extracting.gathering import Preview
from accanto.steering.privacy.models import PersonRequest
from accanto.territory.places.models import Zone

TEMPLATE = Path(__file__).parents[1] / "templates_typst" / "extract.typ"


def in_words(value: Value) -> str:
    if isinstance(value, datetime):
        return str(date_time_words(timezone.localtime(value)))
    return str(date_words(value)) if isinstance(value, date) else str(value)


def content_of(request: PersonRequest, found: Preview, at: datetime) -> dict[str, Any]:
    """What the file for machines holds; days and moments in ISO 8601."""
    return {
        "format": "accanto-extract-1",
        "issued_on": timezone.localtime(at).date().isoformat(),
        "request_received_on": request.received_on.isoformat(),
        "sections": [
            {
                "code": section.code,
                "title": str(section.title),
                "entries": [_entry(entry) for entry in entries],
            }
            for section, entries in found.sections
        ],
        "left_out": [{"ground": rule.value, "source": rule.source} for rule in found.grounds_told],
    }


def _entry(entry: Told) -> dict[str, Any]:
    return {
        "title": entry.title,
        "facts": [
            {"name": fact.name, "label": fact.label, "value": _plain(fact.value)} for fact in entry.facts
        ],
    }


def _plain(value: Value) -> str | int | None:
    return value.isoformat() if isinstance(value, date) else value


def papers_of(request: PersonRequest, found: Preview, at: datetime) -> tuple[bytes, bytes, str]:
    """PDF, JSON, and the fingerprint that both carry."""
    with translation.override("it"):
        content = content_of(request, found, at)
        mark = fingerprint(content)
        data = json.dumps({**content, "fingerprint": mark}, ensure_ascii=False, indent=1).encode()
        return render_pdf(TEMPLATE, {**_paper(found, at), "fingerprint": mark}, made_at=at), data, mark


def _paper(found: Preview, at: datetime) -> dict[str, Any]:
    today = timezone.localtime(at).date()
    return {
        **letterhead_data(
            title=_("Your data"),
            body=Zone.objects.values_list("name", flat=True).first() or "",
            dated=date_words(today),
        ),
        "opening": _(
            "This is what the social services of the zone keep about you. Other people’s names are replaced by what"
            " they are to you, in square brackets; the personal notes of operators are no part of your file."
        ),
        "sections": [
            {
                "title": str(section.title),
                "entries": [
                    {"title": one.title, "facts": [_line(fact) for fact in one.facts]} for one in entries
                ],
            }
            for section, entries in found.sections
        ],
        "left_out": [
            _("A part has been left out: %(ground)s (%(source)s).")
            % {"ground": rule.value, "source": rule.source}
            for rule in found.grounds_told
        ],
        "closing": _(
            "Regulation (EU) 2016/679, art. 15. You may ask for your data to be corrected, limited in their use or"
            " erased (artt. 16-18), and turn to the Garante or to a judge (artt. 77-79)."
        ),
    }


def _line(fact: Fact) -> list[str]:
    return [fact.label, in_words(fact.value)]
