"""Who is asked to sign, and who signs for an adult that cannot."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.projects.enums import ContentChange, RepresentativeRole
from accanto.casework.projects.models import Party, Project
from accanto.casework.projects.operations.revisions import (
    bump,
    clean_text,
    locked_for_writing,
    refuse_stranger,
    take_away,
)
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.people.persons.gone import with_people
from accanto.people.persons.models import Person
from accanto.people.persons.naming import fold
from accanto.territory.bodies.models import Organisation
from accanto.territory.staff.models import User


@transaction.atomic
def add_party(
    *,
    project: Project,
    by: User,
    at: datetime,
    person: Person | None = None,
    user: User | None = None,
    organisation: Organisation | None = None,
    expected_revision: int | None = None,
) -> Party:
    """A member of the household, or an operator for their own body.

    :raises OperationRefused: neither or both, a stranger, asked twice, or an operator of another body.
    """
    row = locked_for_writing(project.pk, expected_revision)
    if (person is None) == (user is None):
        raise OperationRefused(_("Choose who signs: a member of the household or an operator."), field="who")
    if person is not None:
        refuse_stranger(row, person, "who")
        organisation = None
    if user is not None:
        own = User.objects.select_related("operator__organisation").get(pk=user.pk).operator.organisation
        if organisation is not None and organisation.pk != own.pk:
            raise OperationRefused(
                _("%(name)s works for %(body)s and can sign for that body only.")
                % {"name": user, "body": own},
                field="who",
            )
        organisation = own
    if row.parties.present().filter(person=person, user=user).exists():
        raise OperationRefused(
            _("%(name)s is already asked to sign.") % {"name": person or user}, field="who"
        )
    last = row.parties.aggregate(last=Max("position"))["last"] or 0
    party = Party.objects.create(
        project=row, person=person, user=user, organisation=organisation, position=last + 1
    )
    bump(row, ContentChange.PARTY_ADDED, text=str(person or user), by=by, at=at)
    return party


@transaction.atomic
def remove_party(*, party: Party, by: User, at: datetime, expected_revision: int | None = None) -> None:
    row = locked_for_writing(party.project_id, expected_revision)
    take_away(row, party, at)
    with_people([party])
    bump(row, ContentChange.PARTY_REMOVED, text=str(party.person or party.user), by=by, at=at)


@dataclass(frozen=True)
class Representative:
    """Who signs for an adult, and the decree that says so: `authority` is the court, `on` the day of the decree."""

    name: str
    role: str
    authority: str
    number: str
    on: date | None


@transaction.atomic
def set_representative(
    *,
    party: Party,
    representative: Representative | None,
    by: User,
    at: datetime,
    expected_revision: int | None = None,
) -> Party:
    """A member of the household signs through a legal representative, or (None) in person again.

    :raises OperationRefused: the party signs for a body, a fact is missing, the decree is of the future, or the
        representative is the member.
    """
    project = locked_for_writing(party.project_id, expected_revision)
    rows = Party.objects.select_for_update(of=("self",)).select_related("person")
    (row,) = with_people(rows.filter(pk=party.pk))
    if row.removed_at is not None:
        raise OperationRefused(_("This signature is no longer asked for."))
    if row.person is None:
        raise OperationRefused(_("Only a member of the household signs through a legal representative."))
    if representative is None:
        if row.representative:
            _sign_in_person(project, row, by, at)
        return row
    checked = _checked(representative, row.person, timezone.localtime(at).date())
    row.representative, row.representative_role = checked.name, checked.role
    row.decree_authority, row.decree_number, row.decree_on = checked.authority, checked.number, checked.on
    _save(row)
    bump(project, ContentChange.REPRESENTED, text=str(row.person), by=by, at=at)
    record(
        "projects.party.represented",
        by=by,
        at=at,
        context=project.case_id,
        subject=project,
        important=True,
        who=str(row.person),
        representative=checked.name,
        number=checked.number,
        authority=checked.authority,
    )
    return row


def _sign_in_person(project: Project, party: Party, by: User, at: datetime) -> None:
    former = party.representative
    party.representative = party.representative_role = party.decree_authority = party.decree_number = ""
    party.decree_on = None
    _save(party)
    bump(project, ContentChange.REPRESENTED_NO_MORE, text=str(party.person), by=by, at=at)
    record(
        "projects.party.unrepresented",
        by=by,
        at=at,
        context=project.case_id,
        subject=project,
        important=True,
        who=str(party.person),
        representative=former,
    )


def _save(party: Party) -> None:
    party.save(
        update_fields=[
            "representative",
            "representative_role",
            "decree_authority",
            "decree_number",
            "decree_on",
        ]
    )


def _checked(given: Representative, person: Person, today: date) -> Representative:
    if given.role not in RepresentativeRole.values:
        raise OperationRefused(_("Choose as what they sign."), field="role")
    name = clean_text(
        given.name, field="name", message=_("Write the name and surname of who signs for them."), limit=160
    )
    if fold(name) == fold(str(person)):
        raise OperationRefused(
            _("%(name)s cannot be their own representative: write who signs for them.") % {"name": person},
            field="name",
        )
    authority = clean_text(
        given.authority, field="authority", message=_("Write which court named them."), limit=120
    )
    number = clean_text(given.number, field="number", message=_("Write the number of the decree."), limit=40)
    if given.on is None:
        raise OperationRefused(_("Write the day of the decree."), field="on")
    if given.on > today:
        raise OperationRefused(_("The day of the decree is in the future."), field="on")
    return Representative(name, given.role, authority, number, given.on)
