"""The rows behind a figure: listed within one's rights, the others only counted."""

from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accanto.access.outcomes.enums import Outcome
from accanto.access.outcomes.models import Application
from accanto.access.outcomes.queries.work import may_leave
from accanto.casework.pathways.enums import Way
from accanto.casework.pathways.models import Pathway
from accanto.core import clock
from accanto.core.database.context import zone_report
from accanto.core.listing import Cell, Column, Empty, ListPage
from accanto.core.web import page
from accanto.people.persons.visibility import seen_by_context
from accanto.steering.indicators.cards import OUTCOME_PARTS, Desk
from accanto.steering.indicators.definitions import definitions
from accanto.steering.indicators.forms import ScopeForm
from accanto.steering.indicators.queries import parts_of
from accanto.steering.indicators.small_numbers import too_few
from accanto.steering.indicators.views.figures import desk_of
from accanto.territory.staff.models import User


def _name(row: Any) -> Cell:
    name = row.household.label if row.household else f"{row.last_name} {row.first_name}".strip()
    address = reverse("case", args=[row.case_id]) if row.opens else ""
    return Cell(name or row.protocol, url=address)


_OUTCOME_COLUMNS = [
    Column("name", _("Household"), _name, sort=("last_name", "first_name"), width=28),
    Column("protocol", _("Protocol"), lambda row: row.protocol, sort=("protocol",), width=22),
    Column(
        "town", _("Municipality"), lambda row: row.municipality.name, sort=("municipality__name",), width=24
    ),
    Column("outcome", _("Outcome"), lambda row: str(Outcome(row.outcome_then).label), sort=("outcome_then",)),
    Column("outcome_on", _("Since"), lambda row: row.outcome_then_on, sort=("outcome_then_on",)),
]
_PATHWAY_COLUMNS = [
    _OUTCOME_COLUMNS[0],
    _OUTCOME_COLUMNS[2],
    Column("outcome_on", _("Outcome"), lambda row: row.outcome_then_on, sort=("outcome_then_on",)),
    Column("analysis", _("Analysis"), lambda row: row.analysis_on, sort=("analysis_on",)),
    Column(
        "way",
        _("Way"),
        lambda row: str(Way(row.way_then).label) if row.way_then else None,
        sort=("way_then",),
    ),
    Column("framework", _("Framework"), lambda row: row.framework_on, sort=("framework_on",)),
    Column("defined", _("Signed"), lambda row: row.defined_on, sort=("defined_on",)),
    Column("started", _("Started"), lambda row: row.started_on, sort=("started_on",)),
]


@page("indicators.view")
def rows(request: HttpRequest, code: str) -> HttpResponse:
    if code not in definitions():
        raise Http404
    form = ScopeForm(request.GET, clock.today())
    desk = desk_of(request, form)
    parts = parts_of(code)
    part = request.GET.get("parte") or next(iter(parts), "")
    if part not in parts:
        raise Http404
    everybody = parts[part](desk.scope)
    if code == "applications" and request.GET.get("esito") in set(Outcome):
        everybody = _with_outcome(everybody, request.GET["esito"])
    seen = _seen(request.user, (code, part))  # type: ignore[arg-type]
    with zone_report("indicator_rows"):
        total = everybody.order_by().count()
    visible = everybody.filter(seen).annotate(opens=_opens(request.user))  # type: ignore[arg-type]
    mine = everybody.order_by().filter(seen).count()
    listing = _listing(code, part, visible, mine)
    context = {
        "desk": desk,
        "definition": definitions()[code],
        "back": desk.address("indicator", code),
        "others": _others(total - mine, desk),
        "parte": part,
    }
    return listing.respond(request, "indicators/rows.html", context)


def _with_outcome(rows: QuerySet[Any], outcome: str) -> QuerySet[Any]:
    narrowed: QuerySet[Any] = rows.filter(Q(outcome_then=outcome))
    return narrowed


def _seen(user: User, part: tuple[str, str]) -> Q:
    if part in OUTCOME_PARTS:
        return Q(pk__in=Application.objects.visible_to(user).values("pk"))
    return Q(pk__in=Pathway.objects.visible_to(user).order_by().values("source"))


def _opens(user: User) -> Case | Value:
    """Whether the case behind a row opens: the rows of the lists are for more people than the cases are."""
    if not user.may("cases.view"):
        return Value(False)
    return Case(When(seen_by_context(user, context="case_id"), then=True), default=False)


def _others(hidden: int, desk: Desk) -> str:
    """How many rows one may not see, in words; a small number is not told to those without the right to it."""
    if not hidden:
        return ""
    if not desk.full and too_few(hidden):
        return gettext("Others, fewer than 5, count in the figure: you may not see who they are.")
    return ngettext(
        "Another %(n)d household counts in the figure: you may not see who it is.",
        "Another %(n)d households count in the figure: you may not see who they are.",
        hidden,
    ) % {"n": hidden}


def _listing(code: str, part: str, visible: QuerySet[Any], total: int) -> ListPage:
    outcome = (code, part) in OUTCOME_PARTS
    chosen = visible.select_related("municipality", "household", "case")
    return ListPage(
        title=str(definitions()[code].label),
        rows=lambda _request: chosen,
        leaving=may_leave,
        columns=_OUTCOME_COLUMNS if outcome else _PATHWAY_COLUMNS,
        default_order="name",
        empty=Empty(
            _("No row that you may see"),
            _(
                "Here are the households of the cases open to you. Choose another day, measure or municipality."
            ),
            "search",
        ),
        filename=f"{code}-{part}",
        total=total,
    )
