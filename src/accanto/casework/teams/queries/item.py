"""A household as the team sees it: name, age, members, question, way and its reason, in-depth framework, project."""

from dataclasses import dataclass
from datetime import datetime

from accanto.casework.assessment.enums import AssessmentKind, AssessmentState, Moment
from accanto.casework.assessment.models import Assessment
from accanto.casework.assessment.queries import Outline, reader_of, sheet_of
from accanto.casework.pathways.models import Pathway
from accanto.casework.teams.enums import ItemState
from accanto.casework.teams.models import AgendaItem
from accanto.casework.teams.queries.meeting import with_people
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class Framework:
    """Section B through the eyes of one user: only the sections of their profession."""

    assessment: Assessment
    outline: list[Outline]
    percent: int
    hidden: bool

    @property
    def open(self) -> bool:
        return self.assessment.state == AssessmentState.OPEN


def analysis_of(pathway: Pathway) -> Assessment | None:
    """The closed section A, for its way and the reason that was written; never for its answers."""
    return (
        Assessment.objects.filter(
            pathway=pathway, kind=AssessmentKind.SECTION_A, state=AssessmentState.CLOSED
        )
        .select_related("closed_by")
        .order_by("-closed_on")
        .first()
    )


def framework_of(pathway: Pathway, user: User, at: datetime) -> Framework | None:
    assessment = (
        Assessment.objects.visible_to(user)
        .standing()
        .filter(pathway=pathway, kind=AssessmentKind.SECTION_B)
        .exclude(moment=Moment.EXIT)
        .select_related("instrument", "case__household", "pathway")
        .order_by("-opened_on")
        .first()
    )
    if assessment is None:
        return None
    reader = reader_of(user, assessment, at)
    sheet = sheet_of(reader, at.date())
    return Framework(assessment, sheet.outline, sheet.percent, not reader.reads_all)


def decisions_before(item: AgendaItem) -> list[AgendaItem]:
    """What the team decided on this household before, newest first."""
    rows = AgendaItem.objects.filter(
        pathway__case=item.pathway.case_id, state=ItemState.DISCUSSED, meeting__team=item.meeting.team_id
    ).exclude(pk=item.pk)
    return list(with_people(rows).select_related("extract").order_by("-decided_at")[:10])


def beside(item: AgendaItem, user: User) -> tuple[AgendaItem | None, AgendaItem | None, int, int]:
    """The households before and after it on the same agenda that the user sees, its number and how many there are."""
    rows = list(
        AgendaItem.objects.visible_to(user)
        .filter(meeting=item.meeting_id, state__in=[ItemState.WAITING, ItemState.DISCUSSED])
        .select_related("pathway__case__household")
    )
    places = [row.pk for row in rows]
    if item.pk not in places:
        return None, None, 0, len(rows)
    here = places.index(item.pk)
    former = rows[here - 1] if here else None
    following = rows[here + 1] if here + 1 < len(rows) else None
    return former, following, here + 1, len(rows)
