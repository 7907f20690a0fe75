"""Access points: which there are, when they are open, who receives people there, for how many residents."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.access.desk import operations
from accanto.access.desk.forms import PostEndForm, PostForm
from accanto.access.desk.languages import label_of
from accanto.access.desk.models import AccessPoint, DeskPost
from accanto.access.desk.opening import door_of
from accanto.access.desk.opening_week import closures_ahead, doors, week_of
from accanto.access.desk.queries import my_points, residents_served, staff_of
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor, load, page
from accanto.territory.staff.requests import StaffRequest


@page("desk.serve")
def desk_points(request: StaffRequest) -> HttpResponse:
    """Everybody who receives people may look where else people are received."""
    now = clock.now()
    points = list(AccessPoint.objects.select_related("office__seat", "office__organisation"))
    mine = {point.pk for point in my_points(request.user, now.date())}
    rows = [
        {"point": point, "hours": door.words(now), "open": door.open, "mine": point.pk in mine}
        for point, door in zip(points, doors(points, now), strict=True)
    ]
    return render(
        request,
        "desk/points.html",
        {"rows": rows, "mine": bool(mine), "manages": request.user.may("desk.manage")},
    )


@page("desk.serve")
def desk_point(request: StaffRequest, pk: int) -> HttpResponse:
    point = _load(pk)
    now = clock.now()
    door = door_of(point, now)
    context = {
        "point": point,
        "door": door,
        "hours": door.words(now),
        "week": week_of(point, now.date()),
        "closures": closures_ahead(point, now.date()),
        "staff": staff_of(point, now.date()),
        "residents": residents_served(point),
        "languages": ", ".join(label_of(code) for code in point.languages),
        "partners": list(point.partners.order_by("name")),
        "manages": _manages(request, point),
        "today": now.date(),
    }
    return render(request, "desk/point.html", context)


@editor("desk.manage")
def desk_post_new(request: StaffRequest, pk: int) -> HttpResponse:
    rows = AccessPoint.objects.filter(office__in=request.user.access.coordinates)
    point = load(rows.select_related("office"), pk)
    today = clock.today()
    form = PostForm(request.POST or None, on=today, initial={"starts_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            operations.assign_operator(point=point, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("From that day they receive people here and read its contacts."))
            return redirect("desk_point", pk=pk)
    context = {"point": point, "form": form, "title": _("Who receives people here"), "act": _("Add")}
    return render(request, "desk/post.html", context, status=422 if form.errors else 200)


@editor("desk.manage")
def desk_post_end(request: StaffRequest, pk: int) -> HttpResponse:
    rows = DeskPost.objects.filter(point__office__in=request.user.access.coordinates, ends_on=None)
    post = load(rows.select_related("point__office", "user"), pk)
    today = clock.today()
    form = PostEndForm(request.POST or None, initial={"last_day": today})
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["last_day"] + timedelta(days=1)
        try:
            operations.end_post(post=post, on=on, by=request.user, at=clock.now())
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("After that day they read nothing of this desk."))
            return redirect("desk_point", pk=post.point_id)
    title = _("%(name)s no longer receives people here") % {"name": post.user}
    context = {"point": post.point, "form": form, "title": title, "act": _("End it")}
    return render(request, "desk/post.html", context, status=422 if form.errors else 200)


def _load(pk: int) -> AccessPoint:
    rows = AccessPoint.objects.select_related("office__seat", "office__organisation", "unit")
    return load(rows, pk)


def _manages(request: StaffRequest, point: AccessPoint) -> bool:
    user = request.user
    return user.may("desk.manage") and point.office_id in user.access.coordinates
