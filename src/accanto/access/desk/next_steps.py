"""Where a step that a contact left to do is taken: rooms say it from `AppConfig.ready()`.

    next_steps.register(OutcomeKind.APPOINTMENT, NextStep(_("Give an appointment"), url, permission="agenda.book"))

The room that takes the step tells the desk with `operations.settle_outcome(outcome=…, result=…)`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from accanto.access.desk.models import ContactOutcome
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class NextStep:
    """`url` takes the outcome, whose contact is loaded."""

    label: str | Promise
    url: Callable[[ContactOutcome], str]
    permission: str = ""


_steps: dict[str, list[NextStep]] = {}


def register(kind: str, step: NextStep) -> None:
    _steps.setdefault(str(kind), []).append(step)


def steps_of(user: User, outcome: ContactOutcome) -> list[NextStep]:
    """What this user may do with an outcome that is still to do."""
    return [step for step in _steps.get(outcome.kind, []) if not step.permission or user.may(step.permission)]
