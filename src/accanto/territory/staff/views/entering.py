"""What an administrator does about how somebody logs in. Each asks «confirm that it is you» first."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.core import clock
from accanto.core.web import action, editor, recent_login
from accanto.foundation.entrance.enums import EndReason
from accanto.foundation.entrance.operations import end_sessions, open_door
from accanto.territory.staff import operations
from accanto.territory.staff.forms import LoginIdentityForm, SecondStepResetForm
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest
from accanto.territory.staff.views.asking import ask


@action("staff.manage")
@recent_login
def operator_sessions_end(request: StaffRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    count = end_sessions(user=user, reason=EndReason.ADMINISTRATOR, by=request.user, at=clock.now())
    told = ngettext("One session closed.", "%(count)s sessions closed.", count) % {"count": count}
    messages.success(request, told if count else _("There was no open session."))
    return redirect("operator", pk=pk)


@action("staff.manage")
@recent_login
def operator_unlock(request: StaffRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    open_door(user=user, by=request.user, at=clock.now())
    messages.success(request, _("They can try again at once."))
    return redirect("operator", pk=pk)


@editor("staff.manage")
@recent_login
def second_step_reset(request: StaffRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    return ask(
        request,
        SecondStepResetForm(request.POST or None),
        lambda **given: operations.reset_second_step(user=user, by=request.user, at=clock.now(), **given),
        user=user,
        title=_("Take away the second step of %(name)s") % {"name": user},
        text=_(
            "For a lost telephone or key. Make sure that it is really they who ask: call them, or see them. "
            "Their sessions end, and at the next log-in they choose a new second step."
        ),
        done=_("The second step is taken away."),
    )


@editor("staff.manage")
@recent_login
def login_identity(request: StaffRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    return ask(
        request,
        LoginIdentityForm(
            request.POST or None, initial={"fiscal_code": user.fiscal_code, "email": user.email}
        ),
        lambda **given: operations.set_login_identity(user=user, by=request.user, at=clock.now(), **given),
        user=user,
        title=_("How the log-in of the body knows %(name)s") % {"name": user},
        text=_("Whoever comes from SPID, the identity card or the body with these enters with this account."),
        done=_("Registered."),
    )
