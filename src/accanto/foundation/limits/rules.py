"""Which limit a request falls under, read from `data/limits.yaml`."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest

from accanto.core.dated_rules import Rule, rules_of

GENERAL = "general"


@dataclass(frozen=True)
class Limit:
    """`times` at once, given back evenly over `seconds`; an address gets `address` times as much."""

    key: str
    times: int
    seconds: int
    address: int

    @property
    def step(self) -> float:
        """Seconds after which one is given back to a person."""
        return self.seconds / self.times


def limit_of(request: HttpRequest, name: str, on: date) -> Limit | None:
    """The first of the data that holds for this page; None for most pages."""
    for rule in rules_of("limits.limits").all_at(on).values():
        if rule.key != GENERAL and _holds(rule, request, name):
            return _limit(rule)
    return None


def general(on: date) -> Limit:
    return _limit(rules_of("limits.limits").at(on, GENERAL))


def limit_named(key: str, on: date) -> Limit:
    """Of an address that is no page of a session, and spends by itself."""
    return _limit(rules_of("limits.limits").at(on, key))


def _holds(rule: Rule, request: HttpRequest, name: str) -> bool:
    if (method := rule.get("method")) and method != request.method:
        return False
    return name in rule.get("urls", ()) or (rule.get("query") or "\0") in request.GET


def _limit(rule: Rule) -> Limit:
    return Limit(rule.key, rule["times"] * settings.LIMITS_TIMES, rule["seconds"], rule["address"])
