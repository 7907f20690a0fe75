"""The essential levels that a pathway must reach, and whether its project reaches them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from accanto.casework.assessment.enums import AssessmentKind
from accanto.casework.assessment.models import Assessment
from accanto.casework.pathways.enums import Way
from accanto.casework.pathways.models import Pathway
from accanto.casework.projects.enums import ProjectState
from accanto.casework.projects.models import Support
from accanto.core.dated_rules import Rule, rule_at
from accanto.core.templatetags.accanto_ui import date_words
from accanto.people.households.models import Member
from accanto.people.households.queries import first_thousand_days

SUPPORT, PARENTING = "support", "parenting"


@dataclass(frozen=True)
class Watch:
    """`due`: the level applies to this household; `met`: the project reaches it; `since`: from which day it applies."""

    code: str
    title: str
    sentence: str
    due: bool
    met: bool
    since: date | None
    rule: Rule
    params: dict[str, str] = field(default_factory=dict)

    @property
    def tone(self) -> str:
        if not self.due:
            return ""
        return "fine" if self.met else "late"

    @property
    def rule_words(self) -> str:
        """The source, and whether somebody has checked it."""
        if self.rule.from_memory:
            return _("%(source)s (from memory, to be checked)") % {"source": self.rule.source}
        return self.rule.source


def watches_of(pathway: Pathway, on: date, members: Iterable[Member] | None = None) -> list[Watch]:
    """Both watches; four queries at most, one less where the page has loaded the members of the household."""
    deepened = (
        Assessment.objects.standing()
        .filter(pathway=pathway, kind=AssessmentKind.SECTION_B)
        .order_by("opened_on")
        .first()
    )
    supports = list(
        Support.objects.present()
        .filter(project__pathway=pathway)
        .exclude(project__state=ProjectState.CLOSED)
        .select_related("service")
    )
    return [_support(deepened, supports, on), _parenting(pathway, deepened, supports, on, members)]


def _support(deepened: Assessment | None, supports: list[Support], on: date) -> Watch:
    national = [support.service.name for support in supports if support.service.in_national_plan]
    if deepened is None:
        sentence = _("No in-depth analysis (section B): this level does not apply.")
    elif national:
        sentence = _("The project gives %(services)s.") % {"services": ", ".join(dict.fromkeys(national))}
    else:
        sentence = support_words(deepened.opened_on)
    return Watch(
        SUPPORT,
        _("At least one support after the in-depth analysis"),
        sentence,
        due=deepened is not None,
        met=bool(national),
        since=(deepened.closed_on or deepened.opened_on) if deepened else None,
        rule=rule_at("projects.essential_levels", on, SUPPORT),
        params={"analysed_on": deepened.opened_on.isoformat()} if deepened else {},
    )


def support_words(analysed_on: date) -> str:
    return _(
        "There is an in-depth analysis of %(day)s, but no support of the national plan: choose at least one."
    ) % {"day": date_words(analysed_on)}


def thousand_days_words(name: str, until: date, *, pregnancy: bool) -> str:
    words = {"name": name, "until": date_words(until)}
    if pregnancy:
        return _("%(name)s is expecting a child: the first 1,000 days run until %(until)s.") % words
    return _("%(name)s is in the first 1,000 days until %(until)s.") % words


def _parenting(
    pathway: Pathway,
    deepened: Assessment | None,
    supports: list[Support],
    on: date,
    members: Iterable[Member] | None,
) -> Watch:
    title = _("Parenting support in the first 1,000 days")
    rule = rule_at("projects.essential_levels", on, PARENTING)
    given = any(support.service.parenting_support for support in supports)
    complex_need = pathway.way in {Way.COMPLEX, Way.SPECIALIST}
    found = first_thousand_days(pathway.case.household, on, members) if complex_need else []
    params: dict[str, str] = {}
    if not complex_need:
        sentence = _("The need is not complex: this level does not apply.")
    elif not found:
        sentence = _("No child and no pregnancy in the first 1,000 days: this level does not apply.")
    else:
        who = found[0]
        reason = thousand_days_words(who.person.first_name, who.until, pregnancy=who.pregnancy)
        told = _("Parenting support is in the project.") if given else parenting_words()
        sentence = f"{reason} {told}"
        params = {
            "name": who.person.first_name,
            "until": who.until.isoformat(),
            "pregnancy": "yes" if who.pregnancy else "",
        }
    since = (deepened.closed_on or deepened.opened_on) if deepened else pathway.outcome_on
    return Watch(PARENTING, title, sentence, bool(found), given, since, rule, params)


def parenting_words() -> str:
    return _("Parenting support must always be given: it is missing.")
