"""Addresses of this room in one's own account, under /conto/."""

from django.urls import URLPattern, path

from accanto.steering.privacy.views import declarations

urlpatterns: list[URLPattern] = [
    path("chi-non-devo-vedere/", declarations.my_declarations, name="my_declarations"),
]
