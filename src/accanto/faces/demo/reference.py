"""What every instance of the demo zone, and every test database, begins with: places, bodies, cast, catalogue."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from accanto.casework.assessment.operations import publish_instruments
from accanto.casework.teams.operations import load_teams
from accanto.faces.demo.desk_points import load_points
from accanto.resources.catalogue.operations import sync_catalogue
from accanto.territory.bodies.models import Office, Organisation
from accanto.territory.bodies.operations import load_bodies
from accanto.territory.places.operations import load_places
from accanto.territory.staff.models import Contract, OfficePost, Operator, RoleGrant, User

DATA = Path(__file__).parent / "data"
SINCE = date(2017, 1, 1)


@cache
def read(name: str) -> Any:
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


@transaction.atomic
def load_zone() -> None:
    zone = read("zone")
    load_places(**{key: zone[key] for key in ("zone", "districts", "municipalities", "residents")})
    load_bodies(organisations=zone["organisations"], offices=zone["offices"])


@transaction.atomic
def load_cast() -> dict[str, User]:
    """The cast by username; idempotent."""
    return {entry["username"]: load_member(entry) for entry in read("cast")}


def load_member(entry: dict[str, Any]) -> User:
    """One operator with one contract, one post and one role, since the beginning of the demo zone or `since`."""
    user, created = User.objects.get_or_create(
        username=entry["username"],
        defaults={
            "first_name": entry["first_name"],
            "last_name": entry["last_name"],
            "email": f"{entry['username']}@accanto.example",
        },
    )
    if not created:
        return user
    user.set_unusable_password()
    user.save(update_fields=["password"])
    organisation = Organisation.objects.get(code=entry["organisation"])
    office = Office.objects.get(code=entry["office"])
    operator = Operator.objects.create(
        user=user,
        organisation=organisation,
        profession=entry["profession"],
        competences=entry.get("competences", []),
    )
    since = entry.get("since", SINCE)
    Contract.objects.create(
        operator=operator,
        employer=organisation,
        kind=entry["kind"],
        area=entry["area"],
        weekly_hours=entry["weekly_hours"],
        functions=entry.get("functions", []),
        starts_on=since,
    )
    OfficePost.objects.create(user=user, office=office, starts_on=since)
    RoleGrant.objects.create(user=user, role=entry["role"], office=office, starts_on=since)
    return user


def load_reference(at: datetime) -> None:
    """Everything that is not about people in need; idempotent. The web role must be able to write it."""
    load_zone()
    load_cast()
    sync_catalogue(at=at)
    publish_instruments(at=at)
    load_teams(at=at)
    load_points(read("desk"), at)
