"""Who reads which sections of an assessment, and about whom."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy

from accanto.casework.assessment.enums import Audience
from accanto.core.dated_rules import NoRuleInForce, rule_at
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import grants_of
from accanto.territory.bodies.enums import BodyKind
from accanto.territory.staff.models import Operator, User

# The law may widen what a partner reads; health data never reach the employment centre, whatever the file says.
NEVER = {BodyKind.EMPLOYMENT_CENTRE: frozenset({Audience.HEALTH, Audience.SOCIAL})}
# What a body that does not read a kind of section is told of it; sections for everybody are closed to none that sits.
_CLOSED = {
    Audience.HEALTH: gettext_lazy(
        "Health and autonomy: the parts of the assessment meant for the health service."
    ),
    Audience.SOCIAL: gettext_lazy("The parts of the assessment that the social service keeps to itself."),
    Audience.WORK: gettext_lazy("The parts of the assessment meant for the employment centre."),
}
OWN_BODIES = frozenset({BodyKind.ZONE_BODY, BodyKind.MUNICIPALITY})


@dataclass(frozen=True)
class Right:
    """What one user may read in one case; nothing at all when there is no grant."""

    audiences: frozenset[str] = frozenset()
    persons: frozenset[UUID] = frozenset()

    @property
    def inside(self) -> bool:
        """In charge of the household, not a partner: reads exemptions, decides the way."""
        return Audience.SOCIAL in self.audiences


def right_of(user: User, case_id: UUID, at: datetime) -> Right:
    """Two queries: the grants of this case, the body that the user works for."""
    granted = grants_of(user, depth=Depth.TEAM, at=at).filter(context=case_id)
    depths: dict[UUID, int] = {}
    for person_id, depth in granted.values_list("person_id", "depth"):
        depths[person_id] = max(depth, depths.get(person_id, 0))
    if not depths:
        return Right()
    operator = Operator.objects.filter(pk=user.pk).select_related("organisation").first()
    if operator is None:
        return Right()
    audiences = audiences_of_body(operator.organisation.kind, timezone.localtime(at).date())
    if operator.organisation.kind in OWN_BODIES and max(depths.values()) < Depth.READ:
        audiences &= {Audience.EVERYONE}
    return Right(frozenset(audiences), frozenset(depths))


def audiences_of_body(kind: str, on: date) -> frozenset[str]:
    try:
        named = frozenset(rule_at("assessment.audiences", on, kind).value)
    except NoRuleInForce:
        return frozenset()
    return named - NEVER.get(BodyKind(kind), frozenset())


def never_read(kind: str, on: date) -> list[str]:
    """In words, what people of this kind of body never read, whoever lets them in."""
    read = audiences_of_body(kind, on)
    return [str(sentence) for audience, sentence in _CLOSED.items() if audience not in read]
