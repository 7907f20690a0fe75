"""Who must log in with a second step (an app on the telephone, a passkey), and from which day."""

from dataclasses import dataclass
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

from accanto.core.dated_rules import rule_at
from accanto.foundation.entrance.first_things import FirstThing
from accanto.territory.staff.models import RoleGrant
from accanto.territory.staff.queries import in_force
from accanto.territory.staff.roles import ROLES

PROVED = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
CODE = "second_step"


@dataclass(frozen=True)
class Demand:
    """The roles that ask for it and the first day on which nobody enters without."""

    roles: tuple[str, ...]
    from_day: date

    def overdue(self, on: date) -> bool:
        return on >= self.from_day


def demand_on(user: AbstractBaseUser, on: date) -> Demand | None:
    """None for who holds no role that asks for it. The days of grace run from the role, or from the rule if later."""
    asking = [code for code, role in ROLES.items() if role.second_step]
    grants = list(
        RoleGrant.objects.filter(in_force(on), user_id=user.pk, role__in=asking)
        .order_by("starts_on", "id")
        .values_list("role", "starts_on")
    )
    if not grants:
        return None
    grace = timedelta(days=int(rule_at("staff.second_step", on, "grace_days").value))
    demanded_from: date = rule_at("staff.second_step", on, "demanded_from").value
    first = min(max(starts_on, demanded_from) for _role, starts_on in grants)
    return Demand(tuple(dict.fromkeys(role for role, _day in grants)), first + grace)


def has_second_step(user: AbstractBaseUser) -> bool:
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=PROVED).exists())


def due(request: HttpRequest, user: AbstractBaseUser, on: date) -> bool:
    """Nobody is asked who has it, or whom the body's own log-in has seen with two factors."""
    if request.session.get("provider_two_factors"):
        return False
    demand = demand_on(user, on)
    return demand is not None and demand.overdue(on) and not has_second_step(user)


FIRST_THING = FirstThing(
    code=CODE,
    url_name="second_step_start",
    needs=frozenset(
        {"mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"}
    ),
    due=due,
)
