"""The access points of the zone: where the public is received, who sits there, who translates."""

from datetime import date, datetime

from accanto.access.desk.models import MediatorService
from accanto.access.desk.operations import assign_operator, open_point
from accanto.access.desk.queries import serves_here
from accanto.territory.bodies.models import Office, Organisation
from accanto.territory.bodies.operations import load_bodies
from accanto.territory.staff.models import User

SINCE = date(2018, 1, 1)


def load_points(told: dict[str, list[dict[str, object]]], at: datetime) -> None:
    """Idempotent: what is there already is left alone."""
    load_bodies(organisations=[], offices=told["offices"])
    offices = {office.code: office for office in Office.objects.all()}
    bodies = {body.code: body for body in Organisation.objects.all()}
    points = {}
    for one in told["points"]:
        code = str(one["office"])
        points[code] = open_point(
            office=offices[code],
            kind=str(one["kind"]),
            windows=int(str(one.get("windows", 1))),
            languages=list(one.get("languages", ["ita"])),  # type: ignore[call-overload]
            partners=[bodies[body] for body in one.get("partners", [])],  # type: ignore[attr-defined]
            unit=offices[str(one["unit"])],
            valid_from=SINCE,
            by=None,
            at=at,
        )
    users = User.objects.in_bulk([str(one["user"]) for one in told["posts"]], field_name="username")
    for one in told["posts"]:
        point, user = points[str(one["office"])], users[str(one["user"])]
        if not serves_here(user, point, SINCE):
            assign_operator(point=point, user=user, starts_on=SINCE, by=None, at=at)
    for service in told["mediators"]:
        code = str(service["code"])
        rest = {key: value for key, value in service.items() if key != "code"}
        MediatorService.objects.get_or_create(code=code, defaults={**rest, "valid_from": SINCE})
