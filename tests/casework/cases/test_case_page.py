"""The page of a case: who opens it, what partners see, what it costs after ten years."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accanto.casework.cases import operations
from accanto.casework.cases.models import Case, Deadline, DiaryEntry
from accanto.casework.cases.operations import CaseStillOpen
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.models import Event
from accanto.foundation.documents.operations import store_document
from accanto.people.households.operations import MemberRefused
from accanto.people.matching.given import Given
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import Person
from accanto.people.persons.operations import add_contact, set_residence
from accanto.territory.places.models import Municipality
from tests import cast
from tests.scenarios import NOW, TODAY, Situation, family_in_charge, let_in, looked_for

pytestmark = pytest.mark.django_db
TABS = ["case", "case_household", "case_documents"]


@pytest.fixture(autouse=True)
def morning():  # type: ignore[no-untyped-def]
    with time_machine.travel(NOW, tick=False):
        yield


def enter(username: str) -> Client:
    client = Client()
    client.force_login(cast.user(username))
    return client


def get(username: str, name: str, case: Case) -> tuple[int, str]:
    answer = enter(username).get(reverse(name, args=[case.pk]))
    return answer.status_code, answer.content.decode() if answer.status_code == 200 else ""


def test_the_responsible_worker_and_the_coordinator_open_it() -> None:
    situation = family_in_charge()
    for username in (cast.ANNA, cast.CARLA):
        status, text = get(username, "case", situation.case)
        assert status == 200
        assert "Nucleo Campioni" in text
    assert "perché ne sei responsabile" in get(cast.ANNA, "case", situation.case)[1]
    assert "perché coordini Polo Pistoia Nord" in get(cast.CARLA, "case", situation.case)[1]


@pytest.mark.parametrize("name", [*TABS, "case_access", "case_close", "case_member_add"])
def test_for_anybody_else_it_does_not_exist(name: str) -> None:
    situation = family_in_charge()
    for username in (cast.GIULIA, cast.LUCA):
        assert get(username, name, situation.case)[0] == 404


def test_partners_see_the_sections_meant_for_the_team_only() -> None:
    situation = family_in_charge()
    let_in(situation, cast.BRUNO, Depth.TEAM)
    add_contact(person=situation.family.lucia, kind="phone", value="0573 555 0142")
    operations.write_diary(
        case=situation.case,
        kind="interview",
        text="Cose dette in colloquio.",
        by=situation.anna,
        at=NOW,
        happened_at=NOW,
    )
    store_document(
        kind="attachment",
        title="Certificato medico",
        content=b"%PDF-1",
        filename="a.pdf",
        media_type="application/pdf",
        by=situation.anna,
        at=NOW,
        context=situation.case.pk,
    )
    for name in TABS:
        status, text = get(cast.BRUNO, name, situation.case)
        assert status == 200
        assert "Nucleo Campioni" in text
        for hidden in ("Cose dette", "555", "Certificato", "Via degli Esempi"):
            assert hidden not in text
    assert "555" in get(cast.ANNA, "case", situation.case)[1]
    assert get(cast.BRUNO, "case_access", situation.case)[0] == 404
    assert (
        enter(cast.BRUNO).post(reverse("case_note", args=[situation.case.pk]), {"text": "x"}).status_code
        == 403
    )


def test_a_protected_address_shows_only_its_mark_but_to_those_who_work_on_the_case() -> None:
    situation = family_in_charge()
    let_in(situation, cast.BRUNO, Depth.TEAM)
    set_residence(
        person=situation.family.lucia,
        municipality=Municipality.objects.get(name="Pistoia"),
        on=TODAY,
        address="Via Nascosta 3",
        protected=True,
    )
    for name in TABS:
        for username in (cast.ANNA, cast.BRUNO):
            text = get(username, name, situation.case)[1]
            assert ("Via Nascosta" in text) == (username == cast.ANNA and name == "case_household")
            assert "Indirizzo protetto" in text


def test_who_can_see_says_who_how_much_and_why() -> None:
    situation = family_in_charge()
    let_in(situation, cast.BRUNO, Depth.TEAM)
    text = get(cast.ANNA, "case_access", situation.case)[1]
    for told in (
        "Anna Prova",
        "Bruno Test",
        "Chi coordina Polo Pistoia Nord",
        "Carla Esempi",
        "quipe multidisciplinare",
    ):
        assert told in text


def test_a_note_is_registered_and_its_draft_is_gone() -> None:
    situation = family_in_charge()
    client = enter(cast.ANNA)
    key = f"diary-{situation.case.pk}"
    assert client.post(reverse("draft_save", args=[key]), {"text": "A met"}).status_code == 200
    assert "A met" in client.get(reverse("case", args=[situation.case.pk])).content.decode()
    client.post(reverse("case_note", args=[situation.case.pk]), {"text": "A metà mattina.", "kind": "phone"})
    assert [(entry.text, entry.kind) for entry in DiaryEntry.objects.all()] == [("A metà mattina.", "phone")]
    assert not situation.anna.drafts.exists()


def test_an_empty_note_keeps_the_page_and_says_what_to_do() -> None:
    situation = family_in_charge()
    answer = enter(cast.ANNA).post(
        reverse("case_note", args=[situation.case.pk]), {"text": "  ", "kind": "phone"}
    )
    assert answer.status_code == 422
    assert "Scrivi che cosa è successo" in answer.content.decode()


def test_one_s_draft_is_nobody_else_s() -> None:
    situation = family_in_charge()
    enter(cast.ANNA).post(
        reverse("draft_save", args=[f"diary-{situation.case.pk}"]), {"text": "Bozza di Anna"}
    )
    assert "Bozza di Anna" not in get(cast.CARLA, "case", situation.case)[1]


def test_a_newcomer_becomes_visible_and_a_leaver_stops_being_so() -> None:
    situation = family_in_charge()
    member = operations.join_household(
        case=situation.case,
        **looked_for(Given(first_name="Carlo", last_name="Finti"), situation.anna),
        relation="partner",
        reason="Convivenza",
        starts_on=TODAY,
        by=situation.anna,
        at=NOW,
    )
    assert Person.objects.visible_to(situation.anna).filter(pk=member.person_id).exists()
    later = NOW + timedelta(days=2)
    operations.leave_household(
        case=situation.case,
        member=member,
        reason="Trasferito",
        ends_on=later.date(),
        by=situation.anna,
        at=later,
    )
    with time_machine.travel(later + timedelta(minutes=1), tick=False):
        assert not Person.objects.visible_to(situation.anna).filter(pk=member.person_id).exists()
    assert list(Event.objects.filter(verb__startswith="cases.household").values_list("verb", flat=True)) == [
        "cases.household.left",
        "cases.household.joined",
    ]


def test_a_code_alone_does_not_open_a_stranger_s_record() -> None:
    from codicefiscale import codicefiscale

    from accanto.people.persons.operations import set_codice_fiscale

    mine = family_in_charge()
    other = family_in_charge("Altrui", worker=cast.GIULIA, unit="servizio-quarrata", town="Quarrata")
    code = codicefiscale.encode("Altrui", "Lucia", "F", "14/05/1988", "Pistoia")
    set_codice_fiscale(person=other.family.lucia, value=code, on=TODAY)
    with pytest.raises(OperationRefused, match="altro cognome"):
        operations.join_household(
            case=mine.case,
            **looked_for(Given(first_name="Lucia", last_name="Prova", code=code), mine.anna),
            relation="other",
            reason="x",
            starts_on=TODAY,
            by=mine.anna,
            at=NOW,
        )
    assert not Person.objects.visible_to(mine.anna).filter(pk=other.family.lucia.pk).exists()


def test_the_reference_person_does_not_leave() -> None:
    situation = family_in_charge()
    reference = situation.case.household.members.get(relation="reference")
    with pytest.raises(MemberRefused, match="persona di riferimento"):
        operations.leave_household(
            case=situation.case, member=reference, reason="x", ends_on=TODAY, by=situation.anna, at=NOW
        )


def test_closing_lists_what_is_still_open_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from accanto.casework.cases import blockers

    situation = family_in_charge()
    monkeypatch.setattr(
        blockers, "_blockers", {"test": (lambda case: ["Il progetto è ancora in corso"], "case")}
    )
    assert "Il progetto è ancora in corso" in get(cast.ANNA, "case_close", situation.case)[1]
    with pytest.raises(CaseStillOpen):
        operations.close_case(
            case=situation.case, outcome="moved", evaluation="", by=situation.anna, at=NOW, on=TODAY
        )
    situation.case.refresh_from_db()
    assert situation.case.state == "open"


def test_a_closed_case_is_read_and_no_longer_written(monkeypatch: pytest.MonkeyPatch) -> None:
    from accanto.casework.cases import blockers

    monkeypatch.setattr(blockers, "_blockers", {})
    situation = family_in_charge()
    given = {
        "outcome": "moved",
        "closed_on": TODAY.isoformat(),
        "evaluation": "Trasferiti a Prato.",
        "remains": "Nulla.",
        "followed_by": "Il Comune di Prato.",
    }
    answer = enter(cast.ANNA).post(reverse("case_close", args=[situation.case.pk]), given)
    assert answer.status_code == 302
    status, text = get(cast.ANNA, "case", situation.case)
    assert (status, "Registra</button>" in text) == (200, False)
    note = enter(cast.ANNA).post(reverse("case_note", args=[situation.case.pk]), {"text": "ancora"})
    assert note.status_code == 422
    assert not DiaryEntry.objects.exists()


def ten_years_of(situation: Situation) -> None:
    """Two notes and two steps a week, a term a month."""
    first = NOW - timedelta(days=3650)
    weeks: list[datetime] = [first + timedelta(weeks=n) for n in range(520)]
    DiaryEntry.objects.bulk_create(
        DiaryEntry(
            case=situation.case,
            kind="phone",
            text="Telefonata.",
            happened_at=at,
            written_at=at,
            author=situation.anna,
        )
        for at in weeks
        for _twice in range(2)
    )
    Event.objects.bulk_create(
        Event(
            at=at,
            actor=situation.carla,
            verb="cases.case.joined",
            context=situation.case.pk,
            params={"worker": "X"},
        )
        for at in weeks
        for _twice in range(2)
    )
    Deadline.objects.bulk_create(
        Deadline(
            case=situation.case,
            owner=situation.anna,
            code="pathways.first_meeting",
            started_on=at.date(),
            due_on=at.date(),
            state="done",
            closed_at=at,
            params={"pathway": str(situation.pathway.pk)},
        )
        for at in weeks[::4]
    )


@pytest.mark.parametrize("name", TABS)
def test_the_page_takes_at_most_fifteen_queries_after_ten_years(
    name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    situation = family_in_charge()
    ten_years_of(situation)
    client = enter(cast.ANNA)
    with django_assert_max_num_queries(15):
        assert client.get(reverse(name, args=[situation.case.pk])).status_code == 200


def test_the_timeline_can_be_walked_back_to_its_beginning() -> None:
    from accanto.casework.cases.timeline import Wanted, page_of

    situation = family_in_charge()
    ten_years_of(situation)
    seen, after = set[str](), None
    for _page in range(200):
        shown = page_of(situation.case, situation.anna, Wanted(only="diario"), after=after)
        seen |= {entry["key_in_time"] for entry in shown.entries}
        after = shown.after
        if after is None:
            break
    assert len(seen) == DiaryEntry.objects.count()


def test_a_note_sent_twice_is_written_once_and_never_in_a_closed_case() -> None:
    situation = family_in_charge()
    client = enter(cast.ANNA)
    url = reverse("case_note", args=[situation.case.pk])
    for text in ("Colloquio", "Colloquio", "Un altro colloquio"):
        assert client.post(url, {"text": text, "kind": "interview"}).status_code == 302
    assert sorted(DiaryEntry.objects.values_list("text", flat=True)) == ["Colloquio", "Un altro colloquio"]
    Case.objects.filter(pk=situation.case.pk).update(state="closed", closed_on=TODAY)
    with pytest.raises(OperationRefused):
        operations.write_diary(
            case=situation.case, kind="interview", text="Tardi", by=situation.anna, at=NOW, happened_at=NOW
        )
