from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from stdnum.it import codicefiscale as stdnum_codicefiscale

from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.people.persons.appearing import appeared
from accanto.people.persons.codes import kind_of, normalise
from accanto.people.persons.enums import ContactKind, IdentifierKind, IdentityLevel
from accanto.people.persons.models import ContactPoint, Identifier, Person, Pregnancy, Residence
from accanto.people.persons.naming import fold_contact, search_name
from accanto.people.persons.operations.restriction import refuse_restricted
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User


class CodeRefused(OperationRefused):
    """The codice fiscale is not valid, or belongs to somebody else."""


@transaction.atomic
def create_person(
    *,
    first_name: str,
    last_name: str,
    by: User | None,
    at: datetime,
    sex: str = "",
    birth_date: date | None = None,
    birth_place: str = "",
    codice_fiscale: str = "",
    identity_level: str = IdentityLevel.DECLARED,
) -> Person:
    """:raises CodeRefused: invalid code, or already in force for another person."""
    if birth_date and birth_date > at.date():
        raise OperationRefused(_("The date of birth is in the future."), field="birth_date")
    person = Person.objects.create(
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        sex=sex,
        birth_date=birth_date,
        birth_place=birth_place,
        identity_level=identity_level,
        created_at=at,
        created_by=by,
        search_name=search_name(last_name, first_name),
    )
    if codice_fiscale:
        set_codice_fiscale(person=person, value=codice_fiscale, on=at.date())
    else:
        appeared([person.pk])
    return person


@transaction.atomic
def set_codice_fiscale(*, person: Person, value: str, on: date) -> Identifier:
    """Give a person a code from `on`; the former one, if any, ends that day.

    Eleven digits are a provisional code (same check as a VAT number).

    :raises CodeRefused: invalid, or in force for another person.
    """
    code = value.strip().upper().replace(" ", "")
    kind = IdentifierKind.PROVISIONAL if code.isdigit() else IdentifierKind.CODICE_FISCALE
    if not stdnum_codicefiscale.is_valid(code):
        raise CodeRefused(
            _("The codice fiscale %(code)s is not valid: check it letter by letter.") % {"code": code},
            field="codice_fiscale",
        )
    held = Identifier.objects.filter(person=person, kind=kind, value=code, valid_to=None).first()
    if held is not None:
        return held
    refuse_restricted(person, field="codice_fiscale")
    Identifier.objects.filter(person=person, kind=kind, valid_to=None).update(valid_to=on)
    given = _write_code(person, kind, code, on)
    appeared([person.pk])
    return given


@transaction.atomic
def give_health_code(*, person: Person, value: str, on: date, at: datetime) -> Identifier:
    """An STP or ENI code from `on`; given again it is renewed, another one takes the place of the former.

    :raises CodeRefused: not written as one, from a day to come, or in force for another person.
    """
    code = normalise(value)
    kind = kind_of(code)
    if kind not in {IdentifierKind.STP, IdentifierKind.ENI}:
        raise CodeRefused(
            _("An STP or ENI code is written with these three letters and thirteen digits: check %(code)s.")
            % {"code": code},
            field="code",
        )
    if on > at.date():
        raise CodeRefused(_("From today or before: the day stands on the card."), field="given_on")
    refuse_restricted(person, field="code")
    standing = Identifier.objects.select_for_update(of=("self",)).filter(
        person=person, kind=kind, valid_to=None
    )
    former = standing.first()
    if former is not None and former.valid_from is not None and former.valid_from >= on:
        if former.value == code:
            return former
        raise CodeRefused(
            _("The code in force, %(code)s, was given later: check the day.") % {"code": former.value},
            field="given_on",
        )
    standing.update(valid_to=on)
    given = _write_code(person, kind, code, on)
    appeared([person.pk])
    return given


def _write_code(person: Person, kind: str, code: str, on: date) -> Identifier:
    """A code is of one record; but whoever learns nothing of the other one is not told by a refusal either."""
    held = Identifier(person=person, kind=kind, value=code, valid_from=on)
    try:
        with transaction.atomic():
            held.save(force_insert=True)
    except IntegrityError:
        if is_told_of_code(kind, code):
            raise CodeRefused(
                _("The code %(code)s already belongs to another record of the zone.") % {"code": code},
                field="codice_fiscale",
            ) from None
        held.doubled = True
        held.save(force_insert=True)
    return held


def is_told_of_code(kind: str, code: str) -> bool:
    """Whether whoever acts may learn that a code is held: not of somebody protected or behind a fence whom they do not
    see."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT acc_code_told(%s, %s)", [kind, code])
        (told,) = cursor.fetchone()
    return bool(told)


@transaction.atomic
def set_residence(
    *, person: Person, municipality: Municipality, on: date | None, address: str = "", protected: bool = False
) -> Residence:
    """The present residence; the former one ends the day the new one starts.

    :raises OperationRefused: the person's data are restricted.
    """
    refuse_restricted(person, field="municipality")
    Residence.objects.select_for_update().filter(person=person, ends_on=None).update(ends_on=on)
    return Residence.objects.create(
        person=person, municipality=municipality, address=address, protected=protected, starts_on=on
    )


@transaction.atomic
def add_contact(
    *, person: Person, kind: str, value: str, note: str = "", on: date | None = None
) -> ContactPoint:
    return ContactPoint.objects.create(
        person=person,
        kind=ContactKind(kind),
        value=value.strip(),
        folded=fold_contact(value),
        note=note,
        starts_on=on,
    )


@transaction.atomic
def declare_pregnancy(*, person: Person, expected_on: date, at: datetime) -> Pregnancy:
    return Pregnancy.objects.create(person=person, expected_on=expected_on, declared_on=at.date())


@transaction.atomic
def record_death(*, person: Person, on: date, by: User | None, at: datetime) -> Person:
    """The day on which somebody died; once it is written, `correct_death` alone changes it.

    :raises OperationRefused: written already, a day in the future, or before the person was born.
    """
    row = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if row.died_on is not None:
        raise OperationRefused(
            _("The death of %(name)s is already written, on %(day)s: correct it there.")
            % {"name": row, "day": date_words(row.died_on)},
            field="on",
        )
    return _write_death(row, person, on, at)


@transaction.atomic
def correct_death(*, person: Person, on: date | None, by: User, at: datetime) -> Person:
    """Another day, or None: it was somebody else who died. The former day stays in the record of writings.

    :raises OperationRefused: a day in the future, or before the person was born.
    """
    row = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    return _write_death(row, person, on, at)


def _write_death(row: Person, given: Person, on: date | None, at: datetime) -> Person:
    if on and on > at.date():
        raise OperationRefused(_("The day is in the future."), field="on")
    if on and row.birth_date and on < row.birth_date:
        raise OperationRefused(_("The day comes before the person was born."), field="on")
    row.died_on = on
    row.save(update_fields=["died_on"])
    given.died_on = on
    return row


@transaction.atomic
def end_pregnancies(*, person: Person, on: date) -> int:
    """The child is born, or the pregnancy is over.

    :raises OperationRefused: the person's data are restricted.
    """
    refuse_restricted(person)
    return Pregnancy.objects.filter(person=person, ended_on=None).update(ended_on=on)
