"""The list of cases as data: the same columns on screen and in the file."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.cases import panels
from accanto.casework.cases.enums import CaseState
from accanto.casework.cases.forms import CaseFilters
from accanto.casework.cases.models import Case
from accanto.core.listing import Cell, Column, Empty, ListPage
from accanto.core.templatetags.accanto_ui import date_words
from accanto.people.households.queries import restricted_households

_TONE = {CaseState.OPEN: "fine", CaseState.SUSPENDED: "soon", CaseState.CLOSED: ""}


def _rows(request: Any) -> Any:
    rows = Case.objects.visible_to(request.user).select_related("household", "unit", "responsible")
    if request.GET.get("di") == "miei":
        rows = rows.filter(responsible=request.user)
    return rows


def _prepare(cases: list[Case]) -> None:
    standing = panels.standings(cases)
    for case in cases:
        case.standing = standing.get(case.pk, "")  # type: ignore[attr-defined]


def _standing(case: Any) -> Cell:
    state = CaseState(case.state)
    if state != CaseState.OPEN or not case.standing:
        return Cell(str(state.label).capitalize(), tone=_TONE[state])
    return Cell(case.standing)


CASES = ListPage(
    title=gettext_lazy("Cases"),
    rows=_rows,
    leaving=lambda rows: rows.exclude(household__in=restricted_households()),
    columns=[
        Column(
            "household",
            gettext_lazy("Household"),
            lambda case: case.household.label,
            sort=("household__label",),
        ),
        Column("number", gettext_lazy("Number"), lambda case: case.number, sort=("number",)),
        Column("standing", gettext_lazy("Where it stands"), _standing),
        Column(
            "responsible",
            gettext_lazy("Responsible"),
            lambda case: str(case.responsible) if case.responsible else _("nobody yet"),
            sort=("responsible__last_name", "responsible__first_name"),
        ),
        Column("unit", gettext_lazy("Unit"), lambda case: case.unit.name, sort=("unit__name",)),
        Column(
            "opened",
            gettext_lazy("In charge since"),
            lambda case: Cell(date_words(case.opened_on), value=case.opened_on),
            sort=("opened_on",),
        ),
    ],
    default_order="-opened",
    filters=CaseFilters,
    prepare=_prepare,
    address=lambda case: reverse("case", args=[case.pk]),
    empty=Empty(
        gettext_lazy("No household in your charge"),
        gettext_lazy(
            "A case appears here when a household is assigned to you, or when the team asks for you."
        ),
        icon="folder",
    ),
    filename="casi",
)
