"""Addresses of this room under /esclusioni/: who must not see whom, for the privacy officer."""

from django.urls import URLPattern, path

from accanto.steering.privacy.views import declarations

urlpatterns: list[URLPattern] = [
    path("", declarations.bars, name="privacy_bars"),
    path("nuova/", declarations.bar_new, name="privacy_bar_new"),
    path("<uuid:pk>/", declarations.declaration, name="privacy_declaration"),
    path("cartelle/<int:pk>/fine/", declarations.bar_lift, name="privacy_bar_lift"),
]
