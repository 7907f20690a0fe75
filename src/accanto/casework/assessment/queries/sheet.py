"""The answer sheet of one assessment as one reader sees it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accanto.casework.assessment.enums import Activability, AssessmentState, Audience
from accanto.casework.assessment.instruments import Instrument, Item, Section, in_words, instrument_of
from accanto.casework.assessment.models import Answer, Assessment, MemberOutcome
from accanto.casework.assessment.rules import Facts, Proposal, Right, is_asked, propose_way, right_of
from accanto.people.households.queries import members_of
from accanto.people.persons.models import Person
from accanto.people.persons.queries import age_on
from accanto.territory.staff.models import User

CANNOT_WORK = frozenset({Activability.EXEMPT, Activability.NOT_ACTIVABLE})


@dataclass(frozen=True)
class Reader:
    """One assessment through the eyes of one user: `sections` holds only what they may read."""

    assessment: Assessment
    instrument: Instrument
    right: Right
    may_write: bool

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return tuple(s for s in self.instrument.sections if s.read_by(self.right.audiences))

    @cached_property
    def items(self) -> dict[str, Item]:
        return {item.code: item for section in self.sections for item in section.items}

    @property
    def reads_all(self) -> bool:
        return len(self.sections) == len(self.instrument.sections)

    def fills(self, section: Section) -> bool:
        return (
            self.may_write
            and self.assessment.state == AssessmentState.OPEN
            and section.written_by(self.right.audiences)
        )

    def fills_item(self, code: str) -> bool:
        return code in self.items and self.fills(self.instrument.section_of[code])


def reader_of(user: User, assessment: Assessment, at: datetime) -> Reader:
    right = right_of(user, assessment.case_id, at)
    return Reader(assessment, instrument_of(assessment.instrument), right, user.may("assessment.fill"))


def full_reader(assessment: Assessment) -> Reader:
    """Everything, for what is worked out rather than shown to somebody: closing, frozen documents, figures."""
    persons = frozenset(m.person_id for m in assessment.case.household.members.all())
    return Reader(
        assessment, instrument_of(assessment.instrument), Right(frozenset(Audience.values), persons), False
    )


@dataclass(frozen=True)
class FieldView:
    """One item for the household or for one member, with its present answer."""

    item: Item
    person: Person | None
    answer: Answer | None
    asked: bool
    fillable: bool
    other_per_member: bool = False

    @property
    def name(self) -> str:
        return field_name(self.item.code, self.person.pk if self.person else None)

    @property
    def value(self) -> Any:
        return self.answer.value if self.answer else None

    @property
    def version(self) -> int:
        return self.answer.version if self.answer else 0

    @property
    def answered(self) -> bool:
        return self.value not in (None, [])

    @property
    def words(self) -> str:
        return in_words(self.item, self.value)

    @property
    def depends_on(self) -> str:
        """For the browser: «name=value|value» of the answer that decides whether this one is asked."""
        if self.item.shown_when is None:
            return ""
        code, values = self.item.shown_when
        return f"{code}={'|'.join(sorted(values))}"


def field_name(item: str, person_id: UUID | None) -> str:
    return f"{item}.{person_id}" if person_id else item


@dataclass(frozen=True)
class Outline:
    """How far a section has come."""

    section: Section
    asked: int
    answered: int
    missing: int
    fillable: bool

    @property
    def percent(self) -> int:
        return round(100 * self.answered / self.asked) if self.asked else 100


@dataclass(frozen=True)
class Sheet:
    reader: Reader
    people: tuple[Person, ...]
    on: date
    answers: Mapping[tuple[str, UUID | None], Answer]
    outcomes: Mapping[UUID, MemberOutcome]
    gone: frozenset[UUID]

    @cached_property
    def facts(self) -> Facts:
        return Facts(
            ages={str(p.pk): age_on(p, self.on) for p in self.people},
            answers={(item, str(who) if who else ""): a.value for (item, who), a in self.answers.items()},
            cannot_work=frozenset(
                str(pk) for pk, o in self.outcomes.items() if o.activability in CANNOT_WORK
            ),
        )

    @cached_property
    def names(self) -> dict[str, str]:
        return {str(p.pk): p.first_name or p.last_name for p in self.people}

    def fields(self, section: Section) -> list[FieldView]:
        return [field for item in section.items for field in self.fields_of(item)]

    def fields_of(self, item: Item) -> list[FieldView]:
        """For the household one field; for members one each whom the age concerns."""
        instrument, fills = self.reader.instrument, self.reader.fills_item(item.code)
        if not item.per_member:
            asked = is_asked(instrument, item, "", self.facts)
            return [FieldView(item, None, self.answers.get((item.code, None)), asked, fills)]
        return [
            FieldView(
                item,
                person,
                self.answers.get((item.code, person.pk)),
                is_asked(instrument, item, str(person.pk), self.facts),
                fills and person.pk not in self.gone,
                item.shown_when is not None and instrument.items[item.shown_when[0]].per_member,
            )
            for person in self.people
            if item.concerns(self.facts.ages[str(person.pk)])
        ]

    def field(self, name: str) -> FieldView | None:
        """One field by the name that its control has; None when the reader may not see it."""
        code = name.partition(".")[0]
        item = self.reader.items.get(code)
        if item is None:
            return None
        return next((field for field in self.fields_of(item) if field.name == name), None)

    @cached_property
    def outline(self) -> list[Outline]:
        return [self._outline(section) for section in self.reader.sections]

    def _outline(self, section: Section) -> Outline:
        asked = [field for field in self.fields(section) if field.asked and self.still_here(field)]
        return Outline(
            section,
            len(asked),
            sum(field.answered for field in asked),
            sum(field.item.required and not field.answered for field in asked),
            self.reader.fills(section),
        )

    def still_here(self, field: FieldView) -> bool:
        return field.person is None or field.person.pk not in self.gone

    @cached_property
    def percent(self) -> int:
        asked = sum(o.asked for o in self.outline)
        return round(100 * sum(o.answered for o in self.outline) / asked) if asked else 100


def sheet_of(reader: Reader, on: date) -> Sheet:
    """Answers to the items that the reader reads, about the people whom the reader sees."""
    assessment = reader.assessment
    day = assessment.closed_on or on
    rows = Answer.objects.filter(assessment=assessment, item__in=reader.items).select_related("author")
    answers = {
        (a.item, a.person_id): a for a in rows if a.person_id is None or a.person_id in reader.right.persons
    }
    members = [
        m.person for m in members_of(assessment.case.household, day) if m.person_id in reader.right.persons
    ]
    gone = _gone(members, answers)
    outcomes = MemberOutcome.objects.filter(assessment=assessment).select_related("decided_by")
    return Sheet(
        reader=reader,
        people=(*members, *gone),
        on=day,
        answers=answers,
        outcomes={outcome.person_id: outcome for outcome in outcomes},
        gone=frozenset(p.pk for p in gone),
    )


def _gone(members: Iterable[Person], answers: Mapping[tuple[str, UUID | None], Answer]) -> list[Person]:
    """People who have answers here and no longer live in the household: what was written stays readable."""
    absent = {who for (_item, who), a in answers.items() if who and a.value is not None} - {
        p.pk for p in members
    }
    return list(Person.objects.filter(pk__in=absent)) if absent else []


def proposal_of(sheet: Sheet) -> Proposal:
    """From what this reader sees: a partner's proposal tells nothing of the sections closed to them."""
    return propose_way(sheet.reader.instrument, sheet.facts, sheet.names, sheet.on)


def missing_answers(sheet: Sheet) -> list[tuple[str, str]]:
    """Required and not answered: the code of the section and the sentence."""
    found = []
    for section in sheet.reader.sections:
        for field in sheet.fields(section):
            if field.item.required and field.asked and not field.answered and sheet.still_here(field):
                found.append((section.code, _sentence(section, field)))
    return found


def _sentence(section: Section, field: FieldView) -> str:
    if field.person is None:
        return _("%(section)s: «%(item)s»") % {"section": section.title, "item": field.item.label}
    return _("%(section)s: «%(item)s» of %(name)s") % {
        "section": section.title,
        "item": field.item.label,
        "name": field.person.first_name or field.person,
    }
