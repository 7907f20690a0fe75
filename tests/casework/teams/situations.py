"""Households with a complex need, meetings, and what a partner could see by mistake."""

from datetime import date, datetime, timedelta

from accanto.casework.pathways.enums import Stage, Way
from accanto.casework.pathways.operations import enter_stage, set_way
from accanto.casework.teams import operations
from accanto.casework.teams.models import AgendaItem, Team, TeamMeeting
from tests import cast
from tests.scenarios import NOW, TODAY, Situation, family_in_charge, moment

MEETING_DAY = date(2026, 11, 25)  # a Wednesday
IN_THE_ROOM = moment(MEETING_DAY, 10)
AFTERWARDS = moment(MEETING_DAY, 13)


def team() -> Team:
    return Team.objects.get(code="eemm-pistoia")


def complex_family(
    surname: str = "Campioni", *, analysed_on: date = date(2026, 11, 16), **where: str
) -> Situation:
    """In charge, with a preliminary analysis that says complex need."""
    found = family_in_charge(surname, **where)  # type: ignore[arg-type]
    at = moment(analysed_on, 12)
    enter_stage(pathway=found.pathway, stage=Stage.ANALYSIS, on=analysed_on, by=found.anna, at=at)
    set_way(pathway=found.pathway, way=Way.COMPLEX, by=found.anna, at=at)
    return found


def meeting(day: date = MEETING_DAY, *, at: datetime = NOW, hour: int = 9) -> TeamMeeting:
    return operations.plan_meeting(
        team=team(),
        starts_at=moment(day, hour),
        ends_at=moment(day, hour + 4),
        place="Sala 2",
        by=cast.user(cast.CARLA),
        at=at,
    )


def on_agenda(situation: Situation, where: TeamMeeting | None = None, *, at: datetime = NOW) -> AgendaItem:
    return operations.put_on_agenda(
        meeting=where or meeting(at=at),
        pathway=situation.pathway,
        question="Quali sostegni per Marta?",
        by=situation.carla,
        at=at,
    )


def decide(item: AgendaItem, decision: str = "project", *, at: datetime = IN_THE_ROOM) -> AgendaItem:
    return operations.decide_item(
        item=item,
        decision=decision,
        text="Educativa domiciliare da gennaio.",
        by=cast.user(cast.CARLA),
        at=at,
    )


def everybody_there(where: TeamMeeting, *, at: datetime = IN_THE_ROOM) -> None:
    from accanto.casework.teams.queries import expected_people

    operations.take_attendance(
        meeting=where,
        sheet=[operations.Presence(one.user, present=True) for one in expected_people(where)],
        by=cast.user(cast.CARLA),
        at=at,
    )


def held(where: TeamMeeting, *, at: datetime = AFTERWARDS) -> TeamMeeting:
    everybody_there(where)
    return operations.hold_meeting(
        meeting=where, by=cast.user(cast.CARLA), at=at, notes="Riunione ordinaria."
    )


__all__ = [
    "AFTERWARDS",
    "IN_THE_ROOM",
    "MEETING_DAY",
    "NOW",
    "TODAY",
    "complex_family",
    "decide",
    "everybody_there",
    "held",
    "meeting",
    "on_agenda",
    "team",
    "timedelta",
]
