"""The clock from the preliminary analysis to the team."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accanto.casework.cases.enums import DeadlineState
from accanto.casework.cases.models import Deadline
from accanto.casework.cases.operations import close_deadlines, open_deadline
from accanto.casework.pathways.enums import Stage
from accanto.casework.pathways.models import Pathway, StageEntry
from accanto.casework.teams.queries.waiting import waiting_pathways
from accanto.casework.teams.rules import is_for_the_team
from accanto.core.dated_rules import NoRuleInForce, rule_at
from accanto.core.working_time import deadline as term_ends
from accanto.territory.staff.models import User

HOUSEHOLD_TO_TEAM = "household_to_team"


@transaction.atomic
def open_team_deadline(*, pathway: Pathway, by: User | None, at: datetime) -> Deadline | None:
    """Start the clock of a household with a complex need, from its analysis; None when the team is not its way.

    Asking twice moves the same clock. Where no term was in force on that day there is none to keep.
    """
    row = Pathway.objects.select_related("case__responsible", "municipality").get(pk=pathway.pk)
    if not is_for_the_team(row):
        close_team_deadline(pathway=row, at=at, state=DeadlineState.CANCELLED)
        return None
    analysed = StageEntry.objects.filter(pathway=row, stage=Stage.ANALYSIS).first()
    started_on = analysed.entered_on if analysed else timezone.localdate(at)
    try:
        rule = rule_at("teams.team_terms", started_on, HOUSEHOLD_TO_TEAM)
    except NoRuleInForce:
        return None
    return open_deadline(
        case=row.case,
        owner=row.case.responsible,
        code=HOUSEHOLD_TO_TEAM,
        subject=row.pk,
        started_on=started_on,
        due_on=term_ends(started_on, rule.value, rule["unit"], row.municipality.istat_code),
        rule=rule.source,
        days=rule.value,
        usually_from=rule["usually_from"],
        from_memory=rule.from_memory,
        since=started_on.isoformat(),
    )


def close_team_deadline(*, pathway: Pathway, at: datetime, state: str = DeadlineState.DONE) -> None:
    close_deadlines(subject=pathway.pk, code=HOUSEHOLD_TO_TEAM, at=at, state=state)


@transaction.atomic
def open_missing_deadlines(*, at: datetime) -> int:
    """For households that wait for the team without a clock; run every night. Returns how many were opened."""
    running = Deadline.objects.filter(code=HOUSEHOLD_TO_TEAM, state=DeadlineState.OPEN)
    without = waiting_pathways().exclude(pk__in=running.values("subject"))
    return sum(open_team_deadline(pathway=row, by=None, at=at) is not None for row in without)
