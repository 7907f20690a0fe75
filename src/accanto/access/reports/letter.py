"""What the answer says: always in Italian. Nothing of the people is in it but what whoever writes puts there."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accanto.access.reports.enums import ReporterKind
from accanto.access.reports.kinds import kind_of
from accanto.access.reports.models import CourtRequest, Evaluation, Report
from accanto.core.pdf import letterhead_data
from accanto.core.templatetags.accanto_ui import date_words
from accanto.territory.places.models import Zone
from accanto.territory.staff.models import User

TEMPLATE = Path(__file__).parent / "templates_typst" / "answer.typ"


def first_words(report: Report) -> str:
    """The letter as its kind begins it, to be gone on with by hand."""
    with override("it"):
        received = timezone.localtime(report.received_at)
        kind = kind_of(report.kind, received.date())
        return kind.letter.format(
            number=report.number,
            received=date_words(received.date()),
            protocol=report.sender_protocol or _("not given"),
        )


def letter_data(
    report: Report, body: str, evaluation: Evaluation | None, by: User, at: datetime
) -> dict[str, Any]:
    zone = Zone.objects.select_related("seat").get()
    office = report.office
    parts = (
        [
            [_("Facts ascertained"), evaluation.facts],
            [_("Statements of the parties and of others"), evaluation.statements or _("None was gathered.")],
            [_("Assessment of the service"), evaluation.assessment],
        ]
        if evaluation
        else []
    )
    return {
        **letterhead_data(
            title=_("Report of the social service") if evaluation else _("Answer to your report"),
            body=zone.legal_name,
            address=[office.name, *filter(None, [office.address, office.phone])],
            recipient=recipient_of(report),
            protocol=report.number,
            dated=f"{office.seat}, {date_words(timezone.localtime(at).date())}",
        ),
        "about": _about(report),
        "body": [line for line in body.splitlines() if line.strip()],
        "parts": [[title, [line for line in text.splitlines() if line.strip()]] for title, text in parts],
        "goodbye": _("With kind regards,"),
        "signed": str(by),
    }


def recipient_of(report: Report) -> list[str]:
    """The lines of the address. Who asks to stay private is not named: a letter is kept and read with the case."""
    order = CourtRequest.objects.filter(report=report).first()
    if order:
        return [order.court, _("Proceeding %(number)s") % {"number": order.proceeding}]
    lines = [report.reporter_body, "" if report.covered else report.reporter_name]
    told = [line for line in lines if line]
    return told or [str(ReporterKind(report.reporter_kind).label).capitalize()]


def _about(report: Report) -> str:
    if not report.sender_protocol:
        return ""
    dated = f", {date_words(report.sender_date)}" if report.sender_date else ""
    return _("Your protocol: %(protocol)s%(dated)s") % {"protocol": report.sender_protocol, "dated": dated}
