"""The whole content of a project as plain data: what is printed, frozen, signed and compared."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from accanto.casework.assessment.enums import Area
from accanto.casework.projects.enums import ProjectKind
from accanto.casework.projects.models import Action, Commitment, Goal, Party, Project, Support
from accanto.core.templatetags.accanto_ui import date_words
from accanto.people.persons.gone import with_people
from accanto.people.persons.models import Person

Content = dict[str, Any]


def goals_of(project: Project) -> list[Goal]:
    """Goals with their present actions in `goal.acts`; two queries."""
    actions = (
        Action.objects.present().select_related("person", "user", "organisation").order_by("due_on", "id")
    )
    goals: list[Any] = list(
        project.goals.present().prefetch_related(Prefetch("actions", actions, to_attr="acts"))
    )
    for goal in goals:
        goal.acts = with_people(goal.acts)
    return goals


def supports_of(project: Project) -> list[Support]:
    return with_people(
        project.supports.present().select_related("service", "person", "fund", "plan_line").order_by("id")
    )


def commitments_of(project: Project) -> list[Commitment]:
    return with_people(project.commitments.present().order_by("position", "id"))


def parties_of(project: Project) -> list[Party]:
    return with_people(
        project.parties.present()
        .select_related("person", "user__operator", "organisation")
        .order_by("position", "id")
    )


def content_of(project: Project) -> Content:
    """In the language of the moment; dates as ISO in the data and in words for the paper."""
    case = project.case
    return {
        "household": case.household.label,
        "case": case.number,
        "application": project.pathway.protocol,
        "measure": project.pathway.get_measure_display(),
        "kind": str(ProjectKind(project.kind).label),
        "summary": project.summary,
        "goals": [_goal(goal) for goal in goals_of(project)],
        "commitments": [_commitment(commitment) for commitment in commitments_of(project)],
        "supports": [_support(support) for support in supports_of(project)],
        "parties": [_party(party) for party in parties_of(project)],
    }


def _goal(goal: Goal) -> Content:
    return {
        "id": goal.pk,
        "area": goal.area,
        "area_words": str(Area(goal.area).label).capitalize(),
        "text": goal.text,
        "expected_result": goal.expected_result,
        "expected_by": goal.expected_by,
        "expected_by_words": date_words(goal.expected_by),
        "actions": [
            {
                "id": action.pk,
                "text": action.text,
                "who": who_does(action),
                "due_on": action.due_on,
                "due_words": date_words(action.due_on),
            }
            for action in goal.acts  # type: ignore[attr-defined]
        ],
    }


def who_does(action: Action) -> str:
    return str(action.person or action.user or action.organisation)


def _commitment(commitment: Commitment) -> Content:
    return {
        "id": commitment.pk,
        "person": str(commitment.person_id),
        "name": full_name(commitment.person),
        "text": commitment.text,
    }


def _support(support: Support) -> Content:
    return {
        "id": support.pk,
        "service": support.service.name,
        "service_code": support.service.code,
        "description": support.service.description,
        "for_whom": full_name(support.person) if support.person else _("the whole household"),
        "quantity": support.quantity,
        "period": period_words(support.starts_on, support.ends_on),
        "starts_on": support.starts_on,
        "ends_on": support.ends_on,
        "fund": support.fund.name if support.fund else "",
        "plan_line": support.plan_line.code if support.plan_line else "",
        "note": support.note,
    }


def _party(party: Party) -> Content:
    return {
        "id": party.pk,
        "name": party_name(party),
        "role": party_role(party),
        "family": party.person_id is not None,
        "signs": representation(party),
    }


def representation(party: Party) -> str:
    """«Per Lucia firma Paolo, amministratore di sostegno, decreto n. 12 del 3 marzo 2026 del Tribunale di …»."""
    if not party.representative:
        return ""
    return _("For %(name)s signs %(who)s, %(role)s, decree no. %(number)s of %(day)s of %(authority)s") % {
        "name": party_name(party),
        "who": party.representative,
        "role": party.get_representative_role_display(),
        "number": party.decree_number,
        "day": date_words(party.decree_on),
        "authority": party.decree_authority,
    }


def party_name(party: Party) -> str:
    return str(party.person or party.user)


def party_role(party: Party) -> str:
    """«for the household», or the body and the profession."""
    if party.user is None:
        return _("for the household")
    profession = party.user.operator.get_profession_display()
    return f"{party.organisation} · {profession}"


def full_name(person: Person) -> str:
    return str(person)


def period_words(starts_on: date | None, ends_on: date | None) -> str:
    if starts_on and ends_on:
        return _("from %(start)s to %(end)s") % {"start": date_words(starts_on), "end": date_words(ends_on)}
    if starts_on:
        return _("from %(start)s") % {"start": date_words(starts_on)}
    return _("until %(end)s") % {"end": date_words(ends_on)} if ends_on else ""


def first_names(people: Iterable[Person]) -> str:
    """«Lucia, Marta e Nico»."""
    given = [person.first_name or person.last_name for person in people]
    if len(given) < 2:
        return "".join(given)
    return _("%(first)s and %(last)s") % {"first": ", ".join(given[:-1]), "last": given[-1]}
