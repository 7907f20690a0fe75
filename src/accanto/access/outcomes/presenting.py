"""Rows of the database as sentences for the screen."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.access.outcomes.enums import ImportState, Outcome
from accanto.access.outcomes.models import Applicant, Application, Candidate, OutcomeImport
from accanto.access.outcomes.queries.matching import reason_words
from accanto.casework.pathways.enums import Measure
from accanto.core.templatetags.accanto_ui import date_words
from accanto.people.households.enums import Relation
from accanto.people.matching.enums import Strength
from accanto.people.persons import codes
from accanto.people.persons.models import Person
from accanto.people.persons.queries import current_codes
from accanto.territory.staff.models import User

_STEPS = ("upload", "mapping", "preview", "report")


def steps(row: OutcomeImport | None, current: str) -> list[dict[str, Any]]:
    """The four steps of an import; those behind can be opened while nothing is written yet."""
    labels = {
        "upload": _("File"),
        "mapping": _("Columns"),
        "preview": _("Preview"),
        "report": _("Report"),
    }
    place = _STEPS.index(current)
    found = []
    for number, name in enumerate(_STEPS):
        state = "done" if number < place else "now" if number == place else "next"
        open_still = row is not None and name in {"mapping", "preview"} and current != "report"
        url = reverse(f"outcomes:{name}", args=[row.pk]) if row and open_still else ""
        found.append({"label": labels[name], "state": state, "url": url})
    return found


def import_summary(row: OutcomeImport, user: User) -> dict[str, Any]:
    """State as a tag, and where the row leads: back to the columns for whoever brought the list, or to the report."""
    tones = {ImportState.DONE: "fine", ImportState.FAILED: "late", ImportState.RUNNING: "soon"}
    state = ImportState(row.state)
    tone, label = tones.get(state, "edge"), str(state.label)
    if state is ImportState.DONE and row.rejected:
        tone, label = "soon", _("done, with rows to mend")
    name = "import" if state in tones or row.uploaded_by_id != user.pk else "mapping"
    return {
        "tag": {"label": label, "tone": tone},
        "url": reverse(f"outcomes:{name}", args=[row.pk]),
        "measure": Measure(row.measure).label,
    }


def date_format_words(form: str) -> str:
    return {
        "day_month_year": _("day/month/year"),
        "year_month_day": _("year-month-day"),
        "month_name": _("month in words"),
        "compact": _("year, month and day without signs"),
        "compact_day_first": _("day, month and year without signs"),
        "serial": _("Excel day numbers"),
        "month_day_year": _("month/day/year, the American way"),
    }.get(form, form)


def encoding_words(encoding: str) -> str:
    """How the letters of a plain-text file are written; empty where nobody needs to know."""
    if encoding.startswith(("cp", "latin")):
        return _("text written by an older Windows")
    return ""


def application_facts(one: Application) -> list[dict[str, Any]]:
    return [
        {"label": _("Protocol number"), "value": one.protocol},
        {"label": _("Measure"), "value": Measure(one.measure).label},
        {"label": _("Municipality"), "value": one.municipality.name},
        {"label": _("Application of"), "value": date_words(one.submitted_on)},
        {"label": _("Codice fiscale in the list"), "value": one.fiscal_code},
        {"label": _("Born on"), "value": date_words(one.birth_date)},
        {"label": _("Signature of the PAD"), "value": date_words(one.pad_signed_on)},
    ]


def history(one: Application) -> list[dict[str, Any]]:
    """Each outcome as a list told it, newest first."""
    events = one.events.select_related("outcome_import__source").order_by("-known_on", "-id")
    return [
        {
            "stamp": date_words(event.outcome_on or event.known_on),
            "title": _("Outcome: %(outcome)s") % {"outcome": Outcome(event.outcome).label},
            "text": event.reason,
            "small": _("List %(file)s from %(source)s, imported on %(day)s")
            % {
                "file": event.outcome_import.filename,
                "source": event.outcome_import.source.name,
                "day": date_words(event.at),
            }
            if event.outcome_import
            else "",
            "key": number == 0,
        }
        for number, event in enumerate(events)
    ]


def members(one: Application) -> list[dict[str, Any]]:
    """The household as the list names it."""
    return [
        {
            "first_name": member.first_name,
            "last_name": member.last_name,
            "person_id": member.person_id,
            "birth_date": member.birth_date,
            "relation_words": _relation(member),
        }
        for member in one.applicants.all()
    ]


def subjects_to_decide(one: Application, user: User) -> list[dict[str, Any]]:
    """Applicant and members still without a person, each with why and who it may be.

    A proposal outside what the user may see shows its score and reasons, never who it is.
    """
    proposals = list(
        Candidate.objects.told_to(user)
        .filter(application=one, state="open")
        .select_related("person", "applicant")
    )
    visible = set(
        Person.objects.visible_to(user)
        .filter(pk__in=[p.person_id for p in proposals])
        .values_list("pk", flat=True)
    )
    known = current_codes([p.person_id for p in proposals])
    waiting: list[Application | Applicant] = [] if one.person_id else [one]
    waiting += list(one.applicants.filter(person=None))
    return [_subject(named, proposals, visible, known) for named in waiting]


def _subject(
    named: Application | Applicant, proposals: list[Candidate], visible: set[Any], known: dict[Any, str]
) -> dict[str, Any]:
    applicant = named.pk if isinstance(named, Applicant) else None
    return {
        "name": f"{named.first_name} {named.last_name}".strip(),
        "role": _relation(named),
        "code": named.fiscal_code,
        "birth_date": named.birth_date,
        "why": _why(named),
        "applicant": applicant,
        "has_name": bool(named.last_name),
        "candidates": [
            {
                "id": each.pk,
                "score": each.score,
                "strength": each.get_strength_display(),
                "same": each.strength == Strength.SAME,
                "reasons": [reason_words(code) for code in each.reasons],
                "visible": each.person_id in visible,
                "name": str(each.person),
                "birth_date": each.person.birth_date,
                "code": known.get(each.person_id, ""),
            }
            for each in proposals
            if each.applicant_id == applicant
        ],
    }


def _relation(named: Application | Applicant) -> str:
    if isinstance(named, Application):
        return _("applicant")
    return str(Relation(named.relation).label) if named.relation else _("member of the household")


def _why(named: Application | Applicant) -> str:
    if not named.fiscal_code:
        return _("The list gives no codice fiscale.")
    if not codes.is_valid(named.fiscal_code):
        return _("The codice fiscale of the list is not valid.")
    if named.birth_date and not codes.agrees_with(named.fiscal_code, named.birth_date):
        return _("The codice fiscale belongs to another date of birth.")
    return _("The code is valid, but somebody very similar is already known.")
