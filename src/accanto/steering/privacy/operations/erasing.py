"""Erasing a person or a case past its term: one proposes, another confirms, the database does it."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accanto.core.database.context import purpose
from accanto.core.dated_rules import Rule, rules_of
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.operations import empty_document
from accanto.people.persons.models import Person
from accanto.steering.privacy.enums import ERASURE, REQUEST, ErasureState, RequestKind
from accanto.steering.privacy.erasing import ledger
from accanto.steering.privacy.erasing.scope import (
    Scope,
    answered_in_words,
    pseudonyms,
    scope_of_request,
    scope_of_review,
    what_stands_in_the_way,
)
from accanto.steering.privacy.models import ErasedPerson, Erasure, PersonRequest, RetentionReview
from accanto.steering.privacy.operations.naming import must_govern
from accanto.territory.staff.models import User

_GROUNDS = "privacy.erasure_grounds"


def erasure_grounds(at: datetime) -> dict[str, Rule]:
    return rules_of(_GROUNDS).all_at(at.date())


def scope_for(thing: PersonRequest | RetentionReview) -> Scope:
    return scope_of_request(thing) if isinstance(thing, PersonRequest) else scope_of_review(thing)


@transaction.atomic
def propose_erasure(
    *, thing: PersonRequest | RetentionReview, ground: str, reason: str, by: User, at: datetime
) -> Erasure:
    """For somebody else to confirm.

    :raises OperationRefused: no ground, no reason, another kind of request, or something stands in the way.
    """
    must_govern(by)
    if isinstance(thing, PersonRequest):
        if thing.kind != RequestKind.ERASURE or not REQUEST.allows("answer", thing.state):
            raise OperationRefused(_("Only an open request of erasure leads to an erasure."))
        row = Erasure.objects.select_for_update(of=("self",)).filter(request=thing).first() or Erasure(
            request=thing
        )
    else:
        row = Erasure.objects.select_for_update(of=("self",)).filter(review=thing).first() or Erasure(
            review=thing
        )
    if ground not in erasure_grounds(at):
        raise OperationRefused(_("Choose the ground of law."), field="ground")
    if not reason.strip():
        raise OperationRefused(_("Write why: whoever reads it in a year must understand it."), field="reason")
    _refuse_what_stands_in_the_way(thing, scope_for(thing), at)
    if not row._state.adding:  # noqa: SLF001 - Django's own way to ask
        row.state = ERASURE.move("propose_again", row.state)
    row.ground, row.reason, row.proposed_by, row.proposed_at = ground, reason.strip(), by, at
    row.save()
    return row


@transaction.atomic
def withdraw_erasure(*, erasure: Erasure, by: User, at: datetime) -> Erasure:
    """:raises TransitionRefused: it has been carried out, or withdrawn."""
    must_govern(by)
    row = Erasure.objects.select_for_update(of=("self",)).get(pk=erasure.pk)
    row.state = ERASURE.move("withdraw", row.state)
    row.save(update_fields=["state"])
    return row


@transaction.atomic
def confirm_erasure(*, erasure: Erasure, by: User, at: datetime) -> Erasure:
    """Carry it out, whole or not at all. What stands in the way is asked again, here and by the database.

    :raises OperationRefused: whoever proposed it, or something stands in the way.
    :raises TransitionRefused: it has been carried out, or withdrawn.
    """
    must_govern(by)
    row = Erasure.objects.select_for_update(of=("self",)).get(pk=erasure.pk)
    state = ERASURE.move("confirm", row.state)
    if row.proposed_by_id == by.pk:
        raise OperationRefused(_("You proposed it: somebody else confirms."))
    thing = row.request or row.review
    assert thing is not None  # noqa: S101 - a constraint says so
    scope = scope_for(thing)
    with purpose("erasure"):
        # Locked, so that a hold that is being placed on them waits, and is then refused or found.
        list(Person.objects.select_for_update(of=("self",)).filter(pk__in=scope.people).order_by("pk"))
        _refuse_what_stands_in_the_way(thing, scope, at)
        chosen = pseudonyms(scope.people)
        row.state, row.confirmed_by, row.confirmed_at = state, by, at
        row.cases, row.shared = list(scope.cases), list(scope.shared)
        row.save()
        ErasedPerson.objects.bulk_create(
            ErasedPerson(erasure=row, person_id=person, pseudonym=name) for person, name in chosen.items()
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM privacy_erase(%s, %s)", [row.pk, answered_in_words()])
            _empty([found for (found,) in cursor.fetchall()], at)
    record("privacy.erased", by=by, at=at, people=len(scope.people), cases=len(scope.cases))
    carried = ledger.Carried(
        at=at.isoformat(),
        people=[str(person) for person in chosen],
        pseudonyms=list(chosen.values()),
        cases=[str(case) for case in scope.cases],
        shared=[str(case) for case in scope.shared],
    )
    transaction.on_commit(lambda: ledger.append(carried))
    return row


@transaction.atomic
def repeat_erasure(*, carried: ledger.Carried, at: datetime) -> int:
    """After a restore, as the owner: what had been erased goes again. Says how many documents were emptied."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM privacy_erase_rows(%s::uuid[], %s::text[], %s::uuid[], %s::uuid[], %s::text[])",
            [carried.people, carried.pseudonyms, carried.cases, carried.shared, answered_in_words()],
        )
        papers = [found for (found,) in cursor.fetchall()]
    _empty(papers, at)
    return len(papers)


def _empty(papers: list[UUID], at: datetime) -> None:
    for document in Document.objects.filter(pk__in=papers).order_by("pk"):
        empty_document(
            document=document, words=_("Content erased on %(day)s.") % {"day": at.date().isoformat()}
        )


def _refuse_what_stands_in_the_way(
    thing: PersonRequest | RetentionReview, scope: Scope, at: datetime
) -> None:
    found = what_stands_in_the_way(scope, thing if isinstance(thing, RetentionReview) else None, at.date())
    if found:
        raise OperationRefused(" ".join(found), missing=found)


__all__ = [
    "ErasureState",
    "confirm_erasure",
    "erasure_grounds",
    "propose_erasure",
    "repeat_erasure",
    "scope_for",
    "withdraw_erasure",
]
