"""What can be given and what is checked first, as `data/kinds.yaml` and `data/checks.yaml` have them on a day."""

from dataclasses import dataclass
from datetime import date

from accanto.core.dated_rules import Rule, rules_of
from accanto.core.working_time.terms import add_months

TIME, GOODS = "time", "goods"


@dataclass(frozen=True)
class Kind:
    """`minors`: always near minors; `checks`: codes, those for minors not included."""

    code: str
    label: str
    form: str
    minors: bool
    checks: tuple[str, ...]

    @property
    def is_goods(self) -> bool:
        return self.form == GOODS


@dataclass(frozen=True)
class Check:
    """`months`: how long it holds when no other day is written; none: for good."""

    code: str
    label: str
    rule: str
    months: int | None
    minors: bool
    from_memory: bool

    def last_day(self, done_on: date) -> date | None:
        return None if self.months is None else add_months(done_on, self.months)


def kinds_on(on: date) -> dict[str, Kind]:
    """By code, in the order in which they are offered."""
    return {code: _kind(rule) for code, rule in rules_of("offers.kinds").all_at(on).items()}


def kind_of(code: str) -> Kind:
    """Of a kind that may have ended since: its latest words.

    :raises KeyError: no such kind ever was.
    """
    history = rules_of("offers.kinds").history(code)
    if not history:
        raise KeyError(code)
    return _kind(history[-1])


def label_of(code: str) -> str:
    history = rules_of("offers.kinds").history(code)
    return str(history[-1]["label"]) if history else code


def codes_of(form: str) -> list[str]:
    """Every kind of that form that ever was."""
    return list(dict.fromkeys(rule.key for rule in rules_of("offers.kinds").rules if rule["form"] == form))


def all_kinds() -> list[tuple[str, str]]:
    return [(code, label_of(code)) for code in dict.fromkeys(r.key for r in rules_of("offers.kinds").rules)]


def checks_on(on: date) -> dict[str, Check]:
    return {code: _check(rule) for code, rule in rules_of("offers.checks").all_at(on).items()}


def checks_for(kind: Kind, on: date, *, minors: bool) -> list[Check]:
    """Due before the first service of the kind; those for minors too, where the need is near them."""
    near = minors or kind.minors
    return [
        check
        for code, check in checks_on(on).items()
        if code in kind.checks or (check.minors and near and not kind.is_goods)
    ]


def _kind(rule: Rule) -> Kind:
    return Kind(rule.key, rule["label"], rule["form"], bool(rule.get("minors", False)), tuple(rule["checks"]))


def _check(rule: Rule) -> Check:
    return Check(
        rule.key,
        rule["label"],
        rule["rule"],
        rule.get("months"),
        bool(rule.get("minors", False)),
        rule.from_memory,
    )
