"""What the preliminary analysis says of each adult."""

from dataclasses import dataclass
from datetime import datetime

from accanto.casework.assessment.enums import Activability
from accanto.casework.assessment.models import MemberOutcome
from accanto.casework.assessment.queries.sheet import Sheet
from accanto.casework.assessment.rules import (
    MemberProposal,
    exemptions_at,
    marks_of,
    needs_decision,
    propose_member,
)
from accanto.people.persons.models import Person
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class MemberRow:
    """`exemption` and `note` are empty for partners: a reason (violence, illness) is never theirs to read."""

    person: Person
    age: int | None
    to_decide: bool
    activability: str = ""
    exemption: str = ""
    exemption_code: str = ""
    note: str = ""
    decided_by: User | None = None
    decided_at: datetime | None = None
    proposal: MemberProposal | None = None

    @property
    def label(self) -> str:
        return str(Activability(self.activability).label)

    @property
    def proposal_label(self) -> str:
        return str(Activability(self.proposal.activability).label) if self.proposal else ""

    @property
    def expected(self) -> str:
        """What was on the screen when somebody decided."""
        return f"{self.activability}:{self.exemption_code}"


def member_rows(sheet: Sheet) -> list[MemberRow]:
    inside = sheet.reader.right.inside
    marks = marks_of(sheet.reader.instrument, sheet.facts)
    return [
        _row(person, sheet, sheet.outcomes.get(person.pk), marks.get(str(person.pk), frozenset()), inside)
        for person in sheet.people
        if person.pk not in sheet.gone
    ]


def _row(
    person: Person, sheet: Sheet, outcome: MemberOutcome | None, marks: frozenset[str], inside: bool
) -> MemberRow:
    age = sheet.facts.ages[str(person.pk)]
    to_decide = needs_decision(age)
    proposal = propose_member(age, marks, sheet.on) if to_decide and inside else None
    if outcome is None:
        return MemberRow(person, age, to_decide, proposal=proposal)
    known = exemptions_at(sheet.on).get(outcome.exemption) if inside else None
    return MemberRow(
        person,
        age,
        to_decide,
        activability=outcome.activability,
        exemption=known.label if known else "",
        exemption_code=outcome.exemption if inside else "",
        note=outcome.note if inside else "",
        decided_by=outcome.decided_by,
        decided_at=outcome.decided_at,
        proposal=proposal,
    )
