"""The request of a page that asks for a log-in."""

from django.http import HttpRequest

from accanto.territory.staff.models import User


class StaffRequest(HttpRequest):
    """Annotation for views behind `@page`, `@action`, `@editor`: the middleware has made sure who it is."""

    user: User
