"""What a list would change, without changing it: the preview and the import are made of the same plan."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accanto.access.outcomes.enums import Outcome
from accanto.access.outcomes.lists import words
from accanto.access.outcomes.lists.reading import ListContent, duplicates
from accanto.access.outcomes.lists.rows import AppRow, MemberRow, Rejection
from accanto.access.outcomes.models import Applicant, Application, ApplicationEvent
from accanto.core.database.context import serving
from accanto.people.persons import codes

DETAILS = (
    "submitted_on", "fiscal_code", "last_name", "first_name", "birth_date", "municipality_id", "pad_signed_on",
)  # fmt: skip
"""What a later list may correct or complete; an empty cell never erases."""
STATE = ("outcome", "outcome_on", "reason")


@dataclass(slots=True)
class Known:
    """An application as it stands."""

    id: UUID
    protocol: str
    outcome: str
    outcome_on: date | None
    reason: str
    submitted_on: date | None
    fiscal_code: str
    last_name: str
    first_name: str
    birth_date: date | None
    municipality_id: int
    pad_signed_on: date | None
    person_id: UUID | None


KNOWN_FIELDS = tuple(Known.__dataclass_fields__)


@dataclass(slots=True)
class Update:
    """A row about a known application: `state` when the outcome changes, `past` when the list is older."""

    row: AppRow
    known: Known
    changes: dict[str, Any]
    state: bool
    past: bool = False

    @property
    def before(self) -> str:
        """The present outcome, in words."""
        return str(Outcome(self.known.outcome).label)


@dataclass(slots=True)
class Plan:
    """`read` is always the sum of the four counts."""

    created: list[AppRow] = field(default_factory=list)
    updated: list[Update] = field(default_factory=list)
    unchanged: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    read: int = 0
    members: list[tuple[MemberRow, UUID | None]] = field(default_factory=list)
    members_unchanged: int = 0
    content: ListContent = field(default_factory=ListContent)
    computed: Counter[tuple[int | None, str]] = field(default_factory=Counter)

    @property
    def without_code(self) -> int:
        """New applications whose person will wait to be identified for want of a valid code."""
        return sum(not row.code_valid for row in self.created)


@serving("outcome_import")
def make_plan(content: ListContent, measure: str) -> Plan:
    """Compare the list with what is known; reads the database, never writes."""
    good, contradictory, repeated = duplicates(content)
    plan = Plan(content=content, rejected=[*content.rejected, *contradictory], unchanged=repeated)
    known = _known(measure, (row.protocol for row in good))
    later: list[AppRow] = []
    for row in good:
        found = known.get(row.protocol)
        if found is None:
            plan.created.append(row)
        elif not _same_person(row, found):
            plan.rejected.append(_other_person(row, content))
        elif found.outcome_on and row.outcome_on and row.outcome_on < found.outcome_on:
            later.append(row)
        else:
            _compare(row, found, plan)
    _compare_past(later, known, plan)
    _plan_members(content, measure, plan, {row.protocol for row in plan.created})
    _count(content, plan)
    return plan


def _known(measure: str, protocols: Iterable[str]) -> dict[str, Known]:
    rows = Application.objects.filter(measure=measure, protocol__in=list(protocols)).order_by()
    return {row[1]: Known(*row) for row in rows.values_list(*KNOWN_FIELDS)}


def _same_person(row: AppRow, known: Known) -> bool:
    """A protocol number never passes to somebody else; a corrected code of a person not yet identified may."""
    if known.person_id is None or not row.code_valid or not codes.is_valid(known.fiscal_code):
        return True
    return codes.plain(row.fiscal_code) == codes.plain(known.fiscal_code)


def _other_person(row: AppRow, content: ListContent) -> Rejection:
    heading = content.mappings.get(row.sheet, {}).get("protocol", "protocol")
    reason = _("An earlier list gives this protocol number to somebody with another codice fiscale.")
    return Rejection(row.sheet, row.row, heading, row.protocol, reason, row.cells)


def _compare(row: AppRow, known: Known, plan: Plan) -> None:
    changes: dict[str, Any] = {
        name: getattr(row, name)
        for name in DETAILS
        if getattr(row, name) and getattr(row, name) != getattr(known, name)
    }
    same_outcome = row.outcome == known.outcome
    state = not same_outcome
    if row.outcome_on != known.outcome_on and (row.outcome_on or not same_outcome):
        state = True
    if row.reason != known.reason and (row.reason or not same_outcome):
        state = True
    if state:
        changes |= {name: getattr(row, name) for name in STATE}
        if same_outcome:
            changes["outcome_on"] = row.outcome_on or known.outcome_on
            changes["reason"] = row.reason or known.reason
    if changes:
        plan.updated.append(Update(row, known, changes, state))
    else:
        plan.unchanged += 1


def _compare_past(rows: list[AppRow], known: dict[str, Known], plan: Plan) -> None:
    """An older list completes the history and leaves the present outcome as it is."""
    if not rows:
        return
    ids = [known[row.protocol].id for row in rows]
    told = set(
        ApplicationEvent.objects.filter(application__in=ids).values_list(
            "application_id", "outcome", "outcome_on"
        )
    )
    for row in rows:
        found = known[row.protocol]
        if (found.id, str(row.outcome), row.outcome_on) in told:
            plan.unchanged += 1
        else:
            plan.updated.append(Update(row, found, {}, state=True, past=True))


def _plan_members(content: ListContent, measure: str, plan: Plan, new: set[str]) -> None:
    if not content.members:
        _set_read(content, plan)
        return
    protocols = {row.protocol for row in content.members} - new
    rows = Application.objects.filter(measure=measure, protocol__in=protocols).order_by()
    known = dict(rows.values_list("protocol", "id"))
    present = {
        (pk, who)
        for pk, code, last, first, born in Applicant.objects.filter(
            application__in=known.values()
        ).values_list("application_id", "fiscal_code", "last_name", "first_name", "birth_date")
        for who in [_who(code, last, first, born)]
    }
    seen: set[tuple[str, tuple[object, ...]]] = set()
    for row in content.members:
        pk = known.get(row.protocol)
        if pk is None and row.protocol not in new:
            plan.rejected.append(_orphan(row, content))
        elif (row.protocol, row.who) in seen or (pk, row.who) in present:
            plan.members_unchanged += 1
        else:
            seen.add((row.protocol, row.who))
            plan.members.append((row, pk))
    _set_read(content, plan)


def _set_read(content: ListContent, plan: Plan) -> None:
    """A file of members only counts its members; otherwise the counts are of applications."""
    if content.only_members:
        plan.unchanged = plan.members_unchanged
        plan.read = len(plan.members) + plan.unchanged + len(plan.rejected)
        return
    refused = sum(one.sheet not in content.member_sheets for one in plan.rejected)
    plan.read = len(plan.created) + len(plan.updated) + plan.unchanged + refused


def _who(code: str, last: str, first: str, born: date | None) -> tuple[object, ...]:
    if codes.is_valid(code):
        return (codes.plain(code),)
    return (words.fold(f"{last} {first}"), born, code)


def _orphan(row: MemberRow, content: ListContent) -> Rejection:
    heading = content.mappings.get(row.sheet, {}).get("protocol", "protocol")
    reason = _("No application has this protocol number: import the list of applications first.")
    return Rejection(row.sheet, row.row, heading, row.protocol, reason, row.cells)


def _count(content: ListContent, plan: Plan) -> None:
    """What the list really holds, against which its own totals are compared."""
    if not content.totals:
        return
    if not content.applications:
        _count_table(content, plan)
        return
    seen: set[str] = set()
    for row in content.applications:
        if row.protocol in seen:
            continue
        seen.add(row.protocol)
        town, outcome = row.municipality_id, str(row.outcome)
        for key in ((town, outcome), (town, ""), (None, outcome), (None, "")):
            plan.computed[key] += 1


def _count_table(content: ListContent, plan: Plan) -> None:
    """A table without a list: its totals are compared with the sums of its own cells."""
    for (town, outcome), count in content.totals.items():
        if town is not None and outcome:
            for key in ((town, outcome), (town, ""), (None, outcome), (None, "")):
                plan.computed[key] += count
