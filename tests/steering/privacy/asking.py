"""What somebody asks about their own data, written down today."""

from datetime import timedelta

from accanto.people.persons.models import Person
from accanto.steering.privacy.models import PersonRequest
from tests import cast
from tests.scenarios import NOW, TODAY


def asked_by(person: Person, kind: str) -> PersonRequest:
    return PersonRequest.objects.create(
        person=person,
        kind=kind,
        received_on=TODAY,
        identity="document",
        asked="I miei dati",
        due_on=TODAY + timedelta(days=30),
        recorded_by=cast.user(cast.OLGA),
        recorded_at=NOW,
    )
