"""A proposal explained in one sentence."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.access.assignment.queries.proposals import Row
from accanto.core.templatetags.accanto_ui import date_words
from accanto.territory.bodies.models import Office


def why(row: Row, names: Mapping[int, str], units: Mapping[int, Office]) -> str:
    proposal = row.proposal
    explain = {"in_charge": _in_charge, "known": _known, "load": _load}.get(proposal.why)
    if explain:
        return explain(row, names, units)
    if proposal.why == "unidentified":
        return _("First decide who the applicant is: the codice fiscale does not tell.")
    if not proposal.waiting.units:
        return _("No unit serves %(town)s: choose who takes it.") % {"town": row.application.municipality}
    return _("Nobody works in the unit that serves %(town)s: choose who takes it.") % {
        "town": row.application.municipality
    }


def _in_charge(row: Row, names: Mapping[int, str], units: Mapping[int, Office]) -> str:
    standing = row.proposal.waiting.standing
    assert standing is not None  # noqa: S101  (what «in charge» means)
    said = {"name": standing.worker_name, "number": standing.number}
    if standing.project:
        return (
            _("Already followed by %(name)s in case %(number)s, with a project: confirm or extend it.") % said
        )
    return _("Already followed by %(name)s in case %(number)s.") % said


def _known(row: Row, names: Mapping[int, str], units: Mapping[int, Office]) -> str:
    standing = row.proposal.waiting.standing
    assert standing is not None  # noqa: S101
    return _("Followed until %(day)s by %(name)s (case %(number)s).") % {
        "name": standing.worker_name,
        "number": standing.number,
        "day": date_words(standing.until) if standing.until else "–",
    }


def _load(row: Row, names: Mapping[int, str], units: Mapping[int, Office]) -> str:
    proposal = row.proposal
    unit = units[proposal.unit].name if proposal.unit is not None and proposal.unit in units else ""
    cases = ngettext("%(n)d case", "%(n)d cases", proposal.cases) % {"n": proposal.cases}
    if proposal.competence:
        said = {"cases": cases, "unit": unit, "skill": competence(proposal.competence)}
        return (
            _("New to the service · assigned by competence (%(skill)s) and load: %(cases)s, %(unit)s.") % said
        )
    said = {"cases": cases, "unit": unit}
    if proposal.lowest:
        return (
            _("New to the service · assigned by load: %(cases)s, the lowest for the hours worked · %(unit)s.")
            % said
        )
    return _("New to the service · assigned by load: %(cases)s · %(unit)s.") % said


def competence(code: str) -> str:
    return {"minors": _("minors")}.get(code, code)
