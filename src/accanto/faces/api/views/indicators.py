"""The figures of the zone for programs."""

from typing import Any

from django.utils.translation import gettext as _
from ninja import Query, Router

from accanto.core import clock
from accanto.faces.api.doors import reading
from accanto.faces.api.problems import Mistaken
from accanto.faces.api.requests import ProgramRequest
from accanto.faces.api.schemas.indicators import IndicatorList, IndicatorQuery
from accanto.steering.indicators.figures import Scope
from accanto.steering.indicators.masking import ROWS_PERMISSION, shown_to
from accanto.steering.indicators.queries import all_figures
from accanto.steering.indicators.telling import shown_as_json
from accanto.territory.places.models import Municipality

router = Router(tags=["indicators"])


@router.get(
    "/indicators",
    response=IndicatorList,
    by_alias=True,
    exclude_unset=True,
    url_name="indicators",
    summary="The figures of the zone",
)
@reading("indicators", "indicators.view", query=IndicatorQuery)
def list_indicators(request: ProgramRequest, query: Query[IndicatorQuery]) -> dict[str, Any]:
    """On any day, for one measure, for the zone or one municipality. Small numbers are hidden as on screen."""
    town = query.municipality or ""
    if town and not Municipality.objects.filter(istat_code=town, in_zone=True).exists():
        raise Mistaken("municipality", _("No municipality of the zone has this ISTAT code."))
    figures = all_figures(Scope(query.as_of or clock.today(), query.measure.value, town))
    full = request.user.may(ROWS_PERMISSION)
    return {"items": [shown_as_json(shown_to(figure, full=full)) for figure in figures]}
