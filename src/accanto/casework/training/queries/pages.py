"""What the pages of a traineeship tell: the cases chosen, those that may be, what the student opened."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from accanto.casework.cases.enums import CaseState
from accanto.casework.cases.models import Case
from accanto.casework.training.enums import TraineeshipState
from accanto.casework.training.models import TraineeCase, Traineeship
from accanto.people.persons.compartments import fenced
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import AccessGrant
from accanto.territory.staff.models import User

_WORK = (GrantReason.ASSIGNMENT, GrantReason.CO_WORK)


def worked_on(tutor: User, at: datetime) -> QuerySet[AccessGrant]:
    """Rights in force of a tutor who is responsible for a case or works on it; to coordinate a unit is not enough."""
    running = Q(ends_at=None) | Q(ends_at__gt=at)
    return AccessGrant.objects.filter(
        running, user=tutor, depth__gte=Depth.WORK, reason__in=_WORK, reaches=True, starts_at__lte=at
    )


def choosable(traineeship: Traineeship, at: datetime) -> QuerySet[Case]:
    """Running cases on which the tutor works, not fenced and not chosen yet."""
    chosen = TraineeCase.objects.filter(traineeship=traineeship, ends_at=None)
    return (
        Case.objects.filter(pk__in=worked_on(traineeship.tutor, at).exclude(context=None).values("context"))
        .exclude(state=CaseState.CLOSED)
        .exclude(compartment__in=fenced())
        .exclude(pk__in=chosen.values("case"))
        .select_related("household", "unit")
        .order_by("household__label", "number")
    )


def has_something_to_choose(traineeship: Traineeship, at: datetime) -> bool:
    return traineeship.state == TraineeshipState.RUNNING and choosable(traineeship, at).exists()


def running_of(student: User, at: datetime) -> Traineeship | None:
    """The one under way, with its tutor."""
    rows = Traineeship.objects.filter(
        student=student, state=TraineeshipState.RUNNING, ends_on__gt=at.date()
    ).select_related("tutor")
    return rows.first()


def true_cases(traineeship: Traineeship, user: User) -> list[TraineeCase]:
    """As the tutor reads them, those taken away last."""
    rows = TraineeCase.objects.visible_to(user).filter(traineeship=traineeship)
    found = list(rows.select_related("case__household", "case__unit"))
    return sorted(found, key=lambda one: (one.ends_at is not None, one.starts_at, one.pk))


def told_cases(traineeship: Traineeship, student: User) -> list[TraineeCase]:
    """As the student reads them: running ones alone."""
    rows = TraineeCase.objects.visible_to(student).filter(traineeship=traineeship, ends_at=None)
    return list(rows.select_related("case__household", "case__unit", "case__responsible"))


@dataclass(frozen=True)
class Opening:
    """The student was shown a page of a case."""

    at: datetime
    page: str
    case_id: UUID


def openings_of(traineeship: Traineeship, most: int) -> list[Opening]:
    """Newest first; the database answers the tutor alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM training_openings(%s, %s)", [traineeship.pk, most])
        return [Opening(*row) for row in cursor.fetchall()]
