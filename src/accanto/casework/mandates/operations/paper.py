"""The report on paper: archivable, its three parts apart, with its content attached for machines."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation
from django.utils.translation import gettext as _

from accanto.casework.mandates.enums import ConcernedRole, Speaker
from accanto.casework.mandates.kinds import kind_words
from accanto.casework.mandates.masking import for_the_court, for_the_parties, protected_words
from accanto.casework.mandates.models import Concerned, CourtReport, Measure
from accanto.casework.mandates.rules import local_day
from accanto.core.database.context import serving
from accanto.core.pdf import fingerprint, letterhead_data, render_pdf
from accanto.core.templatetags.accanto_ui import date_words
from accanto.people.households.models import Member
from accanto.territory.places.models import Zone

if TYPE_CHECKING:
    from accanto.casework.mandates.operations.reports import ReportText, StatementText

TEMPLATE = Path(__file__).resolve().parents[1] / "templates_typst" / "court_report.typ"


def print_report(
    report: CourtReport, text: "ReportText", *, at: datetime, parties: bool
) -> tuple[bytes, str]:
    """The PDF and the fingerprint of what it says. Always in Italian: it is the paper that the court reads.

    `parties`: the copy without what the law protects.
    """
    with translation.override(settings.LANGUAGE_CODE):
        content = _content(report, text, at, parties)
        plain = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
        mark = fingerprint(plain)
        data = {**_frame(report, at), "fingerprint": mark, "content": plain, "words": _words(parties)}
        return render_pdf(TEMPLATE, data, made_at=at), mark


def _content(report: CourtReport, text: "ReportText", at: datetime, parties: bool) -> dict[str, Any]:
    concerned = _concerned(report.measure)
    members = Member.objects.filter(household=report.measure.case.household_id)
    people = {one.person_id for one in concerned if one.person_id} | set(
        members.values_list("person", flat=True)
    )
    hidden = protected_words(people, local_day(at)) if parties else []

    def told(words: str) -> str:
        return for_the_parties(words, hidden) if parties else for_the_court(words)

    measure = report.measure
    return {
        "version": report.version,
        "replaces": told(report.change_reason),
        "kind": kind_words(measure),
        "authority": str(measure.authority),
        "register_number": measure.register_number,
        "order": _("%(number)s of %(day)s")
        % {"number": measure.order_number or "–", "day": date_words(measure.order_on)},
        "due": date_words(report.term_due_on) if report.term_due_on else "",
        "concerned": [f"{one} ({ConcernedRole(one.role).label})" for one in concerned],
        "facts": told(text.facts),
        "statements": [_statement(one, told, parties) for one in text.statements],
        "nobody_heard": told(text.nobody_heard),
        "evaluations": told(text.evaluations),
        "instruments": told(text.instruments),
        "signed": _("%(name)s, %(day)s") % {"name": report.signed_by, "day": date_words(local_day(at))},
    }


@serving("mandates.copy")  # the court reads whom its order is about, also who has left the household since
def _concerned(measure: Measure) -> list[Concerned]:
    return list(Concerned.objects.filter(measure=measure).select_related("person"))


def _statement(one: "StatementText", told: Any, parties: bool) -> dict[str, str]:
    """Of a statement that is for the court alone the parties read neither the words nor whose they are."""
    if parties and one.withheld:
        return {"who": _("A statement is left out"), "text": _("[left out]")}
    when = f", {date_words(one.said_on)}" if one.said_on else ""
    return {"who": f"{told(one.who)} ({Speaker(one.speaker).label}){when}", "text": told(one.text)}


def _frame(report: CourtReport, at: datetime) -> dict[str, Any]:
    unit = report.measure.case.unit
    zone = Zone.objects.select_related("seat").first()
    dated = _("%(place)s, %(day)s") % {"place": unit.seat.name, "day": date_words(local_day(at))}
    return letterhead_data(
        title=_("Report of the social service"),
        body=zone.legal_name if zone else unit.organisation.name,
        address=[line for line in (unit.name, unit.address, unit.phone) if line],
        recipient=[str(report.measure.authority)],
        protocol=report.measure.register_number,
        dated=dated,
    )


def _words(parties: bool) -> dict[str, str]:
    return {
        "copy": _("Copy for the parties: what regards third persons and is protected by law is left out.")
        if parties
        else "",
        "version": _("Version"),
        "replaces": _("It replaces the version before. Reason:"),
        "order": _("Order"),
        "proceedings": _("Proceedings"),
        "about": _("People concerned"),
        "due": _("Term"),
        "facts": _("1. Facts ascertained"),
        "statements": _("2. Statements of the parties and of third persons"),
        "nobody": _("Nobody was heard:"),
        "evaluations": _("3. Evaluations of the operators"),
        "instruments": _("Objective data and protocols used"),
        "signed": _("Signed by"),
        "attached": _("The content of this report as data"),
    }
