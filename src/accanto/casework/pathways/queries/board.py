"""Pathways by stage: how many, and of each column the ones that are due first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from accanto.casework.pathways.enums import ConvocationState, PathwayState, Stage
from accanto.casework.pathways.models import Convocation, Pathway
from accanto.casework.pathways.queries.bar import with_next_term
from accanto.territory.staff.models import User

SHOWN = 12
OPEN_CONVOCATIONS = [ConvocationState.PLANNED, ConvocationState.SENT]


@dataclass(frozen=True)
class Lane:
    stage: Stage
    total: int
    late: int
    pathways: list[Any]

    @property
    def hidden(self) -> int:
        return self.total - len(self.pathways)


def running(user: User) -> QuerySet[Pathway]:
    """Pathways that are not over, of the cases that the user may see, with the term that comes due first."""
    return with_next_term(Pathway.objects.visible_to(user).exclude(state=PathwayState.CLOSED))


def lanes(pathways: QuerySet[Pathway], today: date, stage: str = "") -> list[Lane]:
    """Three queries: totals, the first of each column, their convocations. With `stage`, the whole of one column."""
    if stage:
        pathways = pathways.filter(stage=stage)
    totals = {
        row["stage"]: (row["total"], row["behind"])
        for row in pathways.order_by()
        .values("stage")
        .annotate(total=Count("pk"), behind=Count("pk", filter=Q(next_due__lt=today)))
    }
    place = Window(
        RowNumber(),
        partition_by="stage",
        order_by=[F("next_due").asc(nulls_last=True), F("outcome_on").asc()],
    )
    rows = pathways.annotate(place=place).select_related(
        "case__household", "case__responsible", "municipality"
    )
    if not stage:
        rows = rows.filter(place__lte=SHOWN)
    waiting = Convocation.objects.filter(state__in=OPEN_CONVOCATIONS).select_related("appointment")
    rows = rows.prefetch_related(Prefetch("convocations", waiting, to_attr="under_way")).order_by("place")
    by_stage: dict[str, list[Pathway]] = {}
    for row in rows:
        by_stage.setdefault(row.stage, []).append(row)
    order = [one for one in Stage if one != Stage.CLOSED]
    return [
        Lane(one, *totals.get(one, (0, 0)), by_stage.get(one, []))
        for one in order
        if one in totals or (one != Stage.OUTCOME and not stage)
    ]
