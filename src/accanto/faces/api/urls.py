"""Pages where keys are made and revoked, under /chiavi/."""

from django.urls import URLPattern, path

from accanto.faces.api.views import keys

urlpatterns: list[URLPattern] = [
    path("", keys.key_list, name="api_keys"),
    path("nuova/", keys.key_new, name="api_key_new"),
    path("<int:pk>/revoca/", keys.key_revoke, name="api_key_revoke"),
]
