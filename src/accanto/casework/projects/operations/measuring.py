"""The six areas measured again, so that change can be read: one assessment per review and one at exit."""

from collections.abc import Mapping
from datetime import datetime

from accanto.casework.assessment.enums import AssessmentKind, AssessmentState
from accanto.casework.assessment.instruments import instrument_of
from accanto.casework.assessment.models import Answer, Assessment
from accanto.casework.assessment.operations import close_assessment, open_assessment, save_answer
from accanto.casework.pathways.models import Pathway
from accanto.territory.staff.models import User


def measure(
    *, pathway: Pathway, moment: str, levels: Mapping[str, int], by: User, at: datetime
) -> Assessment | None:
    """Write the levels (1 to 5, by area) and close the assessment; None when nobody gave a level.

    One that is still open for this moment is used, so that what somebody began is not lost.
    """
    if not levels:
        return None
    assessment = Assessment.objects.filter(
        pathway=pathway, kind=AssessmentKind.SIX_AREAS, moment=moment, state=AssessmentState.OPEN
    ).first() or open_assessment(pathway=pathway, kind=AssessmentKind.SIX_AREAS, moment=moment, by=by, at=at)
    assessment = Assessment.objects.select_related("instrument").get(pk=assessment.pk)
    items = {
        item.area: item.code
        for section in instrument_of(assessment.instrument).sections
        for item in section.items
        if item.type == "scale" and item.area
    }
    versions = dict(Answer.objects.filter(assessment=assessment).values_list("item", "version"))
    for area, level in levels.items():
        save_answer(
            assessment=assessment,
            item=items[area],
            value=level,
            expected_version=versions.get(items[area], 0),
            by=by,
            at=at,
        )
    return close_assessment(assessment=assessment, by=by, at=at)
