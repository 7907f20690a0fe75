from uuid import UUID

from django.db.models import QuerySet

from accanto.casework.assessment.enums import Activability, AssessmentKind, AssessmentState
from accanto.casework.assessment.models import Assessment, MemberOutcome
from accanto.casework.pathways.enums import Way
from accanto.casework.pathways.models import Pathway
from accanto.territory.staff.models import User


def assessments_of(case_id: UUID, user: User) -> QuerySet[Assessment]:
    """Of one case, newest first, with what a row shows."""
    return (
        Assessment.objects.visible_to(user)
        .filter(case=case_id)
        .select_related("instrument", "opened_by", "closed_by", "pathway")
        .order_by("-opened_on", "kind", "id")
    )


def way_of(pathway: Pathway) -> str:
    """The way decided by the latest closed preliminary analysis; empty while none is."""
    closed = Assessment.objects.filter(
        pathway=pathway, kind=AssessmentKind.SECTION_A, state=AssessmentState.CLOSED
    ).order_by("-closed_on", "-opened_on")
    decided = closed.values_list("decided_way", flat=True).first()
    return decided or ""


def complex_need(pathway: Pathway) -> bool:
    """Whether the multidisciplinary team is needed: complex need, or a specialist service that takes part in it."""
    return way_of(pathway) in {Way.COMPLEX, Way.SPECIALIST}


def activable_members(pathway: Pathway) -> frozenset[UUID]:
    """Members whom the latest preliminary analysis, closed or still open, says can be activated to work."""
    latest = Assessment.objects.filter(pathway=pathway, kind=AssessmentKind.SECTION_A).order_by("-opened_on")[
        :1
    ]
    outcomes = MemberOutcome.objects.filter(assessment__in=latest, activability=Activability.ACTIVABLE)
    return frozenset(outcomes.values_list("person_id", flat=True))
