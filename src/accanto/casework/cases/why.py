"""«Why do I see this?» and «what do I not see?», in words, from the rights in force of whoever asks.

What is said of what one does not see follows from depth and body alone: nothing here knows whether something lies
behind a fence, so nothing here can betray it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.cases.limits import never_seen
from accanto.core.templatetags.accanto_ui import date_time_words, date_words
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import AccessGrant
from accanto.territory.bodies.enums import BodyKind
from accanto.territory.staff.models import User

OWN_BODIES = frozenset({BodyKind.ZONE_BODY, BodyKind.MUNICIPALITY})

_REASONS: dict[str, Promise] = {
    GrantReason.ASSIGNMENT: gettext_lazy("You are responsible for the case"),
    GrantReason.CO_WORK: gettext_lazy("You work on the case with the responsible worker"),
    GrantReason.MINI_TEAM: gettext_lazy("You are in the mini-team of the household"),
    GrantReason.TEAM: gettext_lazy("The household is on the agenda of a team in which you sit"),
    GrantReason.OUTCOME_LIST: gettext_lazy("The person is in an outcome list of the zone"),
    GrantReason.BREAK_GLASS: gettext_lazy("You opened it for an urgent reason"),
    GrantReason.ASKED: gettext_lazy("You asked to see it, and you were let in"),
    GrantReason.REGISTERED: gettext_lazy("Your office wrote the person down"),
    GrantReason.TRANSFER: gettext_lazy("The household passes, or passed, from one unit to another"),
}
_SHOWS: dict[int, Promise] = {
    Depth.CARD: gettext_lazy("Name, year of birth, that a service follows the household and whom to call."),
    Depth.TEAM: gettext_lazy(
        "Who is in the household, the path, the parts of the assessment meant for you, the project, the minutes."
    ),
    Depth.READ: gettext_lazy(
        "The whole case: diary, documents, codes, addresses of whoever is not protected."
    ),
    Depth.WORK: gettext_lazy("The whole case, and you write in it; addresses of protected persons too."),
}
_HIDES: dict[int, Promise] = {
    Depth.CARD: gettext_lazy("Everything else: why, since when, who lives with them, what is being done."),
    Depth.TEAM: gettext_lazy(
        "The diary, the codes, the addresses, and the documents that the service does not share with the team."
    ),
    Depth.READ: gettext_lazy(
        "Addresses of protected persons and personal notes of others. You do not write."
    ),
    Depth.WORK: gettext_lazy("The personal notes of others."),
}


@dataclass(frozen=True)
class Reason:
    """One right that lets somebody in, as it is read aloud."""

    words: str
    since: str
    until: str
    by: str
    depth: int
    note: str

    @property
    def depth_label(self) -> str:
        return str(Depth(self.depth).label)

    @property
    def shows(self) -> str:
        return str(_SHOWS[self.depth])

    @property
    def hides(self) -> str:
        return str(_HIDES[self.depth])


def reasons_of(user: User, grants: QuerySet[AccessGrant]) -> list[Reason]:
    """One for each right, however many people of the household it is written for; the deepest first. One query.

    :param grants: rights in force of `user` (`grants_of`), narrowed to the case or the person.
    """
    found: dict[Reason, None] = {}
    for grant in grants.select_related("office", "granted_by").order_by("-depth", "starts_at", "id"):
        found.setdefault(_reason(user, grant))
    return sorted(found, key=lambda reason: -reason.depth)


def _reason(user: User, grant: AccessGrant) -> Reason:
    full = grant.user_id == user.pk or grant.office_id in user.access.coordinates
    return Reason(
        words=_words(user, grant),
        since=date_words(grant.starts_at),
        until=date_time_words(grant.ends_at),
        by=str(grant.granted_by) if grant.granted_by else "",
        depth=grant.depth if full else int(Depth.CARD),
        note=grant.note if grant.user_id == user.pk else "",
    )


def _words(user: User, grant: AccessGrant) -> str:
    if grant.office is None:
        return str(_REASONS.get(grant.reason) or GrantReason(grant.reason).label)
    if grant.office_id not in user.access.coordinates:
        return _("You work at the desk of %(office)s, where the person is known") % {"office": grant.office}
    if grant.reason == GrantReason.COORDINATION:
        return _("You coordinate %(office)s, which has the household in charge") % {"office": grant.office}
    return str(_REASONS.get(grant.reason) or GrantReason(grant.reason).label)


def unseen(user: User, depth: int, on: date) -> list[str]:
    """What one does not see, by depth and by body; the last sentence is the same for everybody and everywhere."""
    operator = getattr(user, "operator", None)
    kind = operator.organisation.kind if operator else BodyKind.OTHER
    outside = [] if kind in OWN_BODIES else never_seen(kind, on)
    return [str(_HIDES[depth]), *outside, elsewhere()]


def elsewhere() -> str:
    return _(
        "Other services may hold matters of their own about the same people."
        " Whether they do is not said here, to anybody."
    )


def deepest(reasons: Iterable[Reason]) -> int:
    return max((reason.depth for reason in reasons), default=int(Depth.CARD))
