"""The pages of the desk: who opens them, what they write, how much they ask of the database."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accanto.access.desk import operations
from accanto.access.desk.models import ChargeRequest, Contact, MediatorCall, Ticket
from accanto.access.desk.operations import Came
from accanto.foundation.jobs.models import Draft
from accanto.people.persons.models import Person
from accanto.territory.bodies.models import Office
from accanto.territory.bodies.operations import close_office
from tests import cast
from tests.access.desk.situation import client_of, contact, dario, entry, polo, somebody, urp
from tests.scenarios import NOW, TODAY, family_in_charge

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return client_of(dario())


def form(**given: Any) -> dict[str, Any]:
    """The shortest contact: anonymous, one need, one information."""
    plain = {
        "key": str(uuid4()),
        "channel": "in_person",
        "for_whom": "self",
        "language": "ita",
        "needs": ["paperwork"],
        "outcomes": ["information"],
    }
    return plain | given


def new(point: Any = None) -> str:
    return reverse("desk_contact_new", args=[(point or urp()).pk])


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len([one for one in asked.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def test_the_desk_leads_to_ones_own_and_tells_whoever_receives_nowhere(desk: Client) -> None:
    mine = {
        reverse("desk_board", args=[point.pk])
        for point in operations.queue.AccessPoint.objects.served_by(dario(), TODAY)
    }
    assert desk.get(reverse("desk"))["Location"] in mine
    carla = client_of(cast.user(cast.CARLA))
    assert carla.get(reverse("desk"))["Location"] == reverse("desk_points")


def test_a_board_of_others_does_not_exist(desk: Client) -> None:
    assert desk.get(reverse("desk_board", args=[polo().pk])).status_code == 404
    assert desk.get(reverse("desk_queue", args=[polo().pk])).status_code == 404
    ticket = operations.take_ticket(point=polo(), by=cast.user(cast.ANNA), at=NOW)
    for verb in ("chiama", "via", "fine"):
        assert desk.post(reverse("desk_ticket", args=[ticket.pk, verb])).status_code == 404
    assert client_of(cast.user(cast.CARLA)).get(reverse("desk_board", args=[polo().pk])).status_code == 200


def test_a_number_from_the_door_to_the_contact(desk: Client) -> None:
    point = urp()
    desk.post(reverse("desk_take", args=[point.pk]), {"words": "con passeggino", "language": "ara"})
    page = desk.get(reverse("desk_board", args=[point.pk])).content.decode()
    assert "con passeggino" in page
    assert "arabo" in page
    desk.post(reverse("desk_call", args=[point.pk]), {"window": "2"})
    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.window) == ("called", 2)
    answer = desk.post(reverse("desk_ticket", args=[ticket.pk, "servi"]))
    assert answer["Location"].startswith(new())
    page = desk.get(answer["Location"]).content.decode()
    assert '<option value="ara" selected>' in page
    desk.post(new(), form(language="ara", mediated="phone"))
    made = Contact.objects.get()
    assert (made.ticket, made.minutes) == (ticket, 1)
    assert MediatorCall.objects.get(contact=made).state == "done"


def test_two_windows_that_call_the_same_number_are_told_who_has_it(desk: Client) -> None:
    anna = cast.user(cast.ANNA)
    operations.assign_operator(point=urp(), user=anna, starts_on=TODAY, by=None, at=NOW)
    ticket = operations.take_ticket(point=urp(), by=anna, at=NOW)
    operations.call_this(ticket=ticket, window=1, by=anna, at=NOW)
    answer = desk.post(reverse("desk_ticket", args=[ticket.pk, "chiama"]), follow=True)
    assert "Anna Prova" in answer.content.decode()
    ticket.refresh_from_db()
    assert ticket.called_by == anna


def test_a_closed_desk_says_so_gives_no_number_and_takes_contacts(desk: Client) -> None:
    close_office(office=urp().office, first_day=TODAY, last_day=TODAY, reason="Sciopero", by=None, at=NOW)
    assert (
        reverse("desk_take", args=[urp().pk])
        not in desk.get(reverse("desk_board", args=[urp().pk])).content.decode()
    )
    assert desk.post(reverse("desk_take", args=[urp().pk]), {}).status_code == 422
    assert not Ticket.objects.exists()
    assert desk.post(new(), form(channel="phone")).status_code == 302
    assert Contact.objects.count() == 1


def test_the_screen_of_the_room_tells_numbers_alone_without_a_log_in(desk: Client) -> None:
    operations.take_ticket(point=urp(), by=dario(), at=NOW, words="Lucia", language="ara")
    operations.call_next(point=urp(), window=3, by=dario(), at=NOW)
    page = desk.get(reverse("desk_board", args=[urp().pk])).content.decode()
    address = re.search(r'href="(/sportello/schermo/[^"]+)"', page)
    assert address is not None
    told = Client().get(address.group(1)).content.decode()
    assert "<b>1</b>" in told
    assert "postazione 3" in told
    for secret in ("Lucia", "arabo", "Dario", "Finti"):
        assert secret not in told
    assert Client().get("/sportello/schermo/inventato/").status_code == 404
    from accanto.access.desk.models import DeskPost

    post = DeskPost.objects.get(user=dario(), point=urp())
    operations.end_post(post=post, on=TODAY, by=cast.user(cast.CARLA), at=NOW)
    assert Client().get(address.group(1)).status_code == 404


def test_a_contact_is_registered_from_one_page(desk: Client) -> None:
    person, service = somebody(seen_by=[dario()]), entry()
    answer = desk.post(
        new(),
        form(
            person=str(person.pk),
            for_whom="self",
            needs=["housing", "income"],
            request="Il proprietario rivuole la casa.",
            listening="Ha paura di restare in strada.",
            outcomes=["signposting", "appointment"],
            entries=[str(service.pk)],
            words_appointment="con l’assistente sociale",
            unmet_need_1="shelter",
            unmet_reason_1="no_place",
            nationality="italian",
            minutes="12",
        ),
    )
    made = Contact.objects.get()
    assert answer["Location"] == reverse("desk_contact", args=[made.pk])
    assert (made.identity, made.person, made.minutes) == ("person", person, 12)
    assert made.needs == ["housing", "income", "shelter"]
    page = desk.get(answer["Location"]).content.decode()
    for told in ("Ada Esempio", "Ha paura di restare in strada.", "Agenzia sociale per la casa"):
        assert told in page


def test_the_same_form_twice_is_one_contact_and_going_back_says_so(desk: Client) -> None:
    sent = form(once="a" * 24)
    first = desk.post(new(), sent)
    again = desk.post(new(), sent)
    assert (first.status_code, again.status_code) == (302, 302)
    assert first["Location"] == again["Location"]
    changed = desk.post(new(), {**sent, "request": "Altre parole scritte dopo"})
    assert changed.status_code == 409
    assert "Altre parole scritte dopo" in changed.content.decode()
    without_token = {**sent, "request": "Ancora"}
    del without_token["once"]
    assert desk.post(new(), without_token)["Location"] == first["Location"]
    assert Contact.objects.count() == 1


def test_half_a_million_characters_are_refused_in_words_and_kept_in_the_box(desk: Client) -> None:
    pasted = "parola " * 72_000
    answer = desk.post(new(), form(listening=pasted))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert pasted.strip() in page
    assert "8000" in page
    assert not Contact.objects.exists()


def test_a_name_typed_and_nobody_chosen_is_asked_about(desk: Client) -> None:
    answer = desk.post(new(), form(q_person="lucia campioni"))
    assert answer.status_code == 422
    assert "lucia campioni" in answer.content.decode()


@pytest.mark.parametrize(
    "given",
    [
        {"needs": []},
        {"needs": ["nessuno"]},
        {"outcomes": []},
        {"outcomes": ["signposting"]},
        {"channel": "piccione"},
        {"key": "x"},
        {"person": str(uuid4())},
        {"person": "'; drop table"},
        {"unmet_need_1": "food"},
        {"mediated": "none", "language": "ara"},
        {"minutes": "-4"},
        {"language": "\x00"},
        {"entries": ["non-un-id"], "outcomes": ["signposting"]},
    ],
)
def test_bad_input_is_refused_and_writes_nothing(desk: Client, given: dict[str, Any]) -> None:
    assert desk.post(new(), form(**given)).status_code in {400, 422}
    assert not Contact.objects.exists()


def test_a_person_whom_one_does_not_see_cannot_be_named(desk: Client) -> None:
    hidden = family_in_charge().family.lucia
    assert desk.post(new(), form(person=str(hidden.pk))).status_code == 422
    page = desk.get(reverse("desk_people"), {"q_person": "lucia campioni"}).content.decode()
    assert "Lucia Campioni" not in page
    page = desk.get(reverse("desk_people"), {"scelta": str(hidden.pk)}).content.decode()
    assert "Lucia" not in page


def test_people_are_found_by_name_and_year_and_chosen(desk: Client) -> None:
    person = somebody("O", "D'Angelò", seen_by=[dario()])
    page = desk.get(reverse("desk_people"), {"q_person": "dangelo"}).content.decode()
    assert str(person.pk) in page
    page = desk.get(reverse("desk_people"), {"scelta": str(person.pk), "campo": "about"}).content.decode()
    assert f'name="about" value="{person.pk}"' in page


def test_somebody_new_is_looked_for_and_then_written_down_once(desk: Client) -> None:
    sent = {
        "campo": "person",
        "new_person_first": "Ida",
        "new_person_last": "Fittizi",
        "new_person_born": "1980-02-29",
    }
    page = desk.post(reverse("desk_person_new"), sent).content.decode()
    made = Person.objects.get(last_name="Fittizi")
    assert str(made.pk) in page
    again = desk.post(reverse("desk_person_new"), sent).content.decode()
    assert Person.objects.filter(last_name="Fittizi").count() == 1
    search = re.search(r'"search": "([0-9a-f-]+)"', again)
    assert search is not None
    for _twice in range(2):
        desk.post(reverse("desk_person_new"), {**sent, "search": search.group(1)})
    assert Person.objects.filter(last_name="Fittizi").count() == 2
    assert desk.post(reverse("desk_person_new"), {**sent, "new_person_last": " "}).status_code == 422


def test_the_draft_comes_back_and_goes_with_the_contact(desk: Client) -> None:
    key = f"desk:{urp().pk}:new"
    desk.post(reverse("draft_save", args=[key]), form(request="A metà", needs=["food", "housing"]))
    page = desk.get(new()).content.decode()
    assert "A metà" in page
    assert re.search(r'value="food"[^>]* checked', page)
    desk.post(new(), form())
    assert not Draft.objects.filter(key=key).exists()


def test_services_are_offered_for_the_needs(desk: Client) -> None:
    entry(), entry("Banco alimentare di Prova")
    page = desk.get(reverse("desk_entries"), {"needs": ["eviction"]}).content.decode()
    assert "Agenzia sociale per la casa" in page
    page = desk.get(reverse("desk_entries"), {"q_entry": "banco"}).content.decode()
    assert "Banco alimentare di Prova" in page
    assert "Agenzia" not in page


def test_listening_is_read_by_those_who_receive_people_there_alone(desk: Client) -> None:
    made = contact(listening="Segreto")
    address = reverse("desk_contact", args=[made.pk])
    assert "Segreto" in desk.get(address).content.decode()
    coordinator = client_of(cast.user(cast.CARLA)).get(address)
    assert coordinator.status_code == 200
    assert "Segreto" not in coordinator.content.decode()
    assert client_of(cast.user(cast.ANNA)).get(address).status_code == 404
    for nobody in (cast.MARCO, cast.NADIA):
        assert client_of(cast.user(nobody)).get(address).status_code == 403


def test_a_proposal_reaches_the_coordinator_who_accepts_and_the_case_shows_the_contact(desk: Client) -> None:
    person = somebody(seen_by=[dario()])
    made = contact(
        identity="person", person=person, came=[Came("case")], request="Sfratto", listening="Segreto"
    )
    step = made.outcomes.get()
    unit = Office.objects.get(code="polo-pistoia-nord")
    answer = desk.post(
        reverse("desk_propose", args=[step.pk]), {"unit": unit.pk, "words": "Sfratto a gennaio"}
    )
    assert answer.status_code == 302
    request = ChargeRequest.objects.get()
    carla, anna = client_of(cast.user(cast.CARLA)), client_of(cast.user(cast.ANNA))
    assert "Ada Esempio" in carla.get(reverse("desk_charges")).content.decode()
    assert anna.get(reverse("desk_charge", args=[request.pk])).status_code == 404
    address = reverse("desk_charge", args=[request.pk])
    assert "Sfratto a gennaio" in carla.get(address).content.decode()
    assert carla.post(address, {"decision": "refuse"}).status_code == 422
    done = carla.post(address, {"decision": "accept", "responsible": cast.user(cast.ANNA).pk})
    made.refresh_from_db()
    assert done["Location"] == reverse("case", args=[made.case_id])
    tab = anna.get(reverse("case_contacts", args=[made.case_id])).content.decode()
    assert "URP di Pistoia" in tab
    assert "Segreto" in anna.get(reverse("desk_contact", args=[made.pk])).content.decode()
    assert "URP di Pistoia" in anna.get(reverse("case", args=[made.case_id])).content.decode()


def test_a_worker_takes_in_charge_or_joins_what_stands() -> None:
    anna = cast.user(cast.ANNA)
    client, situation = client_of(anna), family_in_charge()
    lucia = contact(polo(), by=anna, identity="person", person=situation.family.lucia, came=[Came("case")])
    address = reverse("desk_open_case", args=[lucia.outcomes.get().pk])
    assert situation.case.number in client.get(address).content.decode()
    assert client.post(address)["Location"] == reverse("case", args=[situation.case.pk])
    ada = contact(polo(), by=anna, identity="person", person=somebody(seen_by=[anna]), came=[Came("case")])
    address = reverse("desk_open_case", args=[ada.outcomes.get().pk])
    answer = client.post(address, {"unit": Office.objects.get(code="polo-pistoia-nord").pk})
    ada.refresh_from_db()
    assert answer["Location"] == reverse("case", args=[ada.case_id])


def test_steps_are_done_given_up_and_the_slip_is_printed(desk: Client) -> None:
    made = contact(came=[Came("signposting", entry=entry()), Came("appointment")])
    slip, step = made.outcomes.order_by("pk")
    assert desk.post(reverse("desk_slip", args=[slip.pk])).content.startswith(b"%PDF")
    assert desk.post(reverse("desk_slip", args=[step.pk])).status_code == 404
    desk.post(reverse("desk_step_drop", args=[step.pk]), {"reason": "Non viene"})
    step.refresh_from_db()
    assert step.state == "dropped"
    desk.post(reverse("desk_step", args=[step.pk, "riprendi"]))
    desk.post(reverse("desk_step", args=[step.pk, "fatto"]))
    step.refresh_from_db()
    assert step.state == "done"
    assert desk.post(reverse("desk_step", args=[step.pk, "altro"])).status_code == 404


def test_more_is_added_next_week(desk: Client) -> None:
    made = contact(identity="name", name="Ada")
    sent = {"outcomes": ["report"], "words_report": "alla scuola", "listening": "Torna più serena."}
    assert desk.post(reverse("desk_add", args=[made.pk]), sent).status_code == 302
    assert desk.post(reverse("desk_add", args=[made.pk]), {"listening": " "}).status_code == 422
    person = somebody(seen_by=[dario()])
    assert desk.post(reverse("desk_link", args=[made.pk]), {"person": str(person.pk)}).status_code == 302
    made.refresh_from_db()
    assert (made.person, made.outcomes.count()) == (person, 2)


def test_whoever_asked_for_somebody_is_not_named_as_that_somebody(desk: Client) -> None:
    ada = somebody(seen_by=[dario()])
    made = contact(identity="name", name="la figlia", for_whom="parent", about=ada)
    answer = desk.post(reverse("desk_link", args=[made.pk]), {"person": str(ada.pk)})
    assert answer.status_code == 422
    assert "Chi chiede per un altro non è quella persona." in answer.content.decode()
    made.refresh_from_db()
    assert (made.identity, made.name) == ("name", "la figlia")


def test_what_is_refused_while_adding_leaves_nothing_behind_and_is_sent_again_once(desk: Client) -> None:
    made = contact(identity="name", name="Ada", listening="Prima.")
    address = reverse("desk_add", args=[made.pk])
    sent = {
        "outcomes": ["form_help", "signposting"],
        "words_form_help": "ISEE compilato",
        "listening": "Torna più serena.",
    }
    refused = desk.post(address, sent)
    assert refused.status_code == 422
    for kept in ("ISEE compilato", "Torna più serena.", "Scegli il servizio"):
        assert kept in refused.content.decode()
    assert [one.kind for one in made.outcomes.all()] == ["information"]
    made.listening.refresh_from_db()
    assert made.listening.text == "Prima."
    assert desk.post(address, {**sent, "words_signposting": "Il sindacato"}).status_code == 302
    assert [(one.kind, one.words) for one in made.outcomes.all()] == [
        ("information", "Orari del nido"),
        ("form_help", "ISEE compilato"),
        ("signposting", "Il sindacato"),
    ]
    made.listening.refresh_from_db()
    assert made.listening.text == "Prima.\n\nTorna più serena."


def test_the_register_is_filtered_and_leaves_in_a_file(desk: Client) -> None:
    contact(identity="name", name="Ada Esempio", needs=["housing"])
    contact(needs=["food"], came=(), unmet={"food": "no_place"})
    contact(polo(), by=cast.user(cast.ANNA), identity="name", name="Ida Altrove")
    page = desk.get(reverse("desk_register")).content.decode()
    assert "Ada Esempio" in page
    assert "Ida Altrove" not in page
    assert "Ada Esempio" not in desk.get(reverse("desk_register"), {"esito": "unmet"}).content.decode()
    told = b"".join(desk.get(reverse("desk_register"), {"formato": "csv"}).streaming_content).decode(
        "utf-8-sig"
    )  # type: ignore[attr-defined]
    assert told.count("\n") == 3
    assert "Ada Esempio" in told


def test_small_numbers_are_not_told_to_who_plans_and_are_to_who_coordinates() -> None:
    october = NOW - timedelta(days=30)
    for _one in range(7):
        contact(needs=["housing"], at=october)
    contact(needs=["violence"], came=(), unmet={"violence": "no_place"}, at=october)
    marco, carla = client_of(cast.user(cast.MARCO)), client_of(cast.user(cast.CARLA))
    told = marco.get(reverse("desk_figures")).content.decode()
    assert "Violenza e maltrattamenti" in told
    assert re.search(r"Violenza e maltrattamenti: [^<]*5", told)
    full = carla.get(reverse("desk_figures")).content.decode()
    assert "Violenza e maltrattamenti" in full
    assert not re.search(r"Violenza e maltrattamenti: [^<]*5", full)
    assert marco.get(reverse("desk_register")).status_code == 403


def test_staff_is_kept_by_whoever_coordinates(desk: Client) -> None:
    carla, anna = client_of(cast.user(cast.CARLA)), cast.user(cast.ANNA)
    address = reverse("desk_post_new", args=[urp().pk])
    assert desk.get(address).status_code == 403
    assert carla.post(address, {"user": anna.pk, "starts_on": TODAY.isoformat()}).status_code == 302
    assert carla.post(address, {"user": anna.pk, "starts_on": TODAY.isoformat()}).status_code == 422
    assert client_of(anna).get(reverse("desk_board", args=[urp().pk])).status_code == 200
    post = anna.desk_posts.get(point=urp())
    sent = {"last_day": (TODAY + timedelta(days=3)).isoformat()}
    assert carla.post(reverse("desk_post_end", args=[post.pk]), sent).status_code == 302
    assert "Anna Prova" in carla.get(reverse("desk_point", args=[urp().pk])).content.decode()


def test_a_mediator_from_the_page(desk: Client) -> None:
    address = reverse("desk_mediator", args=[urp().pk])
    assert desk.post(address, {"language": "ara", "mode": "phone"}).status_code == 302
    call = MediatorCall.objects.get()
    desk.post(reverse("desk_mediator_act", args=[call.pk, "manca"]), {"reason": "nobody"})
    call.refresh_from_db()
    assert (call.state, call.reason) == ("unavailable", "nobody")
    assert "0573 555 302" in desk.get(reverse("desk_mediators"), {"language": "tir"}).content.decode()


# The reviewed figures: what each page asks of the database.
QUERIES = {
    "desk_board": 16, "desk_queue": 6, "desk_contact_new": 12, "desk_contact": 12, "desk_register": 10,
    "desk_figures": 8, "desk_points": 9, "desk_point": 14, "desk_charges": 6, "desk_people": 4, "desk_entries": 4,
    "case_contacts": 12,
}  # fmt: skip


def test_each_page_asks_the_database_as_often_as_was_reviewed(desk: Client) -> None:
    service = entry()
    person = somebody(seen_by=[dario()])
    for number in range(6):
        operations.take_ticket(point=urp(), by=dario(), at=NOW, words=str(number))
        made = contact(
            identity="person",
            person=person,
            came=[Came("signposting", entry=service), Came("case")],
            listening="x",
        )
    unit = Office.objects.get(code="polo-pistoia-nord")
    operations.propose_charge(
        outcome=made.outcomes.get(kind="case"), unit=unit, words="x", by=dario(), at=NOW
    )
    point = urp().pk
    addresses = {
        "desk_board": reverse("desk_board", args=[point]),
        "desk_queue": reverse("desk_queue", args=[point]),
        "desk_contact_new": reverse("desk_contact_new", args=[point]),
        "desk_contact": reverse("desk_contact", args=[made.pk]),
        "desk_register": reverse("desk_register"),
        "desk_figures": reverse("desk_figures"),
        "desk_points": reverse("desk_points"),
        "desk_point": reverse("desk_point", args=[point]),
        "desk_charges": reverse("desk_charges"),
        "desk_people": f"{reverse('desk_people')}?q_person=esempio",
        "desk_entries": f"{reverse('desk_entries')}?needs=housing",
    }
    asked = {name: queries(desk, address) for name, address in addresses.items()}
    situation = family_in_charge()
    anna = cast.user(cast.ANNA)
    lucia = contact(polo(), by=anna, identity="person", person=situation.family.lucia)
    operations.join_case(contact=lucia, case=situation.case, by=anna, at=NOW)
    asked["case_contacts"] = queries(client_of(anna), reverse("case_contacts", args=[situation.case.pk]))
    assert asked == QUERIES
