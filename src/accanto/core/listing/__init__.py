"""Lists: filtered, sorted, paged, exported; the same rights and the same columns on screen and in the file.

    CASES = ListPage(
        title=_("Cases"),
        rows=lambda request: Case.objects.visible_to(request.user).select_related("responsible"),
        columns=[
            Column("name", _("Household"), lambda case: case.household.label, sort=("household__label",)),
            Column("opened", _("Opened"), lambda case: case.opened_on, sort=("opened_on",)),
        ],
        default_order="-opened",
        leaving=lambda cases: cases.exclude(household__in=restricted_households()),   # of these, what a file may hold
        filters=CaseFilters,               # an AccantoForm with apply(rows) -> rows
        address=lambda case: reverse("case", args=[case.pk]),
    )

    @page("cases.view")
    def case_list(request):
        return CASES.respond(request, "cases/list.html")   # includes parts/list_table.html

Addresses: `ordine` (a column's key, `-` before it turns it round), `pagina`, `formato` (xlsx, csv, ods).
"""

from accanto.core.listing.columns import Cell, Column, Empty
from accanto.core.listing.page import FilterForm, ListPage
from accanto.core.listing.pages import LightPaginator

__all__ = ["Cell", "Column", "Empty", "FilterForm", "LightPaginator", "ListPage"]
