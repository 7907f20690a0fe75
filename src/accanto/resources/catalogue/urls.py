"""Addresses of this room, under /servizi/."""

from django.urls import URLPattern, path

from accanto.resources.catalogue import views

urlpatterns: list[URLPattern] = [
    path("", views.service_list, name="services"),
    path("<slug:code>/", views.service_page, name="service"),
]
