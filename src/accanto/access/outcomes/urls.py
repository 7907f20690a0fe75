"""Addresses of this room."""

from django.urls import URLPattern, path

from accanto.access.outcomes.views import applications, identify, imports, report

app_name = "outcomes"
urlpatterns: list[URLPattern] = [
    path("", report.home, name="home"),
    path("importazioni/", imports.import_list, name="imports"),
    path("importazioni/nuova/", imports.upload, name="upload"),
    path("importazioni/<uuid:pk>/", imports.import_page, name="import"),
    path("importazioni/<uuid:pk>/colonne/", imports.mapping, name="mapping"),
    path("importazioni/<uuid:pk>/anteprima/", imports.preview, name="preview"),
    path("importazioni/<uuid:pk>/avvia/", imports.start, name="start"),
    path("importazioni/<uuid:pk>/avanzamento/", imports.progress, name="progress"),
    path("importazioni/<uuid:pk>/rifiutate/", imports.rejected_file, name="rejected"),
    path("importazioni/<uuid:pk>/originale/", imports.original, name="original"),
    path("domande/", applications.application_list, name="applications"),
    path("domande/<uuid:pk>/", applications.application_page, name="application"),
    path("domande/<uuid:pk>/accompagnamento/", applications.accompany, name="accompany"),
    path("da-accompagnare/", applications.accompany_list, name="accompany_list"),
    path("da-identificare/", identify.waiting_list, name="waiting"),
    path("da-identificare/<uuid:pk>/", identify.decide_page, name="identify"),
    path("da-identificare/<uuid:pk>/stessa/", identify.same, name="same"),
    path("da-identificare/<uuid:pk>/nuova/", identify.new, name="new"),
    path("da-identificare/<uuid:pk>/codice/", identify.code, name="code"),
]
