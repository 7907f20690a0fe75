"""A person decides who somebody in a list is."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.access.outcomes.enums import CandidateState
from accanto.access.outcomes.models import Applicant, Application, Candidate
from accanto.access.outcomes.operations.households import form_households
from accanto.access.outcomes.operations.identify import identify, keep_proposals, proposals_for
from accanto.access.outcomes.queries.matching import holders_of
from accanto.core.database.context import serving
from accanto.core.errors import ChangedMeanwhile, NotPermitted, OperationRefused
from accanto.foundation.audit.operations import record
from accanto.people.persons import codes
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import Person
from accanto.people.persons.operations import create_person, grant_access, set_codice_fiscale, set_residence
from accanto.people.persons.queries import fiscal_codes
from accanto.people.persons.visibility import apart_from
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User


class SomebodyAlike(OperationRefused):
    """Nobody is written down before whoever is alike was looked at."""


@serving("recognition")
@transaction.atomic
def confirm_same(*, candidate: Candidate, by: User, at: datetime) -> Application:
    """The person of the list is this known person; the other proposals are set aside.

    :raises ChangedMeanwhile: somebody decided first.
    """
    application, applicant = _undecided(candidate.application_id, candidate.applicant_id, by)
    person = Person.objects.get(pk=candidate.person_id)
    named = applicant or application
    if codes.is_valid(named.fiscal_code) and not fiscal_codes([person.pk]):
        set_codice_fiscale(person=person, value=named.fiscal_code, on=at.date())
    _set_aside(application, applicant, by=by, at=at, chosen=candidate.pk)
    _settle(application, applicant, person, by=by, at=at)
    record("outcomes.same_person", by=by, at=at, subject=application, protocol=application.protocol)
    return application


@serving("recognition")
@transaction.atomic
def register_new_person(
    *, application: Application, by: User, at: datetime, applicant: Applicant | None = None
) -> Person:
    """Nobody known: register the person as the list names them, without a code when theirs is not valid.

    The list was searched when it came; somebody may have been written down since, and is looked for again.

    :raises SomebodyAlike: somebody who was not proposed before: `look_again` puts them among the proposals.
    :raises OperationRefused: no surname, or the code is in force for somebody else.
    :raises ChangedMeanwhile: somebody decided first.
    """
    application, applicant = _undecided(application.pk, applicant.pk if applicant else None, by)
    named = applicant or application
    if _not_yet_proposed(application, applicant, by):
        raise SomebodyAlike(_("Somebody very like this was written down since: look at them first."))
    if not named.last_name:
        raise OperationRefused(
            _("The list gives no surname: correct the row and import it again."), field="last_name"
        )
    code = named.fiscal_code if codes.is_valid(named.fiscal_code) else ""
    person = create_person(
        first_name=named.first_name,
        last_name=named.last_name,
        sex=codes.sex(code),
        birth_date=named.birth_date,
        birth_place=codes.birth_place(code),
        codice_fiscale=code,
        by=by,
        at=at,
    )
    set_residence(person=person, municipality=application.municipality, on=None)
    _set_aside(application, applicant, by=by, at=at)
    _settle(application, applicant, person, by=by, at=at)
    record("outcomes.new_person", by=by, at=at, subject=application, protocol=application.protocol)
    return person


@serving("recognition")
@transaction.atomic
def look_again(
    *, application: Application, by: User, at: datetime, applicant: Applicant | None = None
) -> None:
    """Whoever was written down since the list came stands among the proposals.

    :raises ChangedMeanwhile: somebody decided first.
    """
    application, applicant = _undecided(application.pk, applicant.pk if applicant else None, by)
    keep_proposals(applicant or application)


@serving("recognition")
@transaction.atomic
def correct_code(
    *, application: Application, code: str, by: User, at: datetime, applicant: Applicant | None = None
) -> Application:
    """Put the right codice fiscale; whoever holds it is recognised, else the proposals are made again.

    :raises OperationRefused: the code is not valid.
    :raises ChangedMeanwhile: somebody decided first.
    """
    application, applicant = _undecided(application.pk, applicant.pk if applicant else None, by)
    right = codes.normalise(code)
    if not codes.is_valid(right):
        raise OperationRefused(
            _("This codice fiscale is not valid: check it letter by letter."), field="code"
        )
    named = applicant or application
    named.fiscal_code = right
    named.save(update_fields=["fiscal_code"])
    if right in holders_of([right]):
        _set_aside(application, applicant, by=by, at=at)
    identify(
        applications=[] if applicant else [application],
        applicants=[applicant] if applicant else [],
        by=by,
        at=at,
    )
    record("outcomes.code_corrected", by=by, at=at, subject=application, protocol=application.protocol)
    application.refresh_from_db()
    return application


def _not_yet_proposed(application: Application, applicant: Applicant | None, by: User) -> bool:
    """Somebody alike whom nobody was told of. Of whoever is kept apart from `by` not even this is told."""
    known = Candidate.objects.filter(application=application, applicant=applicant)
    alike = {one.person_id for one in proposals_for(applicant or application)}
    alike -= set(known.values_list("person_id", flat=True))
    return Person.objects.filter(pk__in=alike).exclude(pk__in=apart_from(by)).exists()


def _undecided(
    application_id: UUID, applicant_id: int | None, by: User
) -> tuple[Application, Applicant | None]:
    """Lock the application (and the member), so that two people never decide at once."""
    if not by.may("outcomes.decide"):
        raise NotPermitted(_("You may not decide who somebody is."))
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("municipality")
        .get(pk=application_id)
    )
    applicant = None
    if applicant_id is not None:
        applicant = Applicant.objects.select_for_update(of=("self",)).get(
            pk=applicant_id, application=application
        )
    if (applicant or application).person_id is not None:
        raise ChangedMeanwhile(_("Somebody has already decided who this is."))
    return application, applicant


def _set_aside(
    application: Application,
    applicant: Applicant | None,
    *,
    by: User,
    at: datetime,
    chosen: int | None = None,
) -> None:
    proposals = Candidate.objects.filter(
        application=application, applicant=applicant, state=CandidateState.OPEN
    )
    if chosen is not None:
        proposals.filter(pk=chosen).update(state=CandidateState.SAME, decided_by=by, decided_at=at)
    proposals.update(state=CandidateState.DIFFERENT, decided_by=by, decided_at=at)


def _settle(
    application: Application, applicant: Applicant | None, person: Person, *, by: User, at: datetime
) -> None:
    named = applicant or application
    named.person = person
    named.save(update_fields=["person"])
    office = Office.objects.filter(kind="zone", parent=None).first()
    if office is not None:
        grant_access(
            person=person, office=office, depth=Depth.CARD, reason=GrantReason.OUTCOME_LIST, by=by, at=at
        )
    form_households(applications=[application.pk], at=at)
