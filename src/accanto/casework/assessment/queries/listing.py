from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accanto.casework.assessment.enums import Activability, AssessmentKind, AssessmentState
from accanto.casework.assessment.models import Assessment, MemberOutcome
from accanto.casework.cases.models import Case
from accanto.casework.pathways.enums import PathwayState, Way
from accanto.casework.pathways.models import Pathway
from accanto.core.templatetags.accanto_ui import date_words
from accanto.territory.staff.models import User


def assessments_of(case_id: UUID, user: User) -> QuerySet[Assessment]:
    """Of one case, newest first, with what a row shows."""
    return (
        Assessment.objects.visible_to(user)
        .filter(case=case_id)
        .select_related("instrument", "opened_by", "closed_by", "interrupted_by", "pathway")
        .order_by("-opened_on", "kind", "id")
    )


def what_is_open(case: Case) -> list[str]:
    """A case does not close over an assessment that nobody closed or interrupted; each sentence says what to do."""
    rows = Assessment.objects.filter(case=case, state=AssessmentState.OPEN).select_related("pathway")
    return [_left_open(row) for row in rows.order_by("opened_on", "id")]


def _left_open(assessment: Assessment) -> str:
    told = {"kind": assessment.get_kind_display(), "day": date_words(assessment.opened_on)}
    if assessment.pathway.state == PathwayState.CLOSED:
        return (
            _(
                "«%(kind)s», begun on %(day)s, stayed unfinished in a closed pathway: interrupt it, saying why, "
                "from «Assessments» of the case."
            )
            % told
        )
    return (
        _(
            "«%(kind)s», begun on %(day)s, is still being filled: close it, or interrupt it saying why, "
            "from «Assessments» of the case."
        )
        % told
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
    analyses = Assessment.objects.standing().filter(pathway=pathway, kind=AssessmentKind.SECTION_A)
    latest = analyses.order_by("-opened_on")[:1]
    outcomes = MemberOutcome.objects.filter(assessment__in=latest, activability=Activability.ACTIVABLE)
    return frozenset(outcomes.values_list("person_id", flat=True))
