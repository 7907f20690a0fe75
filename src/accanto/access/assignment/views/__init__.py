"""The page where households get somebody."""

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.access.assignment.forms import WaitingFilters
from accanto.access.assignment.operations import Choice, Decided, assign_many
from accanto.access.assignment.queries import proposals, units_of, waiting_for
from accanto.access.assignment.queries.proposals import Board, Row
from accanto.access.assignment.rules import weights_on
from accanto.access.assignment.words import why
from accanto.access.outcomes.models import Application
from accanto.casework.cases import workload
from accanto.core import clock
from accanto.core.database.context import purpose
from accanto.core.web import action, page, reads
from accanto.territory.bodies.models import Office
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import OfficePost, User
from accanto.territory.staff.queries import in_force
from accanto.territory.staff.requests import StaffRequest

PAGE = 50


@page("assignment.decide")
def assignments(request: StaffRequest) -> HttpResponse:
    today = clock.today()
    board = proposals(request.user, today)
    towns = {row.application.municipality_id for row in board.rows}
    filters = WaitingFilters(request.GET, towns=Municipality.objects.filter(pk__in=towns))
    rows = _narrowed(board.rows, filters)
    shown = Paginator(rows, PAGE).get_page(request.GET.get("pagina"))
    reads.listed(row.application for row in shown)
    names = {worker.id: worker.name for worker in board.workers}
    weights = weights_on(today)
    load = workload.weights_on(today)
    context = {
        "today": today,
        "filters": filters,
        "filtered": any(request.GET.get(name) for name in filters.fields),
        "page": shown,
        "rows": [_row(row, names, board.units) for row in shown],
        "asked_why": set(map(_uuid, request.GET.getlist("perche"))),
        "total": len(board.rows),
        "kinds": _kinds(board.rows),
        "units": _loads(board),
        "weights": weights,
        "load": load,
        "legend": workload.legend(load),
        "empty": {"url": reverse("home"), "label": _("Go to today")},
    }
    return render(request, "assignment/list.html", context)


@action("assignment.decide")
def confirm(request: StaffRequest) -> HttpResponse:
    """The ticked households, each with the worker chosen beside it; each is its own transaction."""
    now = clock.now()
    choices, unsaid = _choices(request, now.date())
    decided = assign_many(choices=choices, by=request.user, at=now)
    done = [one for one in decided if one.assigned]
    if done:
        messages.success(request, _done(done))
    for one in decided:
        if one.refusal:
            messages.warning(request, f"{_name(one.choice.application)}: {one.refusal}")
    for application in unsaid:
        messages.error(request, _("%(name)s: choose who takes it.") % {"name": _name(application)})
    if not decided and not unsaid:
        messages.error(request, _("Tick at least one household, then confirm."))
    query = _asking_why(request.POST.get("back", ""), decided)
    return redirect(f"{reverse('assignments')}?{query}" if query else "assignments")


def _asking_why(back: str, decided: list[Decided]) -> str:
    """Where something like it runs already the row comes back with the place for the reason."""
    query = QueryDict(back, mutable=True)
    query.setlist("perche", [str(one.choice.application.pk) for one in decided if one.why_beside])
    return query.urlencode()


def _choices(request: StaffRequest, on: date) -> tuple[list[Choice], list[Application]]:
    """Ticked rows that are still in sight; those already decided by others are told by the operation."""
    wanted = {pk for pk in map(_uuid, request.POST.getlist("selected")[:500]) if pk}
    mine = waiting_for(request.user).filter(pk__in=wanted)
    taken = Application.objects.visible_to(request.user).filter(pk__in=wanted).exclude(case=None)
    with purpose("assignment"):  # households that nobody follows yet have a name all the same
        rows = {row.pk: row for found in (mine, taken) for row in found.select_related("household")}
    asked = {pk: request.POST.get(f"worker_{pk}", "") for pk in rows}
    ids = {int(value) for value in asked.values() if value.isdecimal() and len(value) < 10}
    workers = {user.pk: user for user in User.objects.filter(pk__in=ids).select_related("operator")}
    places = _places(ids, on)
    units = units_of(on)
    choices, unsaid = [], []
    for pk, row in rows.items():
        worker = workers.get(int(asked[pk])) if asked[pk].isdecimal() and len(asked[pk]) < 10 else None
        unit = _unit(row, worker, places, units) if worker else None
        if worker and unit:
            said = " ".join(request.POST.get(f"beside_{pk}", "").split())[:300]
            choices.append(Choice(row, worker, unit, beside=said))
        else:
            unsaid.append(row)
    return choices, unsaid


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _places(users: set[int], on: date) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for user, office in OfficePost.objects.filter(in_force(on), user__in=users).values_list(
        "user_id", "office_id"
    ):
        found.setdefault(user, []).append(office)
    return found


