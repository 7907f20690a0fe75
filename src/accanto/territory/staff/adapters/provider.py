from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialLogin
from django.contrib.auth import logout
from django.http import HttpRequest
from django.shortcuts import render

from accanto.core.web.confirmation import mark_confirmed
from accanto.territory.staff.oidc import session as provider_session
from accanto.territory.staff.oidc.claims import Claims, LevelTooLow, SomebodyElse, TooOld
from accanto.territory.staff.oidc.matching import operator_of


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Who comes from the body's log-in is an operator that an administrator has entered, or nobody."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[Any]:
        """Only what the environment says; nothing is configured in the database."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        claims: Claims = request.provider_claims  # type: ignore[attr-defined]
        user = operator_of(claims)
        if sociallogin.state.get("process") == "redirect":
            if user is None or user.pk != request.user.pk:
                raise SomebodyElse
            if not claims.fresh:
                raise TooOld
            mark_confirmed(request)
            return
        if user is None:
            raise ImmediateHttpResponse(
                render(
                    request, "staff/unknown_person.html", {"onward": claims.logout_url(request)}, status=403
                )
            )
        if request.user.is_authenticated:
            logout(request)
        sociallogin.user = user
        provider_session.remember(request, user, claims)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        """One page that says what happened and what to do."""
        context = {
            "cancelled": error == "cancelled",
            "level": isinstance(exception, LevelTooLow),
            "other": isinstance(exception, SomebodyElse),
            "name": provider.name,
        }
        raise ImmediateHttpResponse(render(request, "staff/provider_trouble.html", context, status=403))
