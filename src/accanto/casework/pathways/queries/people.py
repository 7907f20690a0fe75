"""Who may hold a meeting, and where."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from accanto.territory.bodies.enums import OfficeKind
from accanto.territory.bodies.models import Office
from accanto.territory.staff.enums import Profession
from accanto.territory.staff.models import OfficePost, User
from accanto.territory.staff.queries import in_force

_MEETING_PLACES = (OfficeKind.PROFESSIONAL_UNIT, OfficeKind.SOCIAL_SECRETARIAT, OfficeKind.EMPLOYMENT_CENTRE)


def social_workers(unit: Office, on: date) -> QuerySet[User]:
    """Of the unit, and whoever coordinates the zone as a social worker."""
    return _in_service(Profession.SOCIAL_WORKER, on, Q(office=unit) | Q(office=unit.parent_id))


def consultants(on: date) -> QuerySet[User]:
    return _in_service(Profession.EMPLOYMENT_CONSULTANT, on, Q())


def meeting_places(on: date) -> QuerySet[Office]:
    return _offices(on).filter(kind__in=_MEETING_PLACES).select_related("seat")


def employment_centres(on: date) -> QuerySet[Office]:
    return _offices(on).filter(kind=OfficeKind.EMPLOYMENT_CENTRE)


def _in_service(profession: str, on: date, where: Q) -> QuerySet[User]:
    posts = OfficePost.objects.filter(in_force(on), where, user=OuterRef("pk"))
    return User.objects.filter(Exists(posts), is_active=True, operator__profession=profession).select_related(
        "operator__organisation"
    )


def _offices(on: date) -> QuerySet[Office]:
    return Office.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gt=on)
    )
