"""The numbers for the room, on a screen that nobody sits at: numbers and windows, nothing else."""

from datetime import timedelta

from django.core.signing import BadSignature, loads
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accanto.access.desk.models import AccessPoint
from accanto.access.desk.queries import calls_of
from accanto.core import clock
from accanto.core.database.context import acting, acting_for
from accanto.core.web import page
from accanto.core.web.middleware import public
from accanto.territory.staff.models import User

SALT = "accanto.desk.screen"
_LASTS = timedelta(days=400)


@public
@page()
def desk_screen(request: HttpRequest, token: str) -> HttpResponse:
    """Opened with the address that an operator's board gives, without a log-in; it works in the name of that operator,
    for as long as they receive people there."""
    try:
        point_id, user_id = loads(token, salt=SALT, max_age=_LASTS)
    except (BadSignature, ValueError):
        raise Http404 from None
    user = User.objects.filter(pk=user_id, is_active=True).first()
    now = clock.now()
    if user is None:
        raise Http404
    with acting(acting_for(user, at=now)):
        point = AccessPoint.objects.served_by(user, now.date()).filter(pk=point_id)
        found = point.select_related("office").first()
        if found is None:
            raise Http404
        calls = calls_of(found, now.date())
    context = {"point": found, "newest": calls[0] if calls else None, "others": calls[1:], "token": token}
    return render(request, "desk/screen.html", context)