def _unit(
    row: Application, worker: User, places: dict[int, list[int]], units: dict[int, Office]
) -> Office | None:
    """Where the worker works: the unit that serves the household's town, else any of theirs."""
    offices = [units[pk] for pk in places.get(worker.pk, []) if pk in units]
    serving = [
        office for office in offices if any(town.pk == row.municipality_id for town in office.serves.all())
    ]
    return next(iter([*serving, *offices]), None)


def _narrowed(rows: list[Row], filters: WaitingFilters) -> list[Row]:
    given = filters.cleaned_data if filters.is_valid() else {}
    town, which = given.get("comune"), given.get("quali")
    groups = {"seguiti": {"in_charge", "known"}, "nuovi": {"load"}, "da-guardare": {"nobody", "unidentified"}}
    return [
        row
        for row in rows
        if (not town or row.application.municipality_id == town.pk)
        and (not which or row.proposal.why in groups[which])
    ]


def _name(application: Application) -> str:
    if application.household:
        return str(application.household.label)
    return f"{application.last_name} {application.first_name}".strip().title() or application.protocol


def _row(row: Row, names: dict[int, str], units: dict[int, Office]) -> dict[str, Any]:
    application, proposal = row.application, row.proposal
    candidates = [(worker.id, f"{worker.name} · {_cases(worker.cases)}") for worker in row.candidates]
    near = {pk for pk, _label in candidates}
    standing = proposal.waiting.standing
    if proposal.worker and proposal.worker not in near:
        name = names.get(proposal.worker) or (standing.worker_name if standing else "")
        candidates.insert(0, (proposal.worker, name))
    return {
        "id": application.pk,
        "name": _name(application),
        "measure": application.get_measure_display(),
        "protocol": application.protocol,
        "town": application.municipality.name,
        "outcome_on": application.outcome_on,
        "members": row.members,
        "minors": row.minors,
        "why": why(row, names, units),
        "kind": proposal.why,
        "project": bool(standing and standing.open and standing.project),
        "worker": proposal.worker,
        "candidates": candidates,
        "blocked": proposal.why == "unidentified",
        "others": [(pk, name) for pk, name in names.items() if pk not in near and pk != proposal.worker],
    }


def _kinds(rows: list[Row]) -> dict[str, int]:
    found = Counter(row.proposal.why for row in rows)
    return {
        "followed": found["in_charge"] + found["known"],
        "new": found["load"],
        "open": found["nobody"] + found["unidentified"],
    }


def _cases(number: int) -> str:
    return ngettext("%(n)d case", "%(n)d cases", number) % {"n": number}


def _loads(board: Board) -> list[dict[str, Any]]:
    """For each unit, its workers with cases, hours and what the proposals would add."""
    added = Counter(row.proposal.worker for row in board.rows if row.proposal.worker)
    served = {row.proposal.unit for row in board.rows}
    return [
        {
            "name": unit.name,
            "workers": [
                {"name": w.name, "cases": w.cases, "hours": w.hours, "added": added[w.id]}
                for w in board.workers
                if unit.pk in w.units
            ],
        }
        for unit in board.units.values()
        if unit.pk in served
    ]


def _done(done: list[Decided]) -> str:
    people = len({one.choice.worker.pk for one in done})
    households = ngettext("%(n)d household assigned", "%(n)d households assigned", len(done)) % {
        "n": len(done)
    }
    workers = ngettext(
        "to %(n)d colleague, who has been told", "to %(n)d colleagues, who have been told", people
    )
    return f"{households} {workers % {'n': people}}."
