"""The two lists of this room as data: the same columns on screen and in the file."""

from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, OuterRef, Subquery, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.mandates.enums import OfficeHeld
from accanto.casework.mandates.forms.administrators import AdministratorFilters, MeasureFilters
from accanto.casework.mandates.kinds import kind_words
from accanto.casework.mandates.models import Measure, SupportAdministrator
from accanto.casework.mandates.queries.pages import SOON_DAYS, with_terms
from accanto.core.listing import Cell, Column, Empty, ListPage
from accanto.core.templatetags.accanto_ui import date_words, relative_days
from accanto.people.households.queries import restricted_households
from accanto.people.persons.compartments import fenced
from accanto.people.persons.gone import with_people
from accanto.people.persons.models import Person


def _leaving(rows: Any) -> Any:
    return rows.exclude(case__household__in=restricted_households())


def _within(request: HttpRequest, rows: Any, today: date) -> Any:
    """Each row knows the day. What is kept apart is read where it lies and never goes into a file."""
    rows = rows.annotate(
        today=Value(today, DateField()), soon=Value(today + timedelta(days=SOON_DAYS), DateField())
    )
    return rows.exclude(case__compartment__in=fenced()) if request.GET.get("formato") else rows


def _day(day: date | None, today: date, *, clock: bool = True) -> Cell:
    if day is None:
        return Cell("–", value="")
    late = clock and day < today
    small = relative_days(day, today) if clock else ""
    return Cell(date_words(day, today), small=small, tone="late" if late else "", value=day)


def _state(row: Any) -> Cell:
    if row.open:
        return Cell(
            _("In force"),
            small=_("until %(day)s") % {"day": date_words(row.last_day)} if row.last_day else "",
        )
    return Cell(_("Is over"), small=str(row.get_ended_how_display()))


def measures_on(today: date) -> ListPage:
    def rows(request: HttpRequest) -> Any:
        seen = Measure.objects.visible_to(request.user)  # type: ignore[arg-type]
        seen = seen.select_related("case__household", "case__responsible", "authority")
        return _within(request, with_terms(seen), today)

    return ListPage(
        title=gettext_lazy("Measures"),
        rows=rows,
        leaving=_leaving,
        columns=[
            Column(
                "household",
                gettext_lazy("Household"),
                lambda row: row.case.household.label,
                sort=("case__household__label",),
            ),
            Column("kind", gettext_lazy("What it orders"), kind_words, sort=("kind",), width=36),
            Column(
                "authority",
                gettext_lazy("Which authority"),
                lambda row: str(row.authority),
                sort=("authority__name",),
            ),
            Column(
                "order",
                gettext_lazy("Order"),
                lambda row: Cell(date_words(row.order_on), small=row.order_number, value=row.order_on),
                sort=("order_on",),
            ),
            Column(
                "due",
                gettext_lazy("Next report"),
                lambda row: _day(row.next_due if row.open else None, today),
                sort=("next_due",),
            ),
            Column(
                "responsible",
                gettext_lazy("Answers for it"),
                lambda row: row.responsible_name or str(row.case.responsible or _("nobody yet")),
            ),
            Column("state", gettext_lazy("State"), _state, sort=("state",)),
        ],
        default_order="due",
        filters=MeasureFilters,
        address=lambda row: reverse("measure", args=[row.pk]),
        empty=Empty(
            gettext_lazy("No measure here"),
            gettext_lazy("An order is registered from the page of its case, under «Measures»."),
            icon="files",
        ),
        filename="provvedimenti",
    )


def _with_people(rows: list[Any]) -> None:
    with_people(rows)


# Only to put the rows in order: joining the person would leave out whoever is no longer seen.
_NAMED = Person.objects.filter(pk=OuterRef("person_id")).values("search_name")[:1]


def administrators_on(today: date) -> ListPage:
    def rows(request: HttpRequest) -> Any:
        seen = SupportAdministrator.objects.visible_to(request.user)  # type: ignore[arg-type]
        return _within(
            request, seen.select_related("case__household", "court").annotate(named=Subquery(_NAMED)), today
        )

    return ListPage(
        title=gettext_lazy("Support administrators"),
        rows=rows,
        leaving=_leaving,
        columns=[
            Column(
                "person",
                gettext_lazy("For whom"),
                lambda row: Cell(str(row.person), small=row.case.household.label),
                sort=("named",),
            ),
            Column("holder", gettext_lazy("Who acts"), lambda row: row.holder, sort=("holder",)),
            Column(
                "office", gettext_lazy("As"), lambda row: str(OfficeHeld(row.office).label), sort=("office",)
            ),
            Column(
                "decree",
                gettext_lazy("Decree"),
                lambda row: Cell(
                    _("no. %(number)s of %(day)s")
                    % {"number": row.decree_number, "day": date_words(row.decree_on)},
                    small=str(row.court),
                ),
                sort=("decree_on",),
            ),
            Column(
                "due",
                gettext_lazy("Next account"),
                lambda row: _day(row.next_report_on, today),
                sort=("next_report_on",),
            ),
            Column("until", gettext_lazy("Is over"), lambda row: _day(row.last_day, today, clock=False)),
        ],
        default_order="due",
        filters=AdministratorFilters,
        address=lambda row: reverse("administrator", args=[row.pk]),
        empty=Empty(
            gettext_lazy("Nobody here"),
            gettext_lazy(
                "A support administrator is registered from the page of the case, under «Measures»."
            ),
            icon="user",
        ),
        filename="amministratori-di-sostegno",
        prepare=_with_people,
        id="amministratori",
    )
