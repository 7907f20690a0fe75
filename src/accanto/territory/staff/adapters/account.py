from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.core import clock
from accanto.core.templatetags.accanto_ui import date_words
from accanto.core.web.confirmation import confirmed_lately
from accanto.foundation.entrance.queries import account_named
from accanto.foundation.entrance.views import entered_by_one_click
from accanto.territory.staff.leaving import left_on
from accanto.territory.staff.oidc import session as provider_session
from accanto.territory.staff.second_step import demand_on, has_second_step

_WRONG = gettext_lazy(
    "The name or the password is not right. After five mistakes the log-in rests for a quarter of an hour."
)


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator: nobody signs up alone."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _WRONG,
        "email_password_mismatch": _WRONG,
        "incorrect_password": gettext_lazy("The password is not right: try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> Any:
        return "/"

    def get_logout_redirect_url(self, request: HttpRequest) -> Any:
        return reverse("logged_out")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """One name, one check of the password: the time taken does not tell a known name from an unknown one."""
        provider_session.forget(request)
        typed = credentials.get("username") or credentials.get("email") or ""
        known = account_named(typed)
        name = known.get_username() if known else typed
        found: AbstractBaseUser | None = super().authenticate(
            request, username=name, password=credentials.get("password", "")
        )
        return found

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **told: Any) -> HttpResponse | None:
        refused: HttpResponse | None = super().pre_login(request, user, **told)
        ended = None if refused else left_on(user, clock.today())
        if ended:
            clear_login(request)
            refused = render(request, "staff/contract_over.html", {"ended": ended}, status=403)
        if refused:
            provider_session.forget(request)
        return refused

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **told: Any) -> HttpResponse:
        """While there is still time, a demanded second step is announced."""
        demand = demand_on(user, clock.today())
        if demand and not demand.overdue(clock.today()) and not has_second_step(user):
            messages.warning(
                request,
                _(
                    "From %(day)s your role asks for a second step at the log-in: add it in «Access and security»."
                )
                % {"day": date_words(demand.from_day)},
            )
        answer: HttpResponse = super().post_login(request, user, **told)
        return answer

    def get_login_stages(self) -> list[str]:
        """Whom the body's log-in has seen with two factors is not asked for a third."""
        stages: list[str] = super().get_login_stages()
        if provider_session.two_factors_of(context.request):
            return [stage for stage in stages if not stage.startswith("allauth.mfa.")]
        return stages

    def logout(self, request: HttpRequest) -> None:
        """The page after takes one on to the body's own log-out, if there is one."""
        onward = provider_session.logout_url(request)
        super().logout(request)
        if onward:
            request.session["provider_logout"] = onward

    def is_reauthentication_required(self, *, app: str, **_told: Any) -> bool:
        return not confirmed_lately(context.request)

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        if user.is_authenticated and entered_by_one_click(context.request):
            return [{"id": "demo", "description": _("One click"), "url": reverse("confirm_demo")}]
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if user.is_authenticated and provider_session.entered_through(context.request):
            methods.insert(
                0,
                {"id": "provider", "description": _("Through your body"), "url": reverse("provider_confirm")},
            )
        return methods
