"""Addresses of this room, under /riservatezza/."""

from django.urls import URLPattern, path

from accanto.steering.privacy.views import findings, homes, openings

urlpatterns: list[URLPattern] = [
    path("", findings.findings, name="privacy_findings"),
    path("cerca/", findings.look, name="privacy_look"),
    path("rilievi/<uuid:pk>/", findings.finding, name="privacy_finding"),
    path("rilievi/<uuid:pk>/esito/", findings.review, name="privacy_review"),
    path("rilievi/<uuid:pk>/nome/<uuid:whom>/", findings.name, name="privacy_name"),
    path("operatori/<int:pk>/", homes.operator_home, name="privacy_home"),
    path("cartelle/<uuid:pk>/", openings.case_openings, name="case_openings"),
    path("cartelle/<uuid:pk>/elenco.pdf", openings.case_openings_pdf, name="case_openings_pdf"),
]
