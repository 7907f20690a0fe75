"""Reports and dossiers on paper: PDF/A with the fingerprint of what they say, always in the zone's language."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accanto.casework.cases.models import Case
from accanto.casework.record.models import SocialReport
from accanto.casework.record.report_templates import ReportTemplate
from accanto.casework.record.shelter import Shelter, shelter_of
from accanto.core.pdf import STANDARDS, fingerprint, letterhead_data, render_pdf
from accanto.core.templatetags.accanto_ui import date_time_words, date_words
from accanto.territory.places.models import Zone
from accanto.territory.staff.models import User

_HERE = Path(__file__).parent / "templates_typst"


def frame(case: Case, title: str, dated: str, recipient: list[str] | None = None) -> dict[str, Any]:
    """The letterhead of the zone and of the unit that follows the case."""
    unit = case.unit
    zone = Zone.objects.first()
    return letterhead_data(
        title=title,
        body=zone.legal_name if zone else unit.organisation.name,
        address=[line for line in (unit.name, unit.address, unit.phone) if line],
        recipient=recipient or [],
        protocol=case.number,
        dated=dated,
    )


def report_paper(report: SocialReport, chosen: ReportTemplate, by: User, at: datetime) -> tuple[bytes, str]:
    """The PDF and the fingerprint of its content. Third persons stand in it by what they are."""
    with translation.override(settings.LANGUAGE_CODE):
        shelter = shelter_of(report.case, at.date())
        sections = [
            {"title": part.title, "paragraphs": _paragraphs(shelter.cover(report.content[part.code]))}
            for part in chosen.sections
            if report.content.get(part.code, "")
        ]
        content = {
            "title": report.title,
            "number": report.number,
            "addressee": report.addressee,
            "case": report.case.number,
            "sections": sections,
            "signed_by": str(by),
            "signed_at": at.isoformat(),
        }
        mark = fingerprint(content)
        notes = []
        if report.number > 1:
            notes.append(_version(report, shelter))
        if shelter.restricted:
            notes.append(
                _("The data of somebody are restricted (GDPR art. 18): they are not in this report.")
            )
        place = report.case.unit.seat.name
        dated = _("%(place)s, %(day)s") % {"place": place, "day": date_words(at)}
        data = {
            **frame(report.case, report.title, dated, [report.addressee] if report.addressee else None),
            "household": _("Household %(label)s") % {"label": report.case.household.label},
            "sections": sections,
            "notes": notes,
            "signature": _("Signed by %(name)s, %(moment)s") % {"name": by, "moment": date_time_words(at)},
            "profession": _profession(by),
            "fingerprint": mark,
        }
        return render_pdf(_HERE / "report.typ", data, made_at=at), mark


def _version(report: SocialReport, shelter: Shelter) -> str:
    """Without the reason where it names somebody whose data were restricted after it was written."""
    if shelter.names_restricted(report.change_reason):
        return _("Version %(number)s, which takes the place of the one before.") % {"number": report.number}
    return _("Version %(number)s, which takes the place of the one before: %(reason)s") % {
        "number": report.number,
        "reason": shelter.cover(report.change_reason),
    }


def dossier_paper(data: dict[str, Any], at: datetime, files: Mapping[str, Path] | None = None) -> bytes:
    """With pages of other papers in it, it is no PDF/A: what was received obeys no standard."""
    standards = () if files else STANDARDS
    return render_pdf(_HERE / "dossier.typ", data, standards, made_at=at, attached=files)


def _profession(by: User) -> str:
    operator = getattr(by, "operator", None)
    return str(operator.get_profession_display()).capitalize() if operator else ""


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
