"""The figures taken away: a workbook with one sheet per kind, and a print."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from accanto.core.pdf import letterhead_data, render_pdf
from accanto.core.templatetags.accanto_ui import date_words
from accanto.steering.indicators.cards import Desk
from accanto.steering.indicators.small_numbers import Hidden
from accanto.territory.places.models import Zone

TEMPLATE = Path(__file__).parent / "templates_typst" / "indicators.typ"


def workbook(desk: Desk, cards: dict[str, dict[str, Any]]) -> bytes:
    """XLSX: what the reader sees on screen, hidden numbers hidden here too."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        _sheet(book, bold, _("Figures"), _figure_rows(desk, cards))
        _sheet(book, bold, _("Distributions"), _distribution_rows(cards))
        for code in ("applications", "households_by_size"):
            card = cards[code]
            _sheet(book, bold, card["label"][:31], _table_rows(card))
    return file.getvalue()


def print_pdf(desk: Desk, cards: dict[str, dict[str, Any]], made_at: datetime) -> bytes:
    """The same figures on paper, with their definitions."""
    zone = Zone.objects.select_related("seat").first()
    body = zone.legal_name if zone else _("Zone")
    head = letterhead_data(
        title=_("Indicators: %(measure)s") % {"measure": desk.measure},
        body=body,
        address=[zone.address] if zone and zone.address else [],
        dated=str(date_words(made_at)),
    )
    about = _("Situation on %(day)s, %(place)s.") % {"day": date_words(desk.scope.as_of), "place": desk.place}
    data = {
        **head,
        "about": about,
        "figures": [_printed(card) for card in cards.values() if card["shape"] != "table"],
        "tables": [
            _printed_table(card) for card in cards.values() if card["table"] and card["table"]["rows"]
        ],
        "words": {
            "counted": _("What is counted"),
            "out_of": _("Out of what"),
            "asked": _("Asked by"),
            "class": _("Working days"),
            "households": _("Households"),
            "body": _("Body"),
            "meetings": _("Meetings"),
            "hours": _("Hours"),
            "total": _("Total"),
        },
    }
    return render_pdf(TEMPLATE, data, made_at=made_at)


def _figure_rows(desk: Desk, cards: dict[str, dict[str, Any]]) -> list[list[Any]]:
    rows: list[list[Any]] = [
        [_("Figure"), _("Value"), _("Unit"), _("What it is about"), _("What is counted"), _("Out of what")]
    ]
    for card in cards.values():
        definition = card["definition"]
        words = [str(definition.numerator), str(definition.denominator)]
        rows.append([card["label"], card["value"], card["unit"], card["note"], *words])
        for reading in card["readings"]:
            rows.append([f"  {reading['label']}", reading["value"], "", reading["note"], "", ""])
        for name, value in card["spread"]:
            rows.append([f"  {name}", value, "", "", "", ""])
    rows += [[], [_("On the day"), str(date_words(desk.scope.as_of))], [_("Measure"), desk.measure]]
    return [*rows, [_("Municipality"), desk.place]]


def _distribution_rows(cards: dict[str, dict[str, Any]]) -> list[list[Any]]:
    rows: list[list[Any]] = [[_("Figure"), _("Working days"), _("Households")]]
    for card in cards.values():
        rows += [[card["label"], name, count] for name, count in card["histogram"]]
    return rows


def _table_rows(card: dict[str, Any]) -> list[list[Any]]:
    found = card["table"]
    rows: list[list[Any]] = [["", *found["columns"], _("Total")]]
    for row in found["rows"]:
        rows.append([row["label"], *(_plain(cell["value"]) for cell in row["cells"]), _plain(row["total"])])
    rows.append([_("Total"), *(_plain(value) for value in found["totals"]), _plain(found["total"])])
    return rows


def _sheet(book: Any, bold: Any, title: str, rows: list[list[Any]]) -> None:
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 6, 18)
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            write = sheet.write_number if isinstance(value, int) else sheet.write_string
            write(number, place, value, bold if number == 0 else None)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Hidden) else value


def _printed(card: dict[str, Any]) -> dict[str, Any]:
    definition = card["definition"]
    return {
        "label": card["label"],
        "value": " ".join(part for part in (card["value"], card["unit"]) if part),
        "note": card["note"],
        "readings": [[r["label"], r["value"], r["note"]] for r in card["readings"]],
        "spread": [[name, value] for name, value in card["spread"]],
        "histogram": [[name, str(count)] for name, count in card["histogram"]],
        "bodies": [[b["body"], str(b["meetings"]), str(b["hours"])] for b in card["bodies"]],
        "counted": str(definition.numerator),
        "out_of": str(definition.denominator),
        "asked": f"{definition.document}. {definition.law}.",
    }


def _printed_table(card: dict[str, Any]) -> dict[str, Any]:
    found = card["table"]
    return {
        "label": card["label"],
        "headings": ["", *found["columns"], _("Total")],
        "rows": [
            [row["label"], *(cell["text"] for cell in row["cells"]), row["total_text"]]
            for row in found["rows"]
        ],
        "totals": [_("Total"), *found["total_texts"], found["total_text"]],
        "counted": str(card["definition"].numerator),
    }
