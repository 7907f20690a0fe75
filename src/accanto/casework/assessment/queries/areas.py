"""Before and after on the six areas."""

from dataclasses import dataclass
from datetime import date

from accanto.casework.assessment.enums import Area, AssessmentKind, Moment
from accanto.casework.assessment.instruments import Item, instrument_of
from accanto.casework.assessment.models import Answer, Assessment
from accanto.casework.assessment.rules import Right
from accanto.casework.pathways.models import Pathway


@dataclass(frozen=True)
class AreaScore:
    """Levels from 1 to 5; None where nobody has said it."""

    area: str
    entry: int | None
    review: int | None
    exit: int | None

    @property
    def label(self) -> str:
        return str(Area(self.area).label)

    @property
    def last(self) -> int | None:
        return self.exit if self.exit is not None else self.review

    @property
    def change(self) -> int | None:
        """Steps from entry to the latest level; above zero is better."""
        return None if self.entry is None or self.last is None else self.last - self.entry


@dataclass(frozen=True)
class AreaScores:
    areas: tuple[AreaScore, ...]
    entry_on: date | None
    review_on: date | None
    exit_on: date | None

    @property
    def known(self) -> bool:
        return any(a.entry is not None or a.last is not None for a in self.areas)


def area_scores(pathway: Pathway, right: Right | None = None) -> AreaScores:
    """With a right: only the areas that it may read. Without: all six, for figures and frozen documents."""
    latest: dict[str, Assessment] = {}
    rows = (
        Assessment.objects.standing()
        .filter(pathway=pathway, kind=AssessmentKind.SIX_AREAS)
        .select_related("instrument")
    )
    for row in rows.order_by("opened_on", "id"):
        latest[row.moment] = row
    levels = {moment: _levels(row, right) for moment, row in latest.items()}
    readable = [area for area in Area.values if _reads(area, latest, right)]
    return AreaScores(
        tuple(
            AreaScore(area, *(levels.get(moment, {}).get(area) for moment in Moment.values))
            for area in readable
        ),
        *(latest[moment].opened_on if moment in latest else None for moment in Moment.values),
    )


def _level_items(assessment: Assessment, right: Right | None) -> dict[str, Item]:
    """The item that gives the level of each area the reader may read."""
    instrument = instrument_of(assessment.instrument)
    return {
        item.area: item
        for section in instrument.sections
        if right is None or section.read_by(right.audiences)
        for item in section.items
        if item.type == "scale" and item.area
    }


def _reads(area: str, latest: dict[str, Assessment], right: Right | None) -> bool:
    return right is None or any(area in _level_items(row, right) for row in latest.values())


def _levels(assessment: Assessment, right: Right | None) -> dict[str, int]:
    by_code = {item.code: area for area, item in _level_items(assessment, right).items()}
    answers = Answer.objects.filter(assessment=assessment, item__in=by_code, person=None).exclude(value=None)
    return {by_code[answer.item]: answer.value for answer in answers if isinstance(answer.value, int)}
