"""Whom an operator must not see: declared by themselves or written by the privacy officer, matched by nobody's eyes.

The answer to a declaration never depends on whether such a person is known: the same sentence, the same queries.
"""

import re
from collections.abc import Collection
from datetime import date, datetime, time
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from stdnum.it import codicefiscale as stdnum_codicefiscale

from accanto.casework.cases.models import Case
from accanto.core.database.context import serving
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.people.persons.enums import BarReason
from accanto.people.persons.models import Bar
from accanto.people.persons.naming import search_name
from accanto.steering.privacy.enums import DECLARATION, DeclarationState
from accanto.steering.privacy.models import Declaration
from accanto.territory.staff.models import User

_CASE_NUMBER = re.compile(r"^(\d{4})/(\d{1,7})$")
# Whoever answers to a declaration in force and has no bar from it yet; narrowed to one declaration or to some persons.
# One bar for each pair: another that stands is enough.
_MATCH = """
    INSERT INTO persons_bar
      (user_id, person_id, reason, source, starts_at, ends_at, end_reason, written_by_id, declaration)
    SELECT said.user_id, found.person_id, said.reason, said.source, said.at, said.ends_at, '',
      NULLIF(said.by_id, said.user_id), said.id
    FROM privacy_declaration said JOIN (
      SELECT said.id, code.person_id FROM privacy_declaration said
      JOIN persons_identifier code ON code.value = said.codice_fiscale WHERE said.codice_fiscale <> ''
      UNION
      SELECT said.id, person.id FROM privacy_declaration said
      JOIN persons_person person
        ON person.birth_date = said.birth_date AND person.search_name = said.search_name
      WHERE said.search_name <> ''
      UNION
      SELECT said.id, member.person_id FROM privacy_declaration said
      JOIN cases_case care ON care.number = said.case_number
      JOIN households_member member ON member.household_id = care.household_id AND member.ends_on IS NULL
      WHERE said.case_number <> ''
    ) found ON found.id = said.id
    WHERE said.state <> 'lifted' AND (%(on)s::timestamptz IS NULL OR said.ends_at IS NULL OR said.ends_at > %(on)s)
      AND (%(declaration)s::uuid IS NULL OR said.id = %(declaration)s)
      AND (%(persons)s::uuid[] IS NULL OR found.person_id = ANY(%(persons)s))
      AND NOT EXISTS (
        SELECT FROM persons_bar standing
        WHERE standing.declaration = said.id AND standing.person_id = found.person_id
      )
    ON CONFLICT DO NOTHING
"""


@serving("declaration")
@transaction.atomic
def declare(
    *,
    codice_fiscale: str,
    first_name: str,
    last_name: str,
    birth_date: date | None,
    reason: str,
    by: User,
    at: datetime,
) -> Declaration:
    """`by` must not see this person, known or not; in force at once, and taken back by the privacy officer alone.

    :raises OperationRefused: neither a codice fiscale nor a name with its date of birth, or the code is mistyped.
    """
    code = codice_fiscale.strip().upper().replace(" ", "")
    named = search_name(last_name, first_name) if last_name.strip() and first_name.strip() else ""
    if code and not stdnum_codicefiscale.is_valid(code):
        raise OperationRefused(
            _("This codice fiscale is not valid: check it letter by letter."), field="codice_fiscale"
        )
    if not code and not (named and birth_date):
        raise OperationRefused(
            _("Write the codice fiscale, or surname, name and date of birth."), field="codice_fiscale"
        )
    if birth_date and birth_date > at.date():
        raise OperationRefused(_("The date of birth is in the future."), field="birth_date")
    row = Declaration.objects.create(
        user=by,
        codice_fiscale=code,
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        search_name=named if birth_date else "",
        birth_date=birth_date,
        reason=BarReason(reason),
        source=_("Declared by the operator"),
        by=by,
        at=at,
    )
    _match(declaration=row.pk, at=at)
    return row


