"""Addresses of this room, under /lavori/; drafts are saved under /bozze/ (see the workspace)."""

from django.urls import URLPattern, path

from accanto.foundation.jobs import views

urlpatterns: list[URLPattern] = [path("<uuid:pk>/", views.job_page, name="job")]
