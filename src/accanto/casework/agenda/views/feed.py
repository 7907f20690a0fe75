"""The secret address of one's calendar: made and revoked by oneself, read by a calendar program without a session."""

import hmac
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import http_date, parse_etags, quote_etag
from django.utils.translation import gettext as _

from accanto.casework.agenda import operations
from accanto.casework.agenda.forms import FeedForm
from accanto.casework.agenda.ics import as_calendar
from accanto.casework.agenda.models import CalendarFeed
from accanto.casework.agenda.queries.feed import events_of, feed_with
from accanto.casework.agenda.secret import digest_of, prefix_of
from accanto.core import clock
from accanto.core.database.context import acting, acting_for
from accanto.core.dated_rules import rule_at
from accanto.core.web import action, page
from accanto.core.web.doors import reading_only
from accanto.core.web.middleware import public
from accanto.foundation.audit.readings import address_of
from accanto.foundation.entrance.first_things import closing_time
from accanto.foundation.entrance.operations import begin_attempt
from accanto.foundation.entrance.operations.attempts import (
    DoorClosed,
    address_closed_until,
    closed_until,
    mark_of,
)
from accanto.foundation.limits.operations import spend
from accanto.foundation.limits.rules import limit_named
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest

_NOBODY = "0" * 64


@page("agenda.view")
def agenda_feed(request: StaffRequest) -> HttpResponse:
    feed = CalendarFeed.objects.filter(user=request.user, revoked_at=None).first()
    context = {"feed": feed, "form": FeedForm(), "today": clock.today()}
    return render(request, "agenda/feed.html", context)


@action("agenda.view")
def agenda_feed_make(request: StaffRequest) -> HttpResponse:
    form = FeedForm(request.POST)
    form.is_valid()
    feed, secret = operations.make_feed(
        by=request.user, at=clock.now(), with_initials=form.cleaned_data.get("with_initials", False)
    )
    url = request.build_absolute_uri(reverse("calendar_feed", args=[secret]))
    response = render(request, "agenda/feed_made.html", {"feed": feed, "url": url})
    response["Cache-Control"] = "no-store"
    return response


@action("agenda.view")
def agenda_feed_revoke(request: StaffRequest) -> HttpResponse:
    feed = CalendarFeed.objects.filter(user=request.user, revoked_at=None).first()
    if feed is not None:
        operations.revoke_feed(feed=feed, by=request.user, at=clock.now())
        messages.success(request, _("The address opens nothing any more."))
    return redirect("agenda_feed")


@public
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Whatever is wrong with a secret, the answer is the same; each mistake is counted as a wrong password is."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    now = clock.now()
    try:
        feed = _enter(request, secret, now)
    except DoorClosed as closed:
        return _wait((closed.until - now).total_seconds())
    if (seconds := _spend(feed)) > 0:
        return _wait(seconds)
    operations.note_reading(feed=feed, at=now)
    body = _body(feed, now)
    tag = quote_etag(sha256(body).hexdigest()[:32])
    asked = set(parse_etags(request.headers.get("If-None-Match", "")))
    answer: HttpResponse
    if {tag, f"W/{tag}", "*"} & asked:
        answer = HttpResponseNotModified()
    else:
        answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'inline; filename="agenda.ics"'
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    answer["Date"] = http_date()
    return answer


def _body(feed: CalendarFeed, now: datetime) -> bytes:
    """In the name of the account, reading only: what it does not see is not told."""
    days = rule_at("agenda.slots", now.date(), "calendar")
    start, end = now - timedelta(days=days["before"]), now + timedelta(days=days["after"])
    with acting(acting_for(feed.user, at=now, reason="calendar")), reading_only():
        events = events_of(feed.user, start, end, on=now.date(), initials=feed.with_initials)
    return as_calendar(events, name=_("Agenda"), stamp=feed.created_at)


def _enter(request: HttpRequest, secret: str, now: datetime) -> CalendarFeed:
    """:raises Http404: no such secret. :raises DoorClosed: too many wrong ones."""
    prefix, address = prefix_of(secret), address_of(request)
    name = f"calendar:{prefix}" if prefix else f"calendar from {address}"
    feed = feed_with(secret) if prefix else None
    right = hmac.compare_digest(feed.digest if feed else _NOBODY, digest_of(secret))
    if feed is None or not right or not _may_read(feed.user, now):
        begin_attempt(name=name, user=None, address=address, at=now)
        raise Http404
    closed = [
        until
        for until in (closed_until(mark_of(name, None), now), address_closed_until(address, now))
        if until
    ]
    if closed:
        raise DoorClosed(max(closed))
    return feed


def _may_read(user: User, now: datetime) -> bool:
    """As a session: no longer than the account, its role and its last contract."""
    end = closing_time(user, now.date())
    return user.is_active and user.may("agenda.view") and not (end is not None and now >= end)


def _spend(feed: CalendarFeed) -> int:
    """By the wall clock, as every other limit."""
    now = datetime.now(UTC)
    return spend(limit=limit_named("calendar", now.date()), who={f"c{feed.pk}": 1}, at=now)


def _wait(seconds: float) -> HttpResponse:
    return HttpResponse(
        _("Too many requests: wait and try again."),
        status=429,
        content_type="text/plain; charset=utf-8",
        headers={"Retry-After": str(max(1, int(seconds) + 1)), "Cache-Control": "no-store"},
    )
