"""Which contacts somebody sees: the same as the row-level policies say (`row_policies.py`)."""

from django.db.models import Exists, OuterRef, Q

from accanto.access.desk.models.point import AccessPoint, DeskPost, in_force
from accanto.casework.cases.models import Case
from accanto.core import clock
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import apart_from
from accanto.territory.staff.models import User


def seen_contacts(user: User) -> Q:
    from accanto.access.desk.models.charge import ChargeRequest

    asked = ChargeRequest.objects.filter(contact=OuterRef("pk"), unit__in=user.access.coordinates)
    read = Case.objects.visible_to(user, Depth.READ).filter(pk=OuterRef("case_id"))
    mine = Q(point__in=AccessPoint.objects.visible_to(user)) | Q(Exists(asked)) | Q(Exists(read))
    apart = apart_from(user)
    told = (Q(person=None) | ~Q(person__in=apart)) & (Q(about=None) | ~Q(about__in=apart))
    return mine & told


def listens(user: User) -> Q:
    """Condition on contacts: whose listening notes one reads."""
    posts = DeskPost.objects.filter(in_force(clock.today()), user=user, point=OuterRef("point_id"))
    works = Case.objects.visible_to(user, Depth.WORK).filter(pk=OuterRef("case_id"))
    return Q(Exists(posts)) | Q(Exists(works))
