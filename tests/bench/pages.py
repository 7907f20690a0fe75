"""Pages of the full-size zone, each beside a bare query of the same rows and a request that does nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from accanto.casework.cases.models import Case
from accanto.core import clock
from accanto.territory.staff.models import User
from tests.bench.timing import Times, queries_of, times

PASSES = 3
# Milliseconds that a request which only passes through every middleware took on the machine on which the budgets were
# set. A slower machine is slower at that too: pages are held to their budget in its measure.
NOOP_MS = 1.0


@dataclass(frozen=True)
class Page:
    """`budget` in milliseconds and `most_queries` are those of design.md §8 (None: it names none).

    `same_rows` is false where a smaller zone has fewer rows to draw: then the two do not compare.
    """

    name: str
    budget: float
    most_queries: int | None
    user: User
    url: str
    sql: str
    params: list[Any]
    post: dict[str, str] | None = None
    same_rows: bool = True


@dataclass(frozen=True)
class Measured:
    page: Page
    times: Times
    bare: Times
    noop: Times
    queries: int

    @property
    def to_bare(self) -> float:
        return self.times.median / self.bare.median

    @property
    def to_noop(self) -> float:
        return self.times.median / self.noop.median

    @property
    def budgeted(self) -> Times:
        """What it would take where the no-op takes `NOOP_MS`."""
        scale = NOOP_MS / self.noop.median
        return Times(self.times.median * scale, self.times.p95 * scale)

    @property
    def within(self) -> bool:
        few = self.page.most_queries is None or self.queries <= self.page.most_queries
        return few and self.budgeted.median <= self.page.budget and self.budgeted.p95 <= 2 * self.page.budget


_LOGIN = "select * from staff_user where username = %s"
_LIST = """select c.*, h.label from cases_case c join households_household h on h.id = c.household_id
where c.responsible_id = %s and c.state <> 'closed' order by c.opened_on desc limit 25"""
_ZONE_LIST = """select c.*, h.label from cases_case c join households_household h on h.id = c.household_id
where c.state <> 'closed' order by c.opened_on desc, c.number desc limit 25"""
_SEARCH = """select distinct p.id, p.first_name, p.last_name, p.birth_date from persons_accessgrant g
join persons_person p on p.id = g.person_id where g.user_id = %s and %s <%% p.search_name limit 8"""
_HOME = """select d.*, h.label from cases_deadline d join cases_case c on c.id = d.case_id
join households_household h on h.id = c.household_id where d.owner_id = %s and d.state = 'open'
order by d.due_on limit 40"""
_CASE = """(select happened_at, text from cases_diaryentry where case_id = %s order by happened_at desc limit 30)
union all (select at, verb from audit_event where context = %s order by at desc limit 30)"""
_TEAM = """select i.*, h.label from teams_agendaitem i join pathways_pathway p on p.id = i.pathway_id
join cases_case c on c.id = p.case_id join households_household h on h.id = c.household_id where i.meeting_id = %s"""
_FIGURES = """select municipality_id, outcome, count(*) from outcomes_application where measure = 'adi' group by 1, 2"""


def pages() -> list[Page]:
    from accanto.casework.teams.models import TeamMeeting

    anna, carla = (User.objects.get(username=name) for name in ("anna.prova", "carla.esempi"))
    case = _longest()
    meeting = TeamMeeting.objects.get(state="planned")
    # What people type: the beginning of a name of a household that they follow.
    typed = (
        Case.objects.filter(responsible=anna, state="open").order_by("number")[0].household.label.lower()[:6]
    )
    entrance = reverse("demo_login")
    who = case.responsible or anna
    return [
        Page("Login", 5, None, anna, entrance, _LOGIN, ["anna.prova"], {"username": "anna.prova"}),
        Page("List of 25 rows, a worker's", 30, 10, anna, reverse("cases"), _LIST, [anna.pk], same_rows=False),
        Page("List of 25 rows, the zone's", 30, 10, carla, reverse("cases"), _ZONE_LIST, []),
        Page("Search", 20, 6, anna, f"{reverse('search')}?q={typed}", _SEARCH, [anna.pk, typed]),
        Page("Home", 60, 15, anna, reverse("home"), _HOME, [anna.pk]),
        Page("Case with ten years of record", 60, 15, who, reverse("case", args=[case.pk]), _CASE, [case.pk, case.pk]),
        Page("Team meeting", 100, None, carla, reverse("team_meeting", args=[meeting.pk]), _TEAM, [meeting.pk]),
        Page("Indicators", 100, None, carla, reverse("indicators"), _FIGURES, []),
    ]  # fmt: skip


def _longest() -> Case:
    """Open, with the most notes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.id from cases_case c join cases_diaryentry d on d.case_id = c.id where c.state = 'open'"
            " group by c.id order by count(*) desc, c.id limit 1"
        )
        (pk,) = cursor.fetchone()
    return Case.objects.select_related("responsible").get(pk=pk)


def measure_all() -> list[Measured]:
    """The quietest of three passes over all pages: what other processes of the machine take is not the page's."""
    passes = [[_measure(page) for page in pages()] for _ in range(PASSES)]
    return [min(same, key=lambda one: one.times.median) for same in zip(*passes, strict=True)]


def _measure(page: Page) -> Measured:
    client = Client(SERVER_NAME="localhost")
    client.force_login(page.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    noop = times(lambda: client.get("/bench/noop/"))
    bare = times(lambda: _run(page.sql, page.params))
    request = _request(client, page)
    answer = request()
    if answer.status_code not in (200, 302):
        raise RuntimeError(f"{page.name}: {page.url} answered {answer.status_code}")
    found = queries_of(request)
    return Measured(page, times(request), bare, noop, found)


def _request(client: Client, page: Page) -> Callable[[], Any]:
    if page.post is not None:
        return lambda: client.post(page.url, page.post)
    return lambda: client.get(page.url)


def _run(statement: str, params: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        cursor.fetchall()


def figures_time() -> Times:
    """All indicators of all measures, the slowest measure counts."""
    from accanto.steering.indicators.figures import Scope
    from accanto.steering.indicators.queries import all_figures

    found = [
        times(lambda scope=scope: list(all_figures(scope)), rounds=5)  # type: ignore[misc]
        for scope in (Scope(clock.today(), measure) for measure in ("rei", "rdc", "adi"))
    ]
    return max(found, key=lambda one: one.median)


def pdf_time() -> Times:
    """A pact of a household on paper: PDF/A-3, tagged, with its data inside."""
    from accanto.casework.projects.models import Project
    from accanto.casework.projects.operations.printing import freeze

    project = Project.objects.filter(state="running").select_related("case__unit__organisation", "pathway")
    chosen = project.order_by("-created_at")[0]
    return times(lambda: freeze(chosen, number=1, at=clock.now()), rounds=15)
