"""Correcting what is known of a person; what was known stays, as a dated row or in the record."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.core.errors import OperationRefused
from accanto.people.persons.birth_checks import check_birth
from accanto.people.persons.models import ContactPoint, Person, Residence
from accanto.people.persons.naming import search_name
from accanto.people.persons.operations.persons import add_contact, set_residence
from accanto.people.persons.operations.restriction import refuse_restricted
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User


@transaction.atomic
def correct_identity(
    *, person: Person, field: str, value: str | date | None, by: User, at: datetime
) -> Person:
    """Name, surname, sex, date or place of birth. The former value stays in the record of writings.

    :raises OperationRefused: no surname, somebody born in a time to come, or a parent younger than a child.
    """
    row = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if field not in {"first_name", "last_name", "sex", "birth_date", "birth_place"}:
        raise ValueError(field)
    refuse_restricted(row, field=field)
    if isinstance(value, str):
        value = value.strip()
    if field == "last_name" and not value:
        raise OperationRefused(_("A person has a surname."), field="last_name")
    if isinstance(value, date) and value > at.date():
        raise OperationRefused(_("The date of birth is in the future."), field="birth_date")
    if isinstance(value, date):
        check_birth(row.pk, value)
    setattr(row, field, value)
    row.search_name = search_name(row.last_name, row.first_name)
    row.save(update_fields=[field, "search_name"])
    return row


@transaction.atomic
def correct_residence(
    *, person: Person, municipality: Municipality, address: str, on: date, by: User, at: datetime
) -> Residence:
    """From `on`; the former residence ends that day, and one that began then or later is taken back.

    Whether it is protected stays as it was.

    :raises OperationRefused: a day to come.
    """
    if on > at.date():
        raise OperationRefused(_("From today or before."), field="since")
    refuse_restricted(person, field="municipality")
    present = Residence.objects.select_for_update(of=("self",)).filter(person=person, ends_on=None).first()
    if present is not None and present.starts_on is not None and present.starts_on >= on:
        present.municipality, present.address, present.starts_on = municipality, address.strip(), on
        present.save(update_fields=["municipality", "address", "starts_on"])
        return present
    protected = present.protected if present else False
    return set_residence(
        person=person, municipality=municipality, on=on, address=address.strip(), protected=protected
    )


@transaction.atomic
def replace_contact(
    *, person: Person, kind: str, value: str, on: date, by: User, at: datetime
) -> ContactPoint:
    """The contact of a kind from `on`; those before it end that day."""
    if not value.strip():
        raise OperationRefused(_("Write the contact."), field="value")
    refuse_restricted(person, field="value")
    ContactPoint.objects.select_for_update(of=("self",)).filter(
        person=person, kind=kind, ends_on=None
    ).update(ends_on=on)
    return add_contact(person=person, kind=kind, value=value, on=on)
