"""The terms of a pathway on a day: what is due, how late it is, what follows and which rule says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from accanto.casework.pathways.enums import ClockStart, Measure, Stage, Way
from accanto.casework.pathways.facts import Facts, facts_of
from accanto.casework.pathways.models import Pathway
from accanto.core.dated_rules import NoRuleInForce, Rule, rule_at
from accanto.core.working_time import Unit, deadline, working_days_between

_LAST_DAY_OF_SENDING = date(2024, 2, 29)


@dataclass(frozen=True)
class Term:
    """One legal term. `code` is also the code of the worklist's deadline, after «pathways.».

    `days_left` are working days of the municipality up to the due day (negative: late by so many); `binding` is
    false for what is only recommended. `subject` is the row it is about when that is not the pathway itself.
    """

    code: str
    started_on: date
    starts: str
    due_on: date
    amount: int
    unit: str
    source: str
    from_memory: bool
    closed_history: bool
    on: date
    days_left: int
    done_on: date | None = None
    subject: UUID | None = None

    @property
    def binding(self) -> bool:
        return self.code != "first_meeting_recommended"

    @property
    def late(self) -> bool:
        """Passed without being done, or done after its day."""
        return (self.done_on or self.on) > self.due_on

    @property
    def open(self) -> bool:
        return self.done_on is None

    @property
    def tone(self) -> str:
        if not self.open:
            return "fine" if not self.late else ""
        if self.late:
            return "late" if self.binding else "soon"
        return "soon" if self.days_left <= 7 else ""


@dataclass(frozen=True)
class Clock:
    """Every term of a pathway on a day; `next_term` is the open one that comes due first."""

    on: date
    starts_on: date
    starts: str
    terms: tuple[Term, ...]
    no_rule: bool = False

    @property
    def next_term(self) -> Term | None:
        waiting = [term for term in self.terms if term.open]
        return min(waiting, key=lambda term: (not term.binding, term.due_on), default=None)

    @property
    def late(self) -> bool:
        return any(term.open and term.late and term.binding for term in self.terms)

    def term(self, code: str) -> Term | None:
        return next((term for term in self.terms if term.code == code), None)


def clock(pathway: Pathway, on: date) -> Clock:
    """Five queries; `facts_of` and `clock_of_facts` serve many pathways at once."""
    return clock_of_facts(facts_of([pathway])[pathway.pk], on)


def clock_of_facts(facts: Facts, on: date) -> Clock:
    renewed = facts.renewed_on(on)
    starts_on = renewed or facts.clock_starts_on
    starts = "renewal" if renewed else facts.clock_from
    terms = tuple(_terms(facts, starts_on, starts, on))
    return Clock(on, starts_on, starts, terms, no_rule=not terms and not facts.over)


def clock_start(
    *, measure: str, submitted_on: date | None, pad_signed_on: date | None, outcome_on: date
) -> tuple[date, str]:
    """From which day and event the terms run (ADI: signature of the pact, or sending for the first applications).

    The list does not tell the day of sending: the outcome stands for it, never before the first flow. Where the
    event that the law names is not known the clock starts from the outcome, which the screen says.
    """
    if measure == Measure.ADI:
        if submitted_on and submitted_on <= _LAST_DAY_OF_SENDING:
            rule = _rule_at("adi.first_meeting.sending", submitted_on)
            return max(outcome_on, rule["first_sending"]) if rule else outcome_on, ClockStart.SENDING
        if pad_signed_on:
            return pad_signed_on, ClockStart.PAD
    if measure == Measure.REI and submitted_on:
        return submitted_on, ClockStart.APPLICATION
    return outcome_on, ClockStart.OUTCOME


def _terms(facts: Facts, starts_on: date, starts: str, on: date) -> Iterator[Term]:
    if starts_on > on:
        return
    met = facts.met_on(on)
    convoked = min((day for day in facts.sent if starts_on <= day <= on), default=None)
    reached = min((day for day in (convoked, met) if day), default=None)
    analysed = _by(facts.stages.get(Stage.ANALYSIS), on)
    yield from _term(facts, "first_meeting_recommended", starts_on, starts, on, done_on=reached)
    yield from _term(facts, "first_meeting", starts_on, starts, on, done_on=met)
    if (last := facts.last_met_on(on)) and facts.way != Way.WORK_ONLY and not facts.over:
        yield from _term(facts, "periodic_meeting", last, "meeting", on)
    if analysed and facts.way == Way.WORK_ONLY:
        signed = min((day for day in facts.pacts if day <= on), default=None)
        yield from _term(facts, "service_pact", analysed, "way", on, done_on=signed)
    if analysed and facts.way != Way.WORK_ONLY:
        yield from _term(
            facts, "project", analysed, "analysis", on, done_on=_by(facts.stages.get(Stage.PROJECT), on)
        )
    for absence in facts.undecided_absences:
        if absence.on <= on:
            yield from _term(facts, "outcome_report", absence.on, "absence", on, subject=absence.convocation)


def _by(day: date | None, on: date) -> date | None:
    return day if day and day <= on else None


def _term(
    facts: Facts,
    code: str,
    started_on: date,
    starts: str,
    on: date,
    *,
    done_on: date | None = None,
    subject: UUID | None = None,
) -> Iterator[Term]:
    """Nothing when no rule of this measure was in force on the day the term started."""
    rule = _rule(facts, code, started_on)
    if rule is None:
        return
    first = started_on - timedelta(days=1) if rule.get("start_day_counts", False) else started_on
    due_on = deadline(first, rule["amount"], rule["unit"], facts.istat)
    yield Term(
        code=code,
        started_on=started_on,
        starts=starts,
        due_on=due_on,
        amount=rule["amount"],
        unit=Unit(rule["unit"]),
        source=rule.source,
        from_memory=rule.from_memory,
        closed_history=rule.period.end is not None and rule.period.end <= on and _is_history(facts.measure),
        on=on,
        days_left=_days_left(facts.istat, due_on, on),
        done_on=done_on,
        subject=subject,
    )


def _rule(facts: Facts, code: str, started_on: date) -> Rule | None:
    """The first applications to ADI follow the rule of their own day; the others the rule of the term's first day."""
    key = f"{facts.measure}.{code}"
    if (
        code == "first_meeting"
        and facts.clock_from == ClockStart.SENDING
        and started_on == facts.clock_starts_on
    ):
        return _rule_at(
            f"{key}.sending", min(facts.submitted_on or _LAST_DAY_OF_SENDING, _LAST_DAY_OF_SENDING)
        )
    return _rule_at(key, started_on)


@cache
def _rule_at(key: str, on: date) -> Rule | None:
    try:
        return rule_at("pathways.terms", on, key)
    except NoRuleInForce:
        return None


def _is_history(measure: str) -> bool:
    return measure != Measure.ADI


def _days_left(istat: str | None, due_on: date, on: date) -> int:
    return working_days_between(on, due_on, istat)
