"""What a project still needs before it can be proposed for signature, each thing with where to mend it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accanto.casework.assessment.enums import AssessmentKind
from accanto.casework.assessment.models import Assessment
from accanto.casework.projects.models import Action, Party, Project
from accanto.casework.projects.queries.bodies import bodies_without_signer
from accanto.casework.projects.queries.watches import SUPPORT
from accanto.core.dated_rules import rule_at
from accanto.people.households.queries import members_of
from accanto.people.persons.queries import age_on

ADULT = 18


@dataclass(frozen=True)
class Lack:
    """`place` is the part of the sheet where it is mended: goals, supports, parties."""

    sentence: str
    place: str

    def __str__(self) -> str:
        return self.sentence


def missing_to_propose(project: Project, on: date) -> list[Lack]:
    return [*_about_goals(project), *_about_supports(project, on), *_about_parties(project, on)]


def _about_goals(project: Project) -> list[Lack]:
    goals = list(project.goals.present())
    if not goals:
        return [Lack(_("At least one goal: what should change for this household."), "goals")]
    acted = set(Action.objects.present().filter(goal__in=goals).values_list("goal_id", flat=True))
    return [
        Lack(_("An action for the goal «%(goal)s»: who does what, by when.") % {"goal": goal.text}, "goals")
        for goal in goals
        if goal.pk not in acted
    ]


def _about_supports(project: Project, on: date) -> list[Lack]:
    if (
        not Assessment.objects.standing()
        .filter(pathway=project.pathway_id, kind=AssessmentKind.SECTION_B)
        .exists()
    ):
        return []
    if project.supports.present().filter(service__in_national_plan=True).exists():
        return []
    rule = rule_at("projects.essential_levels", on, SUPPORT)
    return [
        Lack(
            _(
                "At least one support of the national plan, because there is an in-depth analysis (%(source)s)."
            )
            % {"source": rule.source},
            "supports",
        )
    ]


def _about_parties(project: Project, on: date) -> list[Lack]:
    parties: list[Party] = list(project.parties.present().select_related("organisation"))
    asked = {party.person_id for party in parties if party.person_id}
    lacks = [
        Lack(_("The signature of %(name)s, who is of age.") % {"name": member.person}, "parties")
        for member in members_of(project.case.household, on)
        if (age_on(member.person, on) or 0) >= ADULT
        and member.person.died_on is None
        and member.person_id not in asked
    ]
    if not asked and not lacks:
        lacks.append(Lack(_("The signature of a member of the household."), "parties"))
    lacks += [
        Lack(_("A signature for %(body)s, which is part of the project.") % {"body": body}, "parties")
        for body in bodies_without_signer(project, parties, on)
    ]
    return lacks
