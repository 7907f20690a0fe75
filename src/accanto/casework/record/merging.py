"""What the data say for a section of a report: sentences to keep or rewrite, each with the day that it is of.

Everything here leaves the service: whereabouts by `Output.LEAVES`, third persons by what they are, restricted people
not at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.casework.assessment.queries import area_scores
from accanto.casework.cases.enums import DiaryKind
from accanto.casework.cases.household import Known, known_members
from accanto.casework.cases.models import Case, DiaryEntry, NetworkContact
from accanto.casework.pathways.models import Pathway
from accanto.casework.projects.models import GoalReview, Project
from accanto.casework.projects.queries.content import goals_of, supports_of
from accanto.casework.record.shelter import Shelter
from accanto.core.templatetags.accanto_ui import date_words
from accanto.people.persons.enums import Depth, ProtectionKind
from accanto.people.persons.whereabouts import Output
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class Sources:
    """Of which case, for whom, on which day; from which day the diary is counted."""

    case: Case
    user: User
    on: date
    since: date | None
    shelter: Shelter


@dataclass(frozen=True)
class Said:
    """`as_of`: the day of the newest thing of which it is made; None where nothing is known."""

    text: str
    as_of: date | None
    about: str


def merged(names: tuple[str, ...], sources: Sources) -> list[Said]:
    """Only what says something."""
    found = [_MERGES[name](sources) for name in names]
    return [one for one in found if one.text]


def _members(sources: Sources) -> tuple[list[Known], int]:
    """Who lives there, and how many more there are whose data are restricted."""
    rows = known_members(sources.case.household, sources.on, Depth.WORK, output=Output.LEAVES)
    told = [one for one in rows if one.member.person_id not in sources.shelter.restricted_ids]
    return told, len(rows) - len(told)


def _household(sources: Sources) -> Said:
    members, left_out = _members(sources)
    lines = []
    for one in members:
        age = "" if one.age is None else ngettext("%(n)s year", "%(n)s years", one.age) % {"n": one.age}
        lines.append(", ".join(part for part in (one.name, one.relation, age) if part))
    latest = max((one.member.starts_on for one in members if one.member.starts_on), default=None)
    text = _("The household is made of: %(people)s.") % {"people": "; ".join(lines)} if lines else ""
    if left_out:
        text += " " + ngettext(
            "The data of one person are restricted (GDPR art. 18) and are left out.",
            "The data of %(n)s people are restricted (GDPR art. 18) and are left out.",
            left_out,
        ) % {"n": left_out}
    return Said(text.strip(), latest, _("household"))


def _home(sources: Sources) -> Said:
    """The first member's home, unless somebody who lives there is protected."""
    members, _left_out = _members(sources)
    if not members:
        return Said("", None, _("home"))
    where = members[0].where
    if any(one.where.protected for one in members):
        if where.protection == ProtectionKind.WHEREABOUTS or not where.town:
            text = _("Where the household lives is not told: somebody in it is protected.")
        else:
            text = _("The household lives in %(town)s; the address is protected.") % {"town": where.town}
        return Said(text, sources.on, _("home"))
    if not where.town:
        return Said("", None, _("home"))
    full = ", ".join(part for part in (where.address, where.town) if part)
    return Said(_("The household lives in %(home)s.") % {"home": full}, sources.on, _("home"))


def _pathway(sources: Sources) -> Said:
    rows = Pathway.objects.visible_to(sources.user).filter(case=sources.case).prefetch_related("stages")
    lines, latest = [], sources.case.opened_on
    lines.append(
        _("The service has followed the household since %(day)s.")
        % {"day": date_words(sources.case.opened_on)}
    )
    for way in rows.order_by("outcome_on", "pk"):
        stages = [f"{entry.get_stage_display()} {date_words(entry.entered_on)}" for entry in way.stages.all()]
        latest = max([latest, *(entry.entered_on for entry in way.stages.all())])
        lines.append(
            _("%(measure)s, outcome of %(day)s: %(stages)s.")
            % {
                "measure": way.get_measure_display(),
                "day": date_words(way.outcome_on),
                "stages": "; ".join(stages),
            }
        )
    return Said("\n".join(lines), latest, _("pathway"))


