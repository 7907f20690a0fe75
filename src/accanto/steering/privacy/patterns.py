"""Which openings are out of pattern: one function a rule, thresholds from `data/patterns.yaml`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from django.utils import timezone

from accanto.core.dated_rules import Rule, rule_at
from accanto.core.working_time import is_working_day

FILE = "privacy.patterns"
PATTERNS = ("outside_caseload", "same_surname", "same_home", "many_in_a_row", "off_hours", "break_glass")


@dataclass(frozen=True)
class Opening:
    """One opening of a case or a person, as the database tells it: without a name."""

    user_id: int
    at: datetime
    context: UUID | None
    subject: UUID | None
    page: str
    kind: str
    right: str
    depth: int
    address: str | None
    own: bool
    same_surname: bool
    same_home: bool

    @property
    def whom(self) -> UUID | None:
        return self.context or self.subject


@dataclass(frozen=True)
class Pattern:
    """What a rule found for one operator on one day."""

    rule: str
    user_id: int
    day: date
    openings: Sequence[Opening]

    @property
    def people(self) -> int:
        return len({opening.whom for opening in self.openings})


Test = Callable[[Sequence[Opening], Rule, str | None], list[Opening]]


def patterns_of(openings: Iterable[Opening], seats: dict[int, str]) -> list[Pattern]:
    """`seats`: ISTAT code of the town where each operator works, for its holidays."""
    by_day: dict[tuple[int, date], list[Opening]] = {}
    for opening in openings:
        by_day.setdefault((opening.user_id, timezone.localtime(opening.at).date()), []).append(opening)
    found = []
    for (user, day), own in sorted(by_day.items()):
        for rule in PATTERNS:
            told = _TESTS[rule](own, rule_at(FILE, day, rule), seats.get(user))
            if told:
                found.append(Pattern(rule, user, day, told))
    return found


def _where(
    holds: Callable[[Opening, Rule], bool], openings: Sequence[Opening], rule: Rule, _seat: str | None
) -> list[Opening]:
    told = [opening for opening in openings if holds(opening, rule)]
    return told if len({opening.whom for opening in told}) >= rule["at_least"] else []


def _many(openings: Sequence[Opening], rule: Rule, _seat: str | None) -> list[Opening]:
    """The longest run in which so many different people were opened within so many minutes."""
    span = timedelta(minutes=rule["minutes"])
    longest: list[Opening] = []
    start = 0
    for end, last in enumerate(openings):
        while last.at - openings[start].at > span:
            start += 1
        run = openings[start : end + 1]
        if len({one.whom for one in run}) >= rule["at_least"] and len(run) > len(longest):
            longest = list(run)
    return longest


def _off_hours(openings: Sequence[Opening], rule: Rule, seat: str | None) -> list[Opening]:
    def off(opening: Opening) -> bool:
        here = timezone.localtime(opening.at)
        return not (rule["from_hour"] <= here.hour < rule["to_hour"]) or not is_working_day(here.date(), seat)

    return [opening for opening in openings if off(opening)]


_TESTS: dict[str, Test] = {
    "outside_caseload": partial(
        _where, lambda one, rule: one.context is not None and not one.own and one.right in rule["rights"]
    ),
    "same_surname": partial(_where, lambda one, _rule: one.same_surname),
    "same_home": partial(_where, lambda one, _rule: one.same_home),
    "many_in_a_row": _many,
    "off_hours": _off_hours,
    "break_glass": partial(_where, lambda one, _rule: one.right == "break_glass"),
}
