"""Addresses of this room, under /assegnazioni/."""

from django.urls import URLPattern, path

from accanto.access.assignment import views

urlpatterns: list[URLPattern] = [
    path("", views.assignments, name="assignments"),
    path("conferma/", views.confirm, name="assignments_confirm"),
]
