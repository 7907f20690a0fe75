"""The note that goes with a case, on paper, frozen as sent; outside the zone with a letter on top. In Italian."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import SUMMARIES, TransferKind
from accanto.casework.cases.models import CaseTransfer
from accanto.core.pdf import letterhead_data, render_pdf
from accanto.core.templatetags.accanto_ui import date_words
from accanto.people.households.queries import members_of
from accanto.territory.places.models import Zone

TEMPLATE = Path(__file__).parent / "templates_typst" / "handover.typ"


def parts_of(transfer: CaseTransfer) -> list[tuple[str, str]]:
    """The note in its parts, as screen and paper have them."""
    summary = []
    if transfer.kind in SUMMARIES and transfer.concluded_on:
        summary = [
            (_("Who entrusted the family"), transfer.entrusted_by),
            (_("Concluded on"), date_words(transfer.concluded_on)),
            (_("The help that the family is to have"), transfer.help_project),
        ]
    return [
        *summary,
        (_("The situation"), transfer.situation),
        (_("What runs and what was promised"), transfer.commitments),
        (_("Deadlines"), transfer.terms),
        (_("Risks"), transfer.risks),
        (_("Who else works with the household"), transfer.contacts),
    ]


def note_of(transfer: CaseTransfer, items: list[str], at: datetime) -> bytes:
    """:param items: appointments already planned, in words."""
    with translation.override("it"):
        return render_pdf(TEMPLATE, _data(transfer, items, at.date()), made_at=at)


def _data(transfer: CaseTransfer, items: list[str], day: date) -> dict[str, Any]:
    zone = Zone.objects.select_related("seat").get()
    outside = transfer.kind == TransferKind.OUTSIDE
    where = transfer.to_body if outside else str(transfer.to_unit)
    members = [
        [str(m.person), date_words(m.person.birth_date) or "–", str(m.get_relation_display())]
        for m in members_of(transfer.household, day)
    ]
    return {
        **letterhead_data(
            title=_("Handover of a household"),
            body=zone.legal_name,
            address=[transfer.from_unit.name, *filter(None, [zone.address])],
            dated=f"{zone.seat}, {date_words(day)}",
        ),
        "letter": _letter(transfer) if outside else [],
        "facts": [
            [_("Household"), transfer.household.label],
            [_("From"), transfer.from_unit.name],
            [_("To"), where],
            [_("Proposed by"), transfer.asked_by.get_full_name()],
            [_("Why"), transfer.reason],
        ],
        "members": {"headings": [_("Name"), _("Born on"), _("Relation")], "rows": members},
        "parts": [{"title": title, "text": text} for title, text in parts_of(transfer)],
        "items": items,
        "words": {
            "members": _("Who lives together"),
            "items": _("Appointments already planned"),
            "reserved": _("It concerns one household: for whoever follows it, and nobody else."),
        },
    }


def _letter(transfer: CaseTransfer) -> list[str]:
    return [
        transfer.to_body,
        transfer.to_address,
        _("The household named below, which we follow, now lives in your territory."),
        _(
            "We enclose what you need to take it over, and ask you to confirm in writing that you have: until then we"
            " go on following it."
        ),
    ]
