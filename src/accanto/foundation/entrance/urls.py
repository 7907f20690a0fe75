"""Addresses of this room, under /conto/."""

from django.urls import URLPattern, path

from accanto.foundation.entrance import views

urlpatterns: list[URLPattern] = [
    path("presente/", views.session_left, name="session_left"),
    path("resto/", views.session_stay, name="session_stay"),
    path("conferma/", views.confirm_demo, name="confirm_demo"),
    path("uscita/", views.logged_out, name="logged_out"),
]
