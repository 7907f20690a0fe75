"""Addresses of the workspace: what belongs to no single room."""

from django.urls import URLPattern, path

from accanto.casework.cases.views.asking import case_ask
from accanto.casework.cases.views.lists import deadlines
from accanto.faces.workspace.views import documents, entrance, finding, home
from accanto.foundation.jobs.views import draft_save

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("cerca/", finding.search_page, name="search"),
    path("persone/<uuid:pk>/", finding.person_page, name="person"),
    path("persone/<uuid:person>/chiedi/<uuid:pk>/", case_ask, name="case_ask"),
    path("scadenze/", deadlines, name="deadlines"),
    path("documenti/<uuid:pk>/", documents.document, name="document"),
    path("bozze/<str:key>/", draft_save, name="draft_save"),
    path("lingua/", entrance.language, name="set_language"),
    path("demo/entra/", entrance.demo_login, name="demo_login"),
    # The same address as allauth's own, ahead of it: the page also lists the cast of the demonstration.
    path("conto/login/", entrance.entrance, name="account_login"),
]
