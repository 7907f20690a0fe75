"""Addresses of this room, under /schede/."""

from django.urls import URLPattern, path

from accanto.people.matching.views import codes, creating, linking, pairs

urlpatterns: list[URLPattern] = [
    path("simili/", pairs.pairs, name="pairs"),
    path("nuova/", creating.person_new, name="person_new"),
    path("nuova/scrivi/", creating.person_write, name="person_write"),
    path("somiglianti/", creating.people_alike, name="people_alike"),
    path("<uuid:pk>/simili/", linking.person_link, name="person_link"),
    path("<uuid:pk>/codici/", codes.person_codes, name="person_codes"),
    path("<uuid:pk>/confronta/<uuid:other>/", linking.compare, name="people_compare"),
    path("collegamenti/<uuid:pk>/sciogli/", linking.link_end, name="link_end"),
]
