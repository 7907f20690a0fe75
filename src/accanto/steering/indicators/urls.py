"""Addresses of this room, under /indicatori/."""

from django.urls import URLPattern, path

from accanto.steering.indicators.views import figures, files, rows, source, workload

urlpatterns: list[URLPattern] = [
    path("", figures.board, name="indicators"),
    path("carico/", workload.workload, name="workload"),
    path("fonte/", source.zone_plan_page, name="zone_plan_source"),
    path("stampa/", files.print_all, name="indicators_pdf"),
    path("foglio/", files.workbook, name="indicators_xlsx"),
    path("<slug:code>/", figures.detail, name="indicator"),
    path("<slug:code>/righe/", rows.rows, name="indicator_rows"),
]
