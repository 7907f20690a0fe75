"""Contacts: written once, anonymous if wished, with what came of them; and what is refused."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from accanto.access.desk import operations
from accanto.access.desk.enums import ChargeState, OutcomeState
from accanto.access.desk.models import Contact, ContactOutcome, ListeningNote, Ticket, UnmetDemand
from accanto.access.desk.models.contact import MOST_WORDS
from accanto.access.desk.operations import AlreadyRegistered, Came
from accanto.access.desk.slips import slip_pdf, slip_words
from accanto.casework.cases.models import Case
from accanto.core.database.context import acting, acting_for
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.notifications.models import Notification
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import AccessGrant, ContactPoint, Person
from accanto.people.persons.operations import bar, restrict_person
from accanto.territory.bodies.models import Office
from tests import cast
from tests.access.desk.situation import INFORMED, asked, contact, dario, entry, polo, somebody, urp
from tests.scenarios import NOW, family_in_charge

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=7)


def test_an_anonymous_contact_holds_nobody_whatever_is_given() -> None:
    made = contact(person=somebody(), name="Ada", about=somebody("Ida"), for_whom="parent")
    assert (made.identity, made.person, made.name, made.about) == ("anonymous", None, "", None)


def test_the_database_refuses_an_anonymous_contact_with_an_identity() -> None:
    made, person = contact(), somebody()
    for wrong in ({"name": "Ada"}, {"person": person}, {"about": person}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Contact.objects.filter(pk=made.pk).update(**wrong)


def test_an_anonymous_contact_cannot_be_linked_and_a_named_one_can() -> None:
    person = somebody("Ada", "D'Angelò")
    with pytest.raises(OperationRefused):
        operations.link_person(contact=contact(), person=person, by=dario(), at=LATER)
    named = contact(identity="name", name="Ada")
    linked = operations.link_person(contact=named, person=person, by=dario(), at=LATER)
    assert (linked.identity, linked.person, linked.name) == ("person", person, "")
    with pytest.raises(OperationRefused):
        operations.link_person(contact=linked, person=somebody("I", "O"), by=dario(), at=LATER)


def test_a_number_in_hand_ends_with_its_contact_and_gives_the_minutes() -> None:
    operations.take_ticket(point=urp(), by=dario(), at=NOW)
    ticket = operations.call_next(point=urp(), window=1, by=dario(), at=NOW + timedelta(minutes=4))
    operations.serve(ticket=ticket, by=dario(), at=NOW + timedelta(minutes=5))
    made = contact(ticket=ticket, at=NOW + timedelta(minutes=14))
    assert made.minutes == 9
    assert Ticket.objects.get().state == "done"


def test_the_same_form_is_one_contact() -> None:
    key = uuid4()
    given = {"point": urp(), "key": key, "asked": asked(), "came": INFORMED, "by": dario()}
    first = operations.register_contact(at=NOW, **given)  # type: ignore[arg-type]
    with pytest.raises(AlreadyRegistered) as refused:
        operations.register_contact(at=LATER, **given)  # type: ignore[arg-type]
    assert refused.value.contact == first
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"needs": []}, "needs"),
        ({"needs": ["nothing_known"]}, "needs"),
        ({"came": ()}, "outcomes"),
        ({"came": (Came("signposting"),)}, "entries"),
        ({"identity": "person"}, "person"),
        ({"identity": "name", "name": "  "}, "name"),
        ({"unmet": {"food": "no_place"}}, "unmet"),
        ({"unmet": {"housing": "whatever"}}, "unmet"),
        ({"request": "x" * (MOST_WORDS + 1)}, "request"),
        ({"listening": "x" * 500_000}, "listening"),
    ],
)
def test_what_is_refused_names_the_field(given: dict[str, object], field: str) -> None:
    with pytest.raises(OperationRefused) as refused:
        contact(**given)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert not Contact.objects.exists()


def test_a_need_without_an_answer_is_an_outcome_too() -> None:
    made = contact(came=(), needs=["housing", "shelter"], unmet={"shelter": "no_place"})
    assert [(one.need, one.reason) for one in UnmetDemand.objects.filter(contact=made)] == [
        ("shelter", "no_place")
    ]


def test_what_is_said_is_done_and_what_is_to_come_is_to_do() -> None:
    made = contact(
        came=[Came(kind) for kind in ("information", "form_help", "appointment", "report", "case")]
    )
    states = dict(made.outcomes.values_list("kind", "state"))
    assert states == {
        "information": "done",
        "form_help": "done",
        "appointment": "to_do",
        "report": "to_do",
        "case": "to_do",
    }


def test_a_step_is_done_given_up_with_a_reason_and_taken_up_again() -> None:
    step = contact(came=[Came("appointment", words="con l’assistente sociale")]).outcomes.get()
    with pytest.raises(OperationRefused):
        operations.drop_outcome(outcome=step, reason=" ", by=dario(), at=LATER)
    operations.drop_outcome(outcome=step, reason="Ha già chiamato il Polo", by=dario(), at=LATER)
    operations.take_up_outcome(outcome=step, by=dario(), at=LATER)
    done = operations.settle_outcome(outcome=step, by=dario(), at=LATER, result=uuid4())
    assert (done.state, done.settled_by) == (OutcomeState.DONE, dario())
    with pytest.raises(OperationRefused):
        operations.settle_outcome(outcome=step, by=dario(), at=LATER)


def test_listening_is_added_below_and_never_past_the_limit() -> None:
    made = contact(listening="Dorme in auto.")
    operations.write_listening(contact=made, text="Ha una figlia.", by=dario(), at=LATER)
    assert ListeningNote.objects.get(contact=made).text == "Dorme in auto.\n\nHa una figlia."
    with pytest.raises(OperationRefused):
        operations.write_listening(contact=made, text="x" * MOST_WORDS, by=dario(), at=LATER)


def test_whoever_does_not_receive_people_there_writes_nothing() -> None:
    anna = cast.user(cast.ANNA)
    made = contact()
    step = made.outcomes.get()
    for refused in (
        lambda: contact(by=anna),
        lambda: operations.add_outcome(contact=made, came=INFORMED[0], by=anna, at=NOW),
        lambda: operations.settle_outcome(outcome=step, by=anna, at=NOW),
        lambda: operations.write_listening(contact=made, text="x", by=anna, at=NOW),
    ):
        with pytest.raises(NotPermitted):
            refused()


def test_the_slip_says_where_and_nothing_of_the_person_and_the_address_is_not_kept() -> None:
    made = contact(identity="name", name="Ada Esempio", came=[Came("signposting", entry=entry())])
    step = made.outcomes.get()
    words = slip_words(step, NOW)
    assert "Agenzia sociale per la casa" in words
    assert "- contratto d’affitto" in words
    assert "Ada" not in words
    assert slip_pdf(step, NOW).startswith(b"%PDF")
    operations.note_printed(outcome=step, by=dario(), at=NOW)
    operations.send_slip(outcome=step, how="email", to="ada@esempio.example", by=dario(), at=NOW)
    assert [(one.to, len(one.attachments)) for one in mail.outbox] == [(["ada@esempio.example"], 1)]
    assert ContactOutcome.objects.get().slip == "email"
    assert not ContactPoint.objects.exists()
    for wrong in ("nessuno", "", "a@b\nBcc: c@d.example"):
        with pytest.raises(OperationRefused):
            operations.send_slip(outcome=step, how="email", to=wrong, by=dario(), at=NOW)
    with pytest.raises(OperationRefused):
        operations.send_slip(outcome=step, how="sms", to="333555", by=dario(), at=NOW)


def test_the_address_of_a_known_person_is_kept_when_they_agree() -> None:
    ada = somebody(seen_by=[dario()])
    made = contact(identity="person", person=ada, came=[Came("signposting", words="Il sindacato")])
    operations.send_slip(
        outcome=made.outcomes.get(), how="email", to="ada@esempio.example", keep=True, by=dario(), at=NOW
    )
    assert ContactPoint.objects.get().value == "ada@esempio.example"


def test_a_social_worker_opens_a_case_from_a_contact_a_week_later() -> None:
    anna = cast.user(cast.ANNA)
    person = somebody("Ada", "D'Angelò", seen_by=[anna])
    made = contact(polo(), by=anna, identity="person", person=person, came=[Came("case", words="Sfratto")])
    case = operations.open_case_from(
        outcome=made.outcomes.get(), unit=Office.objects.get(code="polo-pistoia-nord"), by=anna, at=LATER
    )
    made.refresh_from_db()
    assert made.case == case
    assert (case.responsible, case.household.label, case.opened_on) == (anna, "D'Angelò", LATER.date())
    assert made.outcomes.get().result == case.pk


def test_an_anonymous_or_unnamed_contact_becomes_no_case() -> None:
    anna = cast.user(cast.ANNA)
    unit = Office.objects.get(code="polo-pistoia-nord")
    for given in ({}, {"identity": "name", "name": "Ada"}):
        step = contact(polo(), by=anna, came=[Came("case")], **given).outcomes.get()
        with pytest.raises(OperationRefused):
            operations.open_case_from(outcome=step, unit=unit, by=anna, at=LATER)


def test_a_desk_proposes_and_the_coordinator_accepts() -> None:
    carla, person = cast.user(cast.CARLA), somebody()
    made = contact(identity="person", person=person, came=[Came("case")])
    step, unit = made.outcomes.get(), Office.objects.get(code="polo-pistoia-nord")
    with pytest.raises(NotPermitted):
        operations.open_case_from(outcome=step, unit=unit, by=dario(), at=NOW)
    request = operations.propose_charge(
        outcome=step, unit=unit, words="Sfratto a gennaio", by=dario(), at=NOW
    )
    with pytest.raises(OperationRefused):
        operations.propose_charge(outcome=step, unit=unit, words="Ancora", by=dario(), at=NOW)
    assert Notification.objects.filter(kind="desk.charge_asked", user=carla).count() == 1
    with pytest.raises(NotPermitted):
        operations.accept_charge(request=request, by=cast.user(cast.ANNA), at=LATER)
    case = operations.accept_charge(request=request, by=carla, at=LATER, responsible=cast.user(cast.ANNA))
    request.refresh_from_db()
    made.refresh_from_db()
    assert (request.state, request.case, made.case) == (ChargeState.ACCEPTED, case, case)
    assert case.responsible == cast.user(cast.ANNA)
    assert Notification.objects.filter(kind="desk.charge_accepted", user=dario()).count() == 1
    with pytest.raises(OperationRefused):
        operations.refuse_charge(request=request, reason="Troppo tardi", by=carla, at=LATER)


def test_a_refusal_has_a_reason_that_the_desk_reads_and_the_step_stays_open() -> None:
    carla = cast.user(cast.CARLA)
    made = contact(identity="person", person=somebody(), came=[Came("case")])
    step, unit = made.outcomes.get(), Office.objects.get(code="polo-pistoia-nord")
    request = operations.propose_charge(outcome=step, unit=unit, words="Sfratto", by=dario(), at=NOW)
    with pytest.raises(OperationRefused):
        operations.refuse_charge(request=request, reason="", by=carla, at=LATER)
    operations.refuse_charge(request=request, reason="La segue già Quarrata", by=carla, at=LATER)
    told = Notification.objects.get(kind="desk.charge_refused", user=dario())
    assert told.params["reason"] == "La segue già Quarrata"
    step.refresh_from_db()
    assert step.state == OutcomeState.TO_DO
    operations.propose_charge(outcome=step, unit=unit, words="Di nuovo", by=dario(), at=LATER)


@pytest.mark.parametrize("accepted", [True, False])
def test_the_coordinator_sees_the_card_until_they_decide(accepted: bool) -> None:
    carla, person = cast.user(cast.CARLA), somebody()
    step = contact(identity="person", person=person, came=[Came("case")]).outcomes.get()
    unit = Office.objects.get(code="polo-pistoia-nord")
    request = operations.propose_charge(outcome=step, unit=unit, words="Sfratto", by=dario(), at=NOW)
    with acting(acting_for(carla, at=LATER)):
        assert Person.objects.filter(pk=person.pk).exists()
        if accepted:
            operations.accept_charge(request=request, by=carla, at=LATER)
        else:
            operations.refuse_charge(request=request, reason="La segue Quarrata", by=carla, at=LATER)
    with acting(acting_for(carla, at=LATER + timedelta(seconds=1))):
        assert Person.objects.filter(pk=person.pk).exists() is accepted
    rights = AccessGrant.objects.filter(person=person, ends_at=None).values_list("reason", "depth")
    assert list(rights) == ([("coordination", Depth.WORK)] if accepted else [])


@pytest.mark.parametrize("accepted", [True, False])
def test_a_month_later_a_proposal_is_decided_all_the_same(accepted: bool) -> None:
    carla, person, late = cast.user(cast.CARLA), somebody(), NOW + timedelta(days=31)
    step = contact(identity="person", person=person, came=[Came("case")]).outcomes.get()
    unit = Office.objects.get(code="polo-pistoia-nord")
    request = operations.propose_charge(outcome=step, unit=unit, words="Sfratto", by=dario(), at=NOW)
    with acting(acting_for(carla, at=late)):
        assert not Person.objects.filter(pk=person.pk).exists()
        if accepted:
            case = operations.accept_charge(
                request=request, by=carla, at=late, responsible=cast.user(cast.ANNA)
            )
            assert [one.person for one in case.household.members.all()] == [person]
        else:
            operations.refuse_charge(request=request, reason="La segue Quarrata", by=carla, at=late)
    request.refresh_from_db()
    assert request.state == (ChargeState.ACCEPTED if accepted else ChargeState.REFUSED)


def test_whom_the_responsible_must_not_see_is_asked_also_where_the_coordinator_sees_a_card() -> None:
    carla, anna, person = cast.user(cast.CARLA), cast.user(cast.ANNA), somebody()
    step = contact(identity="person", person=person, came=[Came("case")]).outcomes.get()
    unit = Office.objects.get(code="polo-pistoia-nord")
    request = operations.propose_charge(outcome=step, unit=unit, words="Sfratto", by=dario(), at=NOW)
    bar(user=anna, persons=[person], reason="relative", source="detto", by=carla, at=NOW)
    with acting(acting_for(carla, at=LATER)), pytest.raises(OperationRefused) as refused:
        operations.accept_charge(request=request, by=carla, at=LATER, responsible=anna)
    assert refused.value.field == "responsible"


def test_of_somebody_whom_the_desk_does_not_see_any_more_the_step_is_proposed_and_no_case_opened() -> None:
    anna, person = cast.user(cast.ANNA), somebody()
    step = contact(polo(), by=anna, identity="person", person=person, came=[Came("case")]).outcomes.get()
    unit = Office.objects.get(code="polo-pistoia-nord")
    with acting(acting_for(anna, at=NOW)):
        assert not Person.objects.filter(pk=person.pk).exists()
        with pytest.raises(OperationRefused, match="proponi"):
            operations.open_case_from(outcome=step, unit=unit, by=anna, at=NOW)
        operations.propose_charge(outcome=step, unit=unit, words="Sfratto", by=anna, at=NOW)
    assert not Case.objects.exists()


def test_a_contact_joins_a_case_that_stands() -> None:
    situation, anna = family_in_charge(), cast.user(cast.ANNA)
    made = contact(polo(), by=anna, identity="person", person=situation.family.lucia, came=[Came("case")])
    operations.join_case(contact=made, case=situation.case, by=anna, at=LATER)
    made.refresh_from_db()
    assert made.case == situation.case
    assert made.outcomes.get().state == OutcomeState.DONE


def test_what_restricted_people_asked_stays_as_it_is() -> None:
    person = somebody()
    made = contact(identity="person", person=person, listening="Prima")
    olga, why = cast.user(cast.OLGA), "dice che è sbagliato"
    restrict_person(person_id=person.pk, ground="accuracy", reason=why, request=uuid4(), by=olga, at=NOW)
    with pytest.raises(OperationRefused, match="18"):
        operations.write_listening(contact=made, text="Dopo", by=dario(), at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=made.pk).update(request="altro")


def test_a_mediator_is_called_comes_and_goes_or_is_not_there() -> None:
    call = operations.ask_mediator(point=urp(), language="ara", mode="phone", by=dario(), at=NOW)
    operations.mediator_arrives(call=call, by=dario(), at=NOW + timedelta(minutes=5))
    done = operations.mediator_finishes(call=call, by=dario(), at=NOW + timedelta(minutes=25))
    assert done.minutes == 20
    other = operations.ask_mediator(point=urp(), language="tir", mode="phone", by=dario(), at=NOW)
    with pytest.raises(OperationRefused):
        operations.mediator_fails(call=other, reason="boh", by=dario(), at=NOW)
    assert operations.mediator_fails(call=other, reason="nobody", by=dario(), at=NOW).state == "unavailable"
    for wrong in ("ita", "xxx"):
        with pytest.raises(OperationRefused):
            operations.ask_mediator(point=urp(), language=wrong, mode="phone", by=dario(), at=NOW)
