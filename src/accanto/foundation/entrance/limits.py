"""How long a session lasts and how many wrong attempts are too many: `data/limits.yaml`."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from accanto.core.dated_rules import Rule, rule_at


@dataclass(frozen=True)
class Limit:
    """`failures` attempts `within` a time close the door `closed` long, counted from the last of them."""

    failures: int
    within: timedelta
    closed: timedelta


def idle_seconds(on: date) -> int:
    """`ACCANTO_IDLE_MINUTES` of the instance goes before the rule."""
    if settings.IDLE_MINUTES:
        return int(settings.IDLE_MINUTES) * 60
    return int(_rule("idle_minutes_demo" if settings.DEMO_MODE else "idle_minutes", on).value) * 60


def longest_seconds(on: date) -> int:
    return int(_rule("longest_hours", on).value) * 3600


def warning_seconds(on: date) -> int:
    return int(_rule("warning_seconds", on).value)


def attempts(whose: str, on: date) -> Limit:
    """`whose` is `account` or `address`."""
    rule = _rule(whose, on)
    return Limit(
        int(rule["failures"]),
        timedelta(minutes=int(rule["within_minutes"])),
        timedelta(minutes=int(rule["closed_minutes"])),
    )


def _rule(key: str, on: date) -> Rule:
    return rule_at("entrance.limits", on, key)
