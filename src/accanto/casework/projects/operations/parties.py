"""Who is asked to sign."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accanto.casework.projects.enums import ContentChange
from accanto.casework.projects.models import Party, Project
from accanto.casework.projects.operations.revisions import (
    bump,
    locked_for_writing,
    refuse_stranger,
    take_away,
)
from accanto.core.errors import OperationRefused
from accanto.people.persons.models import Person
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
    bump(row, ContentChange.PARTY_REMOVED, text=str(party.person or party.user), by=by, at=at)
