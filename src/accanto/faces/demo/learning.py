"""Zeno learns with Anna: two of her cases, with invented names."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from accanto.casework.cases.models import Case
from accanto.casework.training.operations import choose_case, plan_traineeship
from accanto.faces.demo.reference import read
from accanto.faces.demo.scribe import at
from accanto.territory.staff.models import User


def load_traineeship(*, cases: Iterable[Case], users: dict[str, User], today: date, now: datetime) -> None:
    """Under way for two weeks; of `cases` those that `present.yaml` names, if the tutor works on them."""
    told = read("present")["traineeship"]
    tutor, student, by = (users[told[who]] for who in ("tutor", "student", "registered_by"))
    since = at(today - timedelta(days=14), 9)
    made = plan_traineeship(
        student=student,
        tutor=tutor,
        body=told["body"],
        hours=told["hours"],
        starts_on=since.date(),
        last_day=today + timedelta(days=told["days_left"]),
        by=by,
        at=since,
    )
    by_label = {case.household.label: case for case in cases}
    for label, reason in told["cases"].items():
        choose_case(traineeship=made, case=by_label[label], reason=reason, by=tutor, at=now)
