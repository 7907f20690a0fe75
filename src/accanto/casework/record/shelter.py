"""What of a household must not leave on paper, and how it is covered: also the names of third persons."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accanto.casework.cases.models import Case, NetworkContact
from accanto.casework.record.models import Relative
from accanto.core.database.context import purpose
from accanto.people.households.kept_in import SHORTEST_NAME, KeptIn, kept_in, letters_of


@dataclass(frozen=True)
class Shelter(KeptIn):
    """`thirds`: names of people of the network and of relatives, each with what they are. Not one that somebody of the
    household bears too, nor one of one or two letters: covered, they would take other words away with them."""

    thirds: tuple[tuple[str, str], ...]

    def cover(self, text: str) -> str:
        """Protected whereabouts become «[protected]», third persons what they are."""
        covered = text
        for secret in (*self.secrets, *self.towns):
            covered = _replaced(covered, secret, _("[protected]"))
        for name, role in self.thirds:
            covered = _replaced(covered, name, f"[{role}]")
        # Written in a way that was not found letter by letter: better nothing than a home.
        return (
            _("[covered: a protected address or telephone stands here]")
            if self.secrets_in(covered)
            else covered
        )


def shelter_of(case: Case, on: date) -> Shelter:
    """Read whatever the reader's own right, as `kept_in`."""
    kept = kept_in(case.household_id, case.unit_id, on)
    with purpose("record.shelter"):
        contacts = NetworkContact.objects.filter(case=case).order_by("pk")
        thirds = [(one.name, str(one.get_role_display())) for one in contacts]
        relatives = Relative.objects.filter(case=case).order_by("pk").values_list("name", flat=True)
        thirds += [(name, _("a relative")) for name in relatives]
    apart = [
        (name, role)
        for name, role in thirds
        if len(letters_of(name)) >= SHORTEST_NAME and not kept.is_of_the_household(name)
    ]
    return Shelter(
        secrets=kept.secrets,
        towns=kept.towns,
        protected=kept.protected,
        restricted=kept.restricted,
        names=kept.names,
        thirds=tuple(sorted(apart, key=lambda one: (-len(one[0]), one[0]))),
    )


def _replaced(text: str, secret: str, to: str) -> str:
    """Whatever stands between its words: spaces, commas, hyphens; capitals do not hide it."""
    parts = [part for part in re.split(r"[^\w]+", secret) if part]
    if not parts:
        return text
    pattern = r"(?<!\w)" + r"[\W_]*".join(map(re.escape, parts)) + r"(?!\w)"
    return re.sub(pattern, lambda _found: to, text, flags=re.IGNORECASE)
