"""Who is named, and who they are in the register."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.postgres.search import TrigramWordSimilarity
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.access.reports import operations
from accanto.access.reports.forms import NamedForm, NewPersonForm
from accanto.access.reports.models import NamedPerson, Report
from accanto.access.reports.operations import Named
from accanto.access.reports.views.loading import load_report
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor, load, reads
from accanto.people.matching.whom import Whom, settle
from accanto.people.persons.models import Person
from accanto.people.persons.naming import fold
from accanto.people.persons.queries import born_words
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest

_MOST = 8
_NEAR = 0.5


@editor("reports.receive")
def report_name(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_report(request, pk)
    form = NamedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.name_person(
                report=row, given=Named(**form.cleaned_data), by=request.user, at=clock.now()
            )
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            return redirect("report", pk=pk)
    context = {
        "report": row,
        "form": form,
        "title": _("Somebody more is named"),
        "text": _("A name, or what is known of somebody without a name."),
        "action": _("Add"),
    }
    return render(request, "reports/ask.html", context, status=422 if form.errors else 200)


@editor("reports.receive")
def report_recognise(request: StaffRequest, pk: UUID, named: int) -> HttpResponse:
    """Search among the people that one sees; the one chosen is who is named."""
    row = load_report(request, pk)
    one = _named(row, named)
    refused = ""
    if request.method == "POST":
        person = load(Person.objects.visible_to(request.user), _uuid(request.POST.get("person")))
        try:
            operations.recognise(named=one, person=person, by=request.user, at=clock.now())
        except OperationRefused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, _("%(name)s is recognised.") % {"name": person})
            return _back(request, row)
    typed = request.GET.get("cerca", f"{one.first_name} {one.last_name}".strip())
    found = _like(request.user, typed)
    reads.searched(typed, found)
    context = {
        "report": row,
        "one": one,
        "typed": typed,
        "found": [{"person": person, "born": born_words(person)} for person in found],
        "may_create": request.user.may("people.create"),
        "refused": refused,
    }
    return render(request, "reports/recognise.html", context, status=422 if refused else 200)


@editor("people.create")
def report_register(request: StaffRequest, pk: UUID, named: int) -> HttpResponse:
    """Nobody in the register is this person: put them there, and the report knows who it is."""
    row = load_report(request, pk)
    one = _named(row, named)
    initial = {name: getattr(one, name) for name in ("last_name", "first_name", "birth_date")}
    form = NewPersonForm(request.POST or None, initial=initial)
    asked: dict[str, Any] = {}

    def act(who: Whom) -> NamedPerson:
        by, at = request.user, clock.now()
        if who.person is not None:
            return operations.recognise(named=one, person=who.person, by=by, at=at)
        return operations.register_named(named=one, given=form.given(), search=who.search, by=by, at=at)

    if request.method == "POST" and form.is_valid():
        done, asked = settle(request, form, act, clock.now())
        if done is not None:
            messages.success(request, _("Registered, and recognised in this report."))
            return _back(request, row)
    context = {
        **asked,
        "report": row,
        "form": form,
        "title": _("Register who is named"),
        "text": _("Search first: somebody who is in the register already must not be there twice."),
        "action": _("Register"),
    }
    return render(request, "reports/ask.html", context, status=422 if form.errors else 200)


def _named(row: Report, pk: int) -> NamedPerson:
    found = next((one for one in row.named.all() if one.pk == pk), None)
    if found is None or found.person_id is not None:
        raise Http404
    found.report = row
    return found


def _back(request: StaffRequest, row: Report) -> HttpResponse:
    """Who turns out to be somebody whom one must not see takes the report away from one’s eyes."""
    seen = Report.objects.visible_to(request.user).filter(pk=row.pk).exists()
    return redirect("report", pk=row.pk) if seen else redirect("reports")


def _like(user: User, typed: str) -> list[Person]:
    folded = fold(typed)
    if len(folded) < 2:
        return []
    rows = Person.objects.visible_to(user).annotate(near=TrigramWordSimilarity(folded, "search_name"))
    return list(rows.filter(near__gte=_NEAR).order_by("-near", "last_name", "first_name", "pk")[:_MOST])


def _uuid(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise Http404 from None
