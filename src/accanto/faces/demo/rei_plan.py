"""When each REI household was met, analysed, discussed and helped: dates that give the source's figures."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from accanto.core.working_time.calendars import calendar_of
from accanto.faces.demo.homes import Shape, any_shape
from accanto.faces.demo.people import Town
from accanto.faces.demo.profile import largest_remainder, shapes

FIRST_OUTCOME = date(2018, 1, 15)
# Of the projects of the source; how many were the team's is not said.
_OF_THE_TEAM = 180
_MEETING_WEEKDAY = 2  # Wednesday
_FIRST_MEETING = date(2018, 4, 18)


@dataclass
class Course:
    """What happened to a household with a positive outcome. `way` is empty while nobody has analysed it."""

    town: Town
    shape: Shape
    way: str = ""
    outcome_on: date = FIRST_OUTCOME
    analysis_on: date | None = None
    meeting_on: date | None = None
    pact_on: date | None = None
    defined_on: date | None = None
    started_on: date | None = None
    closed_on: date = date(2019, 12, 31)


class Days:
    """Working days of a municipality, counted as the indicators count them."""

    def __init__(self, istat: str) -> None:
        self.calendar = calendar_of(istat)

    def after(self, day: date, working_days: int) -> date:
        return self.calendar.day_of_total(self.calendar.total_through(day) + working_days)

    def before(self, day: date, working_days: int) -> date:
        """A working day from which `day` is so many working days away; `day` must be one itself."""
        return self.calendar.day_of_total(self.calendar.total_through(day) - working_days)

    def next(self, day: date) -> date:
        while not self.calendar.is_working_day(day):
            day += timedelta(days=1)
        return day


@cache
def days_of(istat: str) -> Days:
    return Days(istat)


def plan(source: Any, towns: list[Town], random: Random) -> list[Course]:
    """One course for each positive application, town by town."""
    positive = {
        town.istat: next(r for r in source["applications"] if r["belfiore"] == town.belfiore)["cells"][0]
        for town in towns
    }
    analysed = largest_remainder(positive, source["households"])
    profile = shapes(source, random)
    courses = []
    for town in towns:
        for place in range(positive[town.istat]):
            known = place < analysed[town.istat]
            courses.append(Course(town, profile.pop() if known else any_shape(random)))
            if known:
                courses[-1].way = "?"
    _choose_ways([course for course in courses if course.way], source, random)
    for course in courses:
        _date(course, source, random)
    _reach_the_ends([course for course in courses if course.analysis_on], source)
    return courses


def _choose_ways(courses: list[Course], source: Any, random: Random) -> None:
    """65 pacts, 261 projects; the others had been analysed and waited for what came next."""
    random.shuffle(courses)
    pacts, projects = source["service_pacts"], source["projects"]
    for place, course in enumerate(courses):
        if place < pacts:
            course.way, course.pact_on = "work_only", source["day"]
        elif place < pacts + _OF_THE_TEAM:
            course.way, course.meeting_on = "complex", source["day"]
        elif place < pacts + projects:
            course.way, course.defined_on = "social_only", source["day"]
        else:
            course.way = random.choice(("complex", "social_only", "social_only", "work_only"))


def _date(course: Course, source: Any, random: Random) -> None:
    """From the last fact back to the first: each lies within what the source says."""
    days, end = days_of(course.town.istat), source["day"]
    shortest, longest = source["days_outcome_to_analysis"]
    if not course.way:
        course.outcome_on = days.next(FIRST_OUTCOME + timedelta(days=random.randrange(300)))
        course.closed_on = date(2019, random.randint(4, 12), random.randint(1, 28))
        return
    if course.meeting_on:
        course.meeting_on = random.choice(_meetings(end))
        wait = random.randint(*source["days_analysis_to_assessment"])
        course.analysis_on = max(days.before(course.meeting_on, wait), days.next(source["mini_team_since"]))
    else:
        span = (end - source["mini_team_since"]).days - 35
        course.analysis_on = days.next(source["mini_team_since"] + timedelta(days=random.randrange(span)))
    room = days.calendar.total_through(course.analysis_on) - days.calendar.total_through(FIRST_OUTCOME)
    course.outcome_on = days.before(
        course.analysis_on, random.randint(shortest, max(shortest, min(longest - 1, room)))
    )
    _date_what_followed(course, days, random)


def _date_what_followed(course: Course, days: Days, random: Random) -> None:
    assert course.analysis_on  # noqa: S101 - only analysed households come here
    if course.pact_on:
        course.pact_on = days.after(course.analysis_on, random.randint(0, 15))
    if course.meeting_on:
        course.defined_on = days.after(course.meeting_on, random.randint(0, 3))
    elif course.defined_on:
        course.defined_on = days.after(course.analysis_on, random.randint(3, 12))
    if course.defined_on:
        course.started_on = days.after(course.defined_on, random.randint(0, 3 if course.meeting_on else 10))
        course.closed_on = days.next(course.started_on + timedelta(days=random.randint(300, 540)))
    else:
        course.closed_on = date(2019, random.randint(4, 12), random.randint(1, 28))


def _reach_the_ends(analysed: list[Course], source: Any) -> None:
    """The shortest and the longest wait that the source states did happen."""
    shortest, longest = source["days_outcome_to_analysis"]
    by_day = sorted(analysed, key=lambda course: course.analysis_on or date.max)
    for course, wait in ((by_day[-1], longest), (by_day[0], shortest)):
        assert course.analysis_on  # noqa: S101
        course.outcome_on = days_of(course.town.istat).before(course.analysis_on, wait)


def meeting_days(courses: list[Course]) -> list[date]:
    return sorted({course.meeting_on for course in courses if course.meeting_on})


@cache
def _meetings(end: date) -> list[date]:
    """Wednesdays that every office of the zone works, up to a week before the day of the count."""
    days, found = _FIRST_MEETING, []
    while days <= end - timedelta(days=9):
        if calendar_of("047014").is_working_day(days) and days.month != 8:
            found.append(days)
        days += timedelta(days=7)
    return found