def _diary(sources: Sources) -> Said:
    """Counts alone: what was said in a meeting is written by whoever was there."""
    rows = DiaryEntry.objects.visible_to(sources.user).filter(case=sources.case)
    rows = rows.exclude(kind=DiaryKind.PERSONAL)
    if sources.since:
        rows = rows.filter(happened_at__date__gte=sources.since)
    counted = list(
        rows.order_by()
        .values("kind")
        .annotate(n=Count("pk"), last=Max("happened_at"), total=Sum("minutes"))
        .order_by("-n", "kind")
    )
    if not counted:
        return Said("", None, _("diary"))
    parts = [f"{DiaryKind(one['kind']).label}: {one['n']}" for one in counted]
    latest = max(one["last"] for one in counted).date()
    since = sources.since or sources.case.opened_on
    text = _("From %(day)s: %(counts)s; the last one on %(last)s.") % {
        "day": date_words(since),
        "counts": ", ".join(parts),
        "last": date_words(latest),
    }
    return Said(text, latest, _("diary"))


def _network(sources: Sources) -> Said:
    """By what they are and how strong the bond is; who they are and how to reach them stays with the service."""
    rows = (
        NetworkContact.objects.visible_to(sources.user)
        .filter(case=sources.case)
        .present(sources.on)
        .order_by("role", "pk")
    )
    found = list(rows)
    parts = [f"{one.get_role_display()} ({one.get_tie_display()})" for one in found]
    latest = max((one.written_at.date() for one in found), default=None)
    text = _("Around the household: %(network)s.") % {"network": ", ".join(parts)} if parts else ""
    return Said(text, latest, _("network"))


def _assessment(sources: Sources) -> Said:
    """Areas at the entry and now; other instruments by their outcome. The instrument is named, as the law wants."""
    pathways = Pathway.objects.visible_to(sources.user).filter(case=sources.case)
    way = pathways.order_by("-outcome_on", "-created_at").first()
    if way is None:
        return Said("", None, _("assessment"))
    scores = area_scores(way)
    lines = []
    for area in scores.areas:
        if area.entry is None and area.last is None:
            continue
        now = "" if area.last is None else _(", now %(level)s") % {"level": area.last}
        lines.append(f"{area.label}: {area.entry if area.entry is not None else '–'}{now}")
    latest = max(filter(None, (scores.entry_on, scores.review_on, scores.exit_on)), default=None)
    if not lines:
        return Said("", None, _("assessment"))
    text = _("By the instrument of the six areas (levels from 1 to 5, at the entry): %(areas)s.") % {
        "areas": "; ".join(lines)
    }
    return Said(text, latest, _("assessment"))


def _project(sources: Sources) -> Project | None:
    rows = Project.objects.visible_to(sources.user).filter(case=sources.case)
    return rows.exclude(defined_on=None).order_by("-created_at").first()


def _goals(sources: Sources) -> Said:
    project = _project(sources)
    if project is None:
        return Said("", None, _("project"))
    lines = [
        f"{n}. {goal.text}" + (f" ({date_words(goal.expected_by)})" if goal.expected_by else "")
        for n, goal in enumerate(goals_of(project), start=1)
    ]
    text = _("Goals of the project signed on %(day)s:") % {"day": date_words(project.defined_on)}
    return Said("\n".join([text, *lines]) if lines else "", project.defined_on, _("project"))


def _reviews(sources: Sources) -> Said:
    project = _project(sources)
    review = project.reviews.order_by("-held_on", "-pk").first() if project else None
    if review is None:
        return Said("", None, _("reviews"))
    rows = GoalReview.objects.filter(review=review).select_related("goal").order_by("goal__position", "pk")
    lines = [f"{one.goal.text}: {one.get_progress_display()}" for one in rows]
    text = _("At the review of %(day)s: %(goals)s.") % {
        "day": date_words(review.held_on),
        "goals": "; ".join(lines) or "–",
    }
    return Said(text, review.held_on, _("reviews"))


def _supports(sources: Sources) -> Said:
    project = _project(sources)
    rows = supports_of(project) if project else []
    restricted = sources.shelter.restricted_ids
    standing = [
        one
        for one in rows
        if (one.ends_on is None or one.ends_on > sources.on) and one.person_id not in restricted
    ]
    parts = [one.service.name + (f", {one.quantity}" if one.quantity else "") for one in standing]
    latest = max((one.starts_on for one in standing if one.starts_on), default=None)
    latest = latest or (project.defined_on if project else None)
    return Said(
        _("Supports in place: %(supports)s.") % {"supports": "; ".join(parts)} if parts else "",
        latest,
        _("supports"),
    )


_MERGES: dict[str, Callable[[Sources], Said]] = {
    "household": _household,
    "home": _home,
    "pathway": _pathway,
    "diary": _diary,
    "network": _network,
    "assessment": _assessment,
    "goals": _goals,
    "reviews": _reviews,
    "supports": _supports,
}
