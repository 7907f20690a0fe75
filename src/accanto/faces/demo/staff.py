"""The social workers of the zone beside the cast: as many as the sources count, with invented names."""

from datetime import date
from random import Random
from typing import Any

from django.db import transaction

from accanto.faces.demo.reference import SINCE, load_member, read
from accanto.people.persons.naming import fold
from accanto.territory.staff.models import User

_SEED = "staff of the zone"


@transaction.atomic
def load_staff() -> None:
    """After the cast. Idempotent: names depend on the file alone."""
    data = read("staff")
    names = _names(Random(_SEED))  # noqa: S311 - invents, hides nothing
    for since, rows in ((SINCE, data["before"]), (data["after"]["since"], data["after"]["rows"])):
        for row in rows:
            _load_row(row, since, names)


def _load_row(row: dict[str, Any], since: date, names: "list[tuple[str, str]]") -> None:
    for place in range(row["count"] - len(row.get("cast", []))):
        first, last = names.pop()
        load_member(
            {
                **{key: row[key] for key in ("organisation", "profession", "role", "area", "kind")},
                "username": f"{fold(first)}.{fold(last)}".replace(" ", ""),
                "first_name": first,
                "last_name": last,
                "office": row["offices"][place % len(row["offices"])],
                "weekly_hours": row["hours"][place % len(row["hours"])],
                "functions": row.get("functions", []),
                "since": since,
            }
        )


def _names(random: Random) -> list[tuple[str, str]]:
    """Pairs that nobody of the cast has."""
    names = read("names")
    taken = {(entry["first_name"], entry["last_name"]) for entry in read("cast")}
    pairs = [
        (first, last) for first in names["female"] + names["male"] for last in names["surnames"]
        if (first, last) not in taken and len(first) > 1
    ]  # fmt: skip
    random.shuffle(pairs)
    return pairs


def workers_by_office() -> dict[str, list[User]]:
    """Social workers of each office (code), in the order of their accounts; who also coordinates is not among them."""
    found: dict[str, list[User]] = {}
    users = User.objects.filter(
        operator__profession="social_worker", role_grants__role="social_worker", is_active=True
    )
    for user in users.prefetch_related("posts__office").order_by("pk").distinct():
        for post in user.posts.all():
            found.setdefault(post.office.code, []).append(user)
    return found
