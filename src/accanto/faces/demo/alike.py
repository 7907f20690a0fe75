"""People written down more than once, as it happens: some linked, some still to be looked at."""

from datetime import date, datetime, timedelta
from typing import Any

from accanto.faces.demo.reference import read
from accanto.faces.demo.scribe import at
from accanto.people.matching.given import Given
from accanto.people.matching.operations import link_people, look_for_pairs, note_search, write_person_down
from accanto.people.matching.queries.similar import similar_reasons
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import Person
from accanto.people.persons.operations import grant_access
from accanto.territory.staff.models import User


def load_alike(*, users: dict[str, User], today: date, now: datetime) -> None:
    """Reads `data/alike.yaml`; then looks for pairs in the whole zone, as the night does."""
    told = read("alike")
    made = {entry["key"]: _written(entry, users, today) for entry in told["people"]}
    for entry in told["links"]:
        one, other = made[entry["one"]], made[entry["other"]]
        link_people(
            one=one,
            other=other,
            reasons=similar_reasons(users[entry["by"]], one, other, today),
            note=entry["note"],
            by=users[entry["by"]],
            at=at(today - timedelta(days=entry["days_ago"]), 10),
        )
    look_for_pairs(at=now)


def _written(entry: dict[str, Any], users: dict[str, User], today: date) -> Person:
    by, day = users[entry["by"]], at(today - timedelta(days=30), 9)
    given = Given(
        first_name=entry["first_name"],
        last_name=entry["last_name"],
        sex=entry["sex"],
        birth_date=entry["born"],
        birth_place=entry["place"],
        code=entry.get("code", ""),
        phone=entry.get("phone", ""),
    )
    search = note_search(given=given, shown=0, by=by, at=day)
    given_on = today - timedelta(days=entry["given_days_ago"]) if "given_days_ago" in entry else None
    person = write_person_down(search=search.pk, given=given, by=by, at=day, given_on=given_on)
    for username in entry.get("also", ()):
        grant_access(
            person=person, user=users[username], depth=Depth.WORK, reason=GrantReason.CO_WORK, by=by, at=day
        )
    return person
