"""What the in-depth framework (section B) says should change becomes a first draft of the goals."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accanto.casework.assessment.enums import Area, AssessmentKind
from accanto.casework.assessment.models import Answer, Assessment
from accanto.casework.assessment.queries import reader_of
from accanto.casework.projects.models import Goal, Project
from accanto.casework.projects.operations.content import add_goal
from accanto.territory.staff.models import User

_NOT_NOW = "no"


@dataclass(frozen=True)
class Suggestion:
    """One area of section B: what should change, and what to count on."""

    area: str
    expected: str
    resources: str
    urgent: bool

    @property
    def area_label(self) -> str:
        return str(Area(self.area).label)


def suggestions_for(project: Project, user: User, at: datetime) -> list[Suggestion]:
    """Urgent areas first; only the sections that the reader may read, and not what is already a goal."""
    assessment = (
        Assessment.objects.standing()
        .filter(pathway=project.pathway_id, kind=AssessmentKind.SECTION_B)
        .select_related("instrument", "case__household")
        .first()
    )
    if assessment is None:
        return []
    readable = reader_of(user, assessment, at).items
    answers = {
        answer.item: str(answer.value).strip()
        for answer in Answer.objects.filter(assessment=assessment, person=None)
        if answer.item in readable and answer.value not in (None, "", [])
    }
    written = {text.casefold() for text in project.goals.present().values_list("text", flat=True)}
    found = [
        Suggestion(
            area,
            answers[f"{area}_expected"],
            answers.get(f"{area}_resources", ""),
            answers.get(f"{area}_urgency") == "now",
        )
        for area in Area.values
        if answers.get(f"{area}_expected") and answers.get(f"{area}_urgency") != _NOT_NOW
    ]
    fresh = [s for s in found if " ".join(s.expected.split())[:400].casefold() not in written]
    return sorted(fresh, key=lambda s: not s.urgent)


@transaction.atomic
def copy_suggestions(*, project: Project, areas: Iterable[str], by: User, at: datetime) -> list[Goal]:
    """The chosen areas become goals, to be reworded with the family."""
    wanted = set(areas)
    return [
        add_goal(project=project, area=found.area, text=" ".join(found.expected.split())[:400], by=by, at=at)
        for found in suggestions_for(project, by, at)
        if found.area in wanted
    ]
