"""How long the zone usually takes from one stage to the next, in working days of the household's municipality."""

from collections import defaultdict
from datetime import date, timedelta
from statistics import median

from django.core.cache import cache
from django.db.models import F, Window
from django.db.models.functions import Lag

from accanto.casework.pathways.models import StageEntry
from accanto.core.database.context import zone_report
from accanto.core.working_time import working_days_of_pairs

FEWEST = 5
_SPAN = timedelta(days=730)
_KEPT = 3600


def zone_medians(measure: str, on: date) -> dict[str, float]:
    """Stage → median working days since the stage before it, over two years; counted once an hour.

    Fewer than five households say nothing: the figure would be about them.
    """
    key = f"pathways.medians.{measure}.{on:%Y%m%d}"
    known: dict[str, float] | None = cache.get(key)
    if known is None:
        with zone_report("medians"):
            known = _counted(measure, on)
        cache.set(key, known, _KEPT)
    return known


def _counted(measure: str, on: date) -> dict[str, float]:
    rows = StageEntry.objects.filter(
        pathway__measure=measure, pathway__outcome_on__gt=on - _SPAN, entered_on__lte=on
    ).annotate(
        before=Window(
            Lag("entered_on"), partition_by="pathway_id", order_by=[F("entered_on").asc(), F("id").asc()]
        )
    )
    found = [
        (stage, (before, entered, istat))
        for stage, before, entered, istat in rows.order_by().values_list(
            "stage", "before", "entered_on", "pathway__municipality__istat_code"
        )
        if before is not None
    ]
    days: dict[str, list[int]] = defaultdict(list)
    for (stage, _pair), counted in zip(found, working_days_of_pairs(pair for _s, pair in found), strict=True):
        days[stage].append(counted)
    return {stage: median(values) for stage, values in days.items() if len(values) >= FEWEST}
