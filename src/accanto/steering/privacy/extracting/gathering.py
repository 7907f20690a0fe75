"""What an extract says, section by section, with what is left out of it and by which ground."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accanto.core.database.context import serving
from accanto.core.dated_rules import Rule, rule_at
from accanto.people.persons.extracts import Section, Told, sections
from accanto.steering.privacy.extracting.subject import held, subject_of
from accanto.steering.privacy.models import CourtHold

if TYPE_CHECKING:
    from accanto.steering.privacy.models import Extract, PersonRequest

GROUNDS = "privacy.extract_grounds"
COURT_HOLD = "court_hold"


@dataclass(frozen=True)
class Omitted:
    """A section that is left out. `by_hold`: an authority holds the data, nobody chose."""

    section: Section
    ground: Rule
    reason: str
    by_hold: bool = False


@dataclass(frozen=True)
class Preview:
    sections: tuple[tuple[Section, list[Told]], ...]
    omitted: tuple[Omitted, ...]

    @property
    def grounds_told(self) -> list[Rule]:
        """Only those that the law lets the paper name; the others leave no trace in it."""
        return list({one.ground.key: one.ground for one in self.omitted if one.ground["told"]}.values())


def omitted_from(request: "PersonRequest", extract: "Extract | None", on: date) -> dict[str, Omitted]:
    """By code of the section."""
    found: dict[str, Omitted] = {}
    by_code = {section.code: section for section in sections()}
    if CourtHold.objects.filter(held(request.person_id, on)).exists():
        reason = _("An authority holds this person’s data: what was written and decided waits until it ends.")
        found |= {
            code: Omitted(section, rule_at(GROUNDS, on, COURT_HOLD), reason, by_hold=True)
            for code, section in by_code.items()
            if section.words
        }
    if extract is not None:
        for row in extract.omissions.all():
            if row.section in by_code:
                ground = rule_at(GROUNDS, on, row.ground)
                found[row.section] = Omitted(by_code[row.section], ground, row.reason)
    return found


@serving("extract")
def preview(request: "PersonRequest", extract: "Extract | None", on: date) -> Preview:
    """Everything that would be issued on a day; sections of which nothing is kept are not there."""
    omitted = omitted_from(request, extract, on)
    subject = subject_of(request.person, on, covered=_covered(extract))
    told = [(section, section.gather(subject)) for section in sections() if section.code not in omitted]
    return Preview(tuple((section, entries) for section, entries in told if entries), tuple(omitted.values()))


@serving("extract")
def preview_section(
    request: "PersonRequest", extract: "Extract | None", section: Section, on: date
) -> list[Told]:
    """What one section would say, left out or not: whoever decides to leave it out must have read it."""
    return section.gather(subject_of(request.person, on, covered=_covered(extract)))


def _covered(extract: "Extract | None") -> Iterable[str]:
    return [line for line in extract.covered.splitlines() if line.strip()] if extract else []