@serving("declaration")
@transaction.atomic
def keep_out(
    *, user: User, whom: str, reason: str, source: str, until: date | None, by: User, at: datetime
) -> Declaration:
    """The privacy officer keeps an account away from a person (codice fiscale) or a household (number of a case).

    A codice fiscale is taken whether or not it is known: it waits for whoever gets it. `until` is the last day.

    :raises NotPermitted: not the privacy officer.
    :raises OperationRefused: oneself, no source, a day that is past, a code mistyped, a number that no case has.
    """
    _must_review(by)
    if user.pk == by.pk:
        raise OperationRefused(
            _("Of yourself somebody else writes: you can declare it in your own account."), field="user"
        )
    if not source.strip():
        raise OperationRefused(_("Say where it comes from: who told you, which paper."), field="source")
    if until and until < at.date():
        raise OperationRefused(_("Choose a day to come, or leave it empty."), field="until")
    code, number = _named(whom)
    row = Declaration.objects.create(
        user=user,
        codice_fiscale=code,
        case_number=number,
        reason=BarReason(reason),
        source=source.strip(),
        by=by,
        at=at,
        ends_at=timezone.make_aware(datetime.combine(until, time.max)) if until else None,
        state=DeclarationState.CONFIRMED,
        decided_by=by,
        decided_at=at,
    )
    _match(declaration=row.pk, at=at)
    return row


@serving("declaration")
@transaction.atomic
def decide_declaration(
    *, declaration: Declaration, outcome: str, reason: str, by: User, at: datetime
) -> Declaration:
    """Confirm it, or lift it: then the rights of whoever declared count again from now.

    :raises NotPermitted: not the privacy officer, or one's own.
    :raises OperationRefused: no reason.
    :raises TransitionRefused: it has been decided meanwhile.
    """
    _must_review(by)
    row = Declaration.objects.select_for_update(of=("self",)).get(pk=declaration.pk)
    if row.user_id == by.pk:
        raise NotPermitted(_("Nobody decides about their own declaration."))
    if not reason.strip():
        raise OperationRefused(_("Say why: it stays written."), field="reason")
    verb = "lift" if outcome == DeclarationState.LIFTED else "confirm"
    row.state = DECLARATION.move(verb, row.state)
    row.decision, row.decided_by, row.decided_at = reason.strip(), by, at
    row.save(update_fields=["state", "decision", "decided_by", "decided_at"])
    if verb == "lift":
        _in_force(at).filter(declaration=row.pk).update(ends_at=at, end_reason=reason.strip()[:200])
    return row


@serving("declaration")
@transaction.atomic
def lift_written_bar(*, bar: Bar, reason: str, by: User, at: datetime) -> Bar:
    """The privacy officer ends a bar that was written on a case.

    :raises NotPermitted: not the privacy officer, or one's own.
    :raises OperationRefused: no reason, or it has ended meanwhile.
    """
    _must_review(by)
    row = Bar.objects.select_for_update(of=("self",)).get(pk=bar.pk)
    if row.user_id == by.pk:
        raise NotPermitted(_("You cannot change what is written about yourself."))
    if not reason.strip():
        raise OperationRefused(_("Say why it ends."), field="reason")
    if row.ends_at is not None and row.ends_at <= at:
        raise OperationRefused(_("It has ended already."))
    row.ends_at, row.end_reason = at, reason.strip()[:200]
    row.save(update_fields=["ends_at", "end_reason"])
    return row


@serving("declaration")
def bar_whoever_was_declared(persons: Collection[UUID]) -> None:
    """These people are now known, or known by a new code: whoever declared them sees nothing of them."""
    _match(persons=persons)


@serving("declaration")
def match_declarations(*, at: datetime) -> int:
    """All of them anew, for what no operation told (a household that has grown, rows put right by hand)."""
    return _match(at=at)


def _match(
    *,
    declaration: UUID | None = None,
    persons: Collection[UUID] | None = None,
    at: datetime | None = None,
) -> int:
    asked = {"declaration": declaration, "persons": list(persons) if persons is not None else None, "on": at}
    with connection.cursor() as cursor:
        cursor.execute(_MATCH, asked)
        return int(cursor.rowcount)


def _named(whom: str) -> tuple[str, str]:
    """Codice fiscale and number of a case, one of them empty."""
    written = whom.strip().upper().replace(" ", "")
    found = _CASE_NUMBER.match(written)
    if found:
        number = f"{found[1]}/{int(found[2]):04d}"
        if not Case.objects.filter(number=number).exists():
            raise OperationRefused(_("No case has this number: check it."), field="whom")
        return "", number
    if not stdnum_codicefiscale.is_valid(written):
        raise OperationRefused(
            _("Write a codice fiscale, letter by letter, or the number of a case such as 2026/0412."),
            field="whom",
        )
    return written, ""


def _in_force(at: datetime) -> QuerySet[Bar]:
    return Bar.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at))


def _must_review(by: User) -> None:
    if not by.may("privacy.review"):
        raise NotPermitted(_("This is for the privacy officer."))
