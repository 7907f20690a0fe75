"""Addresses of this room, under /notifiche/."""

from django.urls import URLPattern, path

from accanto.foundation.notifications import views

urlpatterns: list[URLPattern] = [
    path("", views.notification_list, name="notifications"),
    path("tutte-lette/", views.notifications_read, name="notifications_read"),
    path("<int:pk>/", views.notification_open, name="notification_open"),
]
