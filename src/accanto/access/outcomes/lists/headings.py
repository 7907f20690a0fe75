"""Which column is what: a proposal that a person may correct."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from accanto.access.outcomes.lists import words
from accanto.core.sheets import Row
from accanto.core.sheets.values import as_text

HEAD_ROWS = 30
"""Titles and notes above the headings are never longer than this."""
ALIKE = 88
"""rapidfuzz ratio from which a heading is taken for a misspelt synonym."""


class Role(StrEnum):
    """What a table inside the file holds."""

    APPLICATIONS = "applications"
    MEMBERS = "members"
    TOTALS = "totals"
    NOTHING = "nothing"


APPLICATION_FIELDS = (
    "protocol", "submitted_on", "fiscal_code", "last_name", "first_name", "full_name", "birth_date",
    "municipality", "outcome", "outcome_on", "reason", "pad_signed_on", "amount", "isee",
)  # fmt: skip
MEMBER_FIELDS = (
    "protocol", "fiscal_code", "last_name", "first_name", "full_name", "birth_date", "relation",
)  # fmt: skip
REQUIRED = {
    Role.APPLICATIONS: ("protocol", "municipality", "outcome"),
    Role.MEMBERS: ("protocol",),
}
WHO = ("fiscal_code", "last_name", "full_name")
"""One of these must be there: without it a row is about nobody."""


FIELD_LABELS = {
    "protocol": _("Protocol number"),
    "submitted_on": _("Date of the application"),
    "fiscal_code": _("Codice fiscale"),
    "last_name": _("Surname"),
    "first_name": _("First name"),
    "full_name": _("Surname and name together"),
    "birth_date": _("Date of birth"),
    "municipality": _("Municipality"),
    "outcome": _("Outcome"),
    "outcome_on": _("Date of the outcome"),
    "reason": _("Reason"),
    "pad_signed_on": _("Signature of the PAD"),
    "amount": _("Amount"),
    "isee": _("ISEE"),
    "relation": _("Relation"),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """The heading row (0 when none was found), every heading, and our field → their heading."""

    role: Role
    header_row: int
    headings: tuple[str, ...]
    mapping: Mapping[str, str]


def unique_headings(cells: Sequence[object]) -> tuple[str, ...]:
    """The headings as written; a repeated one gets its number, a missing one its letter."""
    seen: dict[str, int] = {}
    result = []
    for position, cell in enumerate(cells):
        name = as_text(cell) or f"({_letter(position)})"
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(result)


def _letter(position: int) -> str:
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def propose(rows: Iterable[Row], remembered: Mapping[str, Mapping[str, str]] | None = None) -> Proposal:
    """Find the heading row among the first rows and say what each column is.

    `remembered` is what a person confirmed for this source: by role, our field → their heading.
    """
    best = Proposal(Role.NOTHING, 0, (), {})
    for row in rows:
        if _is_totals_head(row):
            if best.role is Role.NOTHING:
                best = Proposal(Role.TOTALS, row.number, unique_headings(row.cells), {})
            continue
        headings = unique_headings(row.cells)
        mapping = recognise(headings)
        if len(mapping) > len(best.mapping) and len(mapping) >= 2:
            best = Proposal(role_of(mapping), row.number, headings, mapping)
    return _with_memory(best, remembered or {})


def _with_memory(found: Proposal, remembered: Mapping[str, Mapping[str, str]]) -> Proposal:
    known = {
        field: heading
        for field, heading in remembered.get(found.role, {}).items()
        if heading in found.headings
    }
    others = {field: heading for field, heading in found.mapping.items() if heading not in known.values()}
    return Proposal(found.role, found.header_row, found.headings, others | known)


def _is_totals_head(row: Row) -> bool:
    return sum(words.outcome_of(as_text(cell)) is not None for cell in row.cells) >= 3


def recognise(headings: Sequence[str]) -> dict[str, str]:
    """Our field → heading: exact synonyms first, then misspelt ones for the fields still without a column."""
    synonyms = words.headings()
    mapping: dict[str, str] = {}
    for heading in headings:
        field = synonyms.get(words.fold(heading))
        if field and field not in mapping:
            mapping[field] = heading
    for heading in headings:
        folded = words.fold(heading)
        if len(folded) < 5 or heading in mapping.values():
            continue
        close = process.extractOne(folded, synonyms.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
        if close and synonyms[close[0]] not in mapping:
            mapping[synonyms[close[0]]] = heading
    if {"last_name", "first_name"} <= mapping.keys():
        mapping.pop("full_name", None)
    return mapping


def role_of(mapping: Mapping[str, str]) -> Role:
    """By what only one kind of table has: outcomes and towns, or relations in a household."""
    if any(name in mapping for name in ("outcome", "municipality", "outcome_on", "submitted_on")):
        return Role.APPLICATIONS
    if "protocol" in mapping and ("relation" in mapping or any(name in mapping for name in WHO)):
        return Role.MEMBERS
    return Role.NOTHING


def missing_fields(role: Role, mapping: Mapping[str, str]) -> list[str]:
    """Our fields without which the table cannot be imported."""
    missing = [field for field in REQUIRED.get(role, ()) if not mapping.get(field)]
    if role in REQUIRED and not any(mapping.get(field) for field in WHO):
        missing.append("fiscal_code")
    return missing
