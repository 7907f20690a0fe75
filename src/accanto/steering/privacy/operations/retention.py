"""Cases whose term has passed: found every night, decided by a person, never erased by themselves."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import CaseState
from accanto.casework.cases.models import Case
from accanto.core.database.context import serving
from accanto.core.dated_rules import Rule, rules_of
from accanto.core.errors import OperationRefused
from accanto.people.households.models import Member
from accanto.people.persons.models import Person
from accanto.steering.privacy.enums import RETENTION, RetentionState
from accanto.steering.privacy.models import CourtHold, RetentionReview
from accanto.steering.privacy.operations.naming import must_govern, people_named
from accanto.territory.staff.models import User

_BATCH = 1000


@serving("retention")
def look_for_ended_terms(*, at: datetime) -> int:
    """Put closed cases whose term has passed on the list; says how many are new or have come back.

    A case of somebody whom a court hold covers is marked and waits; one that was kept until today is looked at again;
    one that was opened again leaves the list. Looking twice changes nothing.
    """
    on = at.date()
    RetentionReview.objects.exclude(case__state=CaseState.CLOSED).delete()
    back = RetentionReview.objects.filter(state=RetentionState.KEPT, keep_until__lte=on).update(
        state=RetentionState.TO_REVIEW, keep_until=None
    )
    term = longest_term(on)
    known = Exists(RetentionReview.objects.filter(case=OuterRef("pk")))
    ended = Case.objects.filter(
        ~known, state=CaseState.CLOSED, closed_on__lte=years_after(on, -term["years"])
    )
    found = RetentionReview.objects.bulk_create(
        [
            RetentionReview(
                case=case,
                number=case.number,
                closed_on=case.closed_on,
                term=term.key,
                due_on=years_after(case.closed_on, term["years"]),
                found_at=at,
            )
            for case in ended.only("number", "closed_on").iterator(_BATCH)
            if case.closed_on
        ],
        _BATCH,
        ignore_conflicts=True,
    )
    _mark_held(RetentionReview.objects.all(), on)
    return len(found) + back


@transaction.atomic
def decide_retention(
    *, review: RetentionReview, outcome: str, keep_until: date | None, reason: str, by: User, at: datetime
) -> RetentionReview:
    """Keep the case until a day, or say that it may go.

    :raises OperationRefused: no reason, no day to come, or a court hold covers somebody of the household.
    :raises TransitionRefused: it has been decided meanwhile.
    """
    must_govern(by)
    row = RetentionReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if not reason.strip():
        raise OperationRefused(_("Write why: whoever reads it in a year must understand it."), field="reason")
    if outcome == RetentionState.KEPT:
        if keep_until is None or keep_until <= at.date():
            raise OperationRefused(
                _("Choose a day to come: on that day it is looked at again."), field="keep_until"
            )
        row.state, row.keep_until = RETENTION.move("keep", row.state), keep_until
    else:
        _refuse_if_held(row, at.date())
        row.state, row.keep_until = RETENTION.move("erase", row.state), None
    row.reason, row.decided_by, row.decided_at = reason.strip(), by, at
    row.save(update_fields=["state", "keep_until", "reason", "decided_by", "decided_at"])
    return row


@serving("retention")
def place_hold(
    *, whom: str, authority: str, reason: str, starts_on: date, by: User, at: datetime
) -> list[CourtHold]:
    """Keep a person (codice fiscale), or all who have been in a case's household (number of the case), from erasure.

    :raises OperationRefused: nobody is found among those whom `by` may name.
    """
    must_govern(by)
    if starts_on > at.date():
        raise OperationRefused(_("The hold starts today or earlier."), field="starts_on")
    people = list(people_named(whom, by))
    if not people:
        raise OperationRefused(
            _(
                "Nobody is found with this: write a codice fiscale, or the number of a case such as 2026/0412."
            ),
            field="whom",
        )
    holds = [
        CourtHold.objects.create(
            person=person,
            authority=authority.strip(),
            reason=reason.strip(),
            starts_on=starts_on,
            placed_by=by,
            placed_at=at,
        )
        for person in people
    ]
    _mark_held(_of_people([person.pk for person in people]), at.date())
    return holds


@serving("retention")
def lift_hold(*, hold: CourtHold, on: date, by: User, at: datetime) -> CourtHold:
    """:raises OperationRefused: it has ended already, or the day is before it started or still to come."""
    must_govern(by)
    row = CourtHold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    if row.ends_on is not None:
        raise OperationRefused(_("This hold has ended already."))
    if not row.starts_on <= on <= at.date():
        raise OperationRefused(_("The hold ends between the day it started and today."), field="ends_on")
    row.ends_on, row.lifted_by = on, by
    row.save(update_fields=["ends_on", "lifted_by"])
    _mark_held(_of_people([row.person_id]), at.date())
    return row


def longest_term(on: date) -> Rule:
    """A case is looked at once, when the longest of the terms that run from its closing has passed."""
    running = [
        rule for rule in rules_of("privacy.retention").all_at(on).values() if rule["event"] == "case_closed"
    ]
    return max(running, key=lambda rule: int(rule["years"]))


def years_after(day: date, years: int) -> date:
    """The same day of another year; 29 February becomes 1 March, which never shortens a term."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


@serving("retention")
def _refuse_if_held(row: RetentionReview, on: date) -> None:
    """Asked again of the holds themselves: the mark on the row may be of yesterday."""
    people = Member.objects.filter(household__cases=row.case_id).values("person")
    list(Person.objects.select_for_update(of=("self",)).filter(pk__in=people))
    if CourtHold.objects.filter(_in_force(on), person__in=people).exists():
        raise OperationRefused(
            _("A court hold covers somebody of this household: nothing may be erased until it ends.")
        )


def _in_force(on: date) -> Q:
    return Q(ends_on=None) | Q(ends_on__gt=on)


def _mark_held(rows: QuerySet[RetentionReview], on: date) -> None:
    covered = Exists(
        CourtHold.objects.filter(_in_force(on), person__memberships__household__cases=OuterRef("case"))
    )
    rows.filter(~covered, held=True).update(held=False)
    rows.filter(covered, held=False).update(held=True)


def _of_people(people: list[UUID]) -> QuerySet[RetentionReview]:
    return RetentionReview.objects.filter(case__household__members__person__in=people)
