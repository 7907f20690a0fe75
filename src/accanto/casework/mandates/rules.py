"""By when: what the single order writes, and the law's ceilings around it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.mandates.kinds import Kind, kind_of
from accanto.casework.mandates.models import EntrustmentTerms, Measure
from accanto.core.dated_rules import NoRuleInForce, Rule, rule_at
from accanto.core.working_time.terms import add_months, deadline

_TERMS = "mandates.terms"


@dataclass(frozen=True)
class Term:
    started_on: date
    due_on: date
    rule: Rule


def nth_report(from_on: date, every_months: int | None, number: int) -> date | None:
    """The day of the `number`th report (1 is the first); None when the order asks for one alone and it is past.

    Counted from the beginning each time: six months from 31 August are 28 or 29 February, and twelve are 31 August.
    """
    if every_months is None:
        return from_on if number == 1 else None
    return add_months(from_on, every_months * number)


def next_report(measure: Measure, from_on: date, every_months: int | None, number: int) -> date | None:
    """As `nth_report`, as long as the measure lasts: the last report may fall on the day after its last one."""
    due_on = nth_report(from_on, every_months, number)
    if every_months is not None and due_on is not None and measure.ends_on and due_on > measure.ends_on:
        return None
    return due_on


def local_day(moment: datetime) -> date:
    """The day by the clock of the zone: a term of days starts from it, whatever the hour in UTC."""
    return timezone.localtime(moment).date()


def responsible_term(measure: Measure) -> Term | None:
    """By when the responsible person is named and communicated; None where no law sets a term."""
    if not kind_of(measure).entrustment:
        return None
    rule = _rule("entrustment.responsible", measure.law_day)
    if rule is None:
        return None
    started = local_day(measure.received_at)
    return Term(started, deadline(started, rule["amount"], rule["unit"]), rule)


def signal_term(measure: Measure) -> Term | None:
    """When the prosecutor is told that a placement is about to expire; None for what does not expire."""
    rule = _rule("foster.signal", measure.law_day)
    if measure.ends_on is None or rule is None or not kind_of(measure).foster:
        return None
    due_on = measure.ends_on - timedelta(days=int(rule["amount"]))
    return Term(measure.starts_on, max(due_on, measure.starts_on), rule)


def ceiling(key: str, on: date) -> Rule | None:
    """`duration` or `reporting` of an entrustment, `foster.duration`; None before the law."""
    return _rule(key, on)


def past_the_ceiling(measure: Measure, kind: Kind, terms: EntrustmentTerms | None) -> list[str]:
    """Sentences: where the order goes past what the law allows. What the order says stands all the same."""
    found = []
    longest = _longest(measure, kind)
    if (
        longest
        and measure.ends_on
        and measure.ends_on > add_months(measure.starts_on, int(longest["amount"]))
    ):
        found.append(
            _("The order lasts longer than the %(n)d months that the law allows (%(law)s).")
            % {"n": longest["amount"], "law": longest.source}
        )
    reporting = _rule("entrustment.reporting", measure.law_day) if kind.entrustment else None
    if reporting and terms and terms.reporting_months and terms.reporting_months > int(reporting["amount"]):
        found.append(
            _("The order asks for a report every %(asked)d months; the law allows %(n)d at most (%(law)s).")
            % {"asked": terms.reporting_months, "n": reporting["amount"], "law": reporting.source}
        )
    return found


def _longest(measure: Measure, kind: Kind) -> Rule | None:
    if kind.entrustment:
        return _rule("entrustment.duration", measure.law_day)
    return _rule("foster.duration", measure.law_day) if kind.foster else None


def _rule(key: str, on: date) -> Rule | None:
    try:
        return rule_at(_TERMS, on, key)
    except NoRuleInForce:
        return None
