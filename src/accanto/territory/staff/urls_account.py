"""Addresses of one's own account, under /conto/, ahead of allauth's."""

from django.contrib.auth.decorators import login_required
from django.urls import URLPattern, path, re_path
from django.views.generic.base import RedirectView

from accanto.territory.staff.views import account, provider

urlpatterns: list[URLPattern] = [
    path("2fa/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_old_index"),
    path("sicurezza/sessioni/<int:pk>/chiudi/", account.session_end, name="session_end"),
    path("sicurezza/sessioni/altre/chiudi/", account.sessions_end_others, name="sessions_end_others"),
    path("secondo-passo/", account.second_step_start, name="second_step_start"),
    path("oidc/<str:provider_id>/login/", provider.provider_login, name="provider_login"),
    path("oidc/<str:provider_id>/login/callback/", provider.provider_callback, name="provider_callback"),
    path("ente/conferma/", provider.provider_confirm, name="provider_confirm"),
    path("ente/confermato/", provider.confirmed, name="confirmed"),
    path("ente/uscita/", provider.provider_left, name="provider_left"),
    re_path(
        r"^(?P<rest>3rdparty|social|email|confirm-email|signup|password/reset|password/set|login/code)/",
        account.not_here,
    ),
]
# After allauth, so that this address is the one that its own pages lead back to.
own_index: list[URLPattern] = [path("sicurezza/", login_required(account.security), name="mfa_index")]
