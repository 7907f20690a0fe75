"""Papers that leave: nothing on them tells where a protected person is, or names whoever has the data restricted."""

from uuid import uuid4

import pytest

from accanto.casework.cases.models import CaseTransfer
from accanto.casework.record import operations
from accanto.casework.record.models import SocialReport
from accanto.core.errors import OperationRefused
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.reading import content_of
from accanto.people.persons.models import Person
from accanto.people.persons.operations import protect_person, restrict_person, set_residence
from accanto.territory.places.models import Municipality
from tests.casework.cases.test_handover import NOTE, propose
from tests.casework.record.test_reports import WORDS, opened, saved, text_of
from tests.scenarios import NOW, TODAY, Situation

pytestmark = pytest.mark.django_db


def hide(made: Situation, person: Person, town: str = "Quarrata") -> None:
    """Nobody may find them; they live in Via Rifugio 9."""
    set_residence(
        person=person, municipality=Municipality.objects.get(name=town), on=TODAY, address="Via Rifugio 9"
    )
    protect_person(
        person=person, kind="whereabouts", reason="violence_centre", source="Centro", starts_on=TODAY,
        by=made.anna, at=NOW,
    )  # fmt: skip


def restrict(made: Situation, person: Person) -> None:
    restrict_person(
        person_id=person.pk, request=uuid4(), ground="accuracy", reason="Contesta", by=made.carla, at=NOW
    )


def outside(made: Situation, **words: str) -> CaseTransfer:
    return propose(made, kind="outside", to_unit=None, to_body="Comune di Prova", **words)


@pytest.mark.parametrize("field", [*NOTE, "reason", "to_body", "to_address"])
@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Lucia sta in via rifugio, 9.", "indirizzo o un telefono protetto"),
        ("Lucia ha trovato casa a Quarrata.", "comune di una persona che nessuno"),
    ],
)
def test_a_note_that_leaves_the_zone_tells_nowhere_where_a_protected_person_is(
    made: Situation, field: str, words: str, why: str
) -> None:
    hide(made, made.family.lucia)
    given = {"reason": "Da novembre il nucleo abita altrove.", field: words}
    if field == "to_body":
        given[field] = "Via Rifugio 9"
        why = "indirizzo o un telefono protetto"
    with pytest.raises(OperationRefused, match=why) as refused:
        propose(made, **{"kind": "outside", "to_unit": None, "to_body": "Comune di Prova", **given})
    assert refused.value.field == field
    assert not CaseTransfer.objects.exists()
    assert not Document.objects.exists()


def test_the_town_that_receives_the_note_is_told_by_the_note_itself(made: Situation) -> None:
    hide(made, made.family.lucia)
    transfer = propose(
        made, kind="outside", to_unit=None, to_body="Comune di Quarrata",
        situation="Da novembre abitano a Quarrata.",
    )  # fmt: skip
    assert transfer.note is not None
    paper = " ".join(text_of(content_of(transfer.note)))
    assert "Da novembre abitano a Quarrata." in paper
    assert "Rifugio" not in paper


def test_a_note_within_the_zone_is_not_asked_for_what_stays_in_it(made: Situation) -> None:
    hide(made, made.family.lucia)
    assert propose(made, situation="Lucia sta in Via Rifugio 9.").situation == "Lucia sta in Via Rifugio 9."


def headed(made: Situation, title: str, addressee: str) -> SocialReport:
    report = opened(made)
    return operations.save_report(
        report=report, content={**WORDS, "household": "Lucia."}, title=title, addressee=addressee,
        expected=report.revision, by=made.anna, at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("title", "addressee"), [("Relazione su Nico", "Tribunale"), ("Relazione", "Tutore di Nico Campioni")]
)
def test_title_and_addressee_name_nobody_whose_data_are_restricted(
    made: Situation, title: str, addressee: str
) -> None:
    restrict(made, made.family.nico)
    report = headed(made, title, addressee)
    with pytest.raises(OperationRefused, match="limitati") as refused:
        operations.sign_report(report=report, expected=report.revision, by=made.anna, at=NOW)
    assert list(refused.value.missing) == ["Titolo o destinatario"]
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("title", "addressee"), [("Relazione da Quarrata", "Tribunale"), ("Relazione", "Comune di Quarrata")]
)
def test_title_and_addressee_tell_no_hidden_town(made: Situation, title: str, addressee: str) -> None:
    hide(made, made.family.lucia)
    report = headed(made, title, addressee)
    with pytest.raises(OperationRefused, match="comune di una persona") as refused:
        operations.sign_report(report=report, expected=report.revision, by=made.anna, at=NOW)
    assert list(refused.value.missing) == ["Titolo o destinatario"]
    assert not Document.objects.exists()


def test_the_town_of_the_service_may_stand_in_the_addressee(made: Situation) -> None:
    hide(made, made.family.lucia, "Pistoia")
    report = headed(made, "Relazione", "Tribunale di Pistoia")
    signed = operations.sign_report(report=report, expected=report.revision, by=made.anna, at=NOW)
    assert signed.state == "signed"


@pytest.mark.parametrize("reason", ["Nico non vive più qui", "Sta in Via Rifugio 9", "Ora sta a Quarrata"])
def test_the_reason_of_a_correction_stands_on_the_paper_and_tells_nothing_of_this(
    made: Situation, reason: str
) -> None:
    report = saved(opened(made), made)
    signed = operations.sign_report(report=report, expected=report.revision, by=made.anna, at=NOW)
    restrict(made, made.family.nico)
    hide(made, made.family.lucia)
    with pytest.raises(OperationRefused) as refused:
        operations.correct_report(report=signed, reason=reason, by=made.anna, at=NOW)
    assert refused.value.field == "reason"
    assert SocialReport.objects.count() == 1


def test_a_reason_that_names_somebody_restricted_since_is_left_off_the_paper(made: Situation) -> None:
    report = saved(opened(made), made)
    signed = operations.sign_report(report=report, expected=report.revision, by=made.anna, at=NOW)
    following = operations.correct_report(report=signed, reason="Nico non vive qui", by=made.anna, at=NOW)
    restrict(made, made.family.nico)
    following = saved(following, made, household="Lucia e la figlia.")
    again = operations.sign_report(report=following, expected=following.revision, by=made.anna, at=NOW)
    assert again.document is not None
    paper = " ".join(text_of(content_of(again.document)))
    assert "Versione 2, che prende il posto della precedente." in paper
    assert "Nico" not in paper
