"""A case passes between two units: note first, then everything at once, or nothing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accanto.casework.cases.enums import AppointmentState, CaseState, TakenBy, TransferState
from accanto.casework.cases.models import Appointment, Case, CaseTransfer, CaseWorker, Deadline, HandedSummary
from accanto.casework.cases.operations import (
    CaseStillOpen,
    Summary,
    TransferStanding,
    accept_transfer,
    add_co_worker,
    book_appointment,
    close_case,
    confirm_outside,
    move_case,
    open_deadline,
    propose_transfer,
    refuse_transfer,
    withdraw_transfer,
)
from accanto.core.database.context import acting, acting_for
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.models import Event
from accanto.foundation.documents.models import Document
from accanto.foundation.notifications.models import Notification
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import Person
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User
from accanto.territory.staff.operations import grant_role
from tests import cast
from tests.scenarios import NOW, TODAY, Situation, family_in_charge

pytestmark = pytest.mark.django_db
NOTE = {
    "situation": "Lucia vive con i figli, cerca casa da marzo.",
    "commitments": "Assegno di inclusione, convocazione fatta.",
    "terms": "Primo incontro entro il 5 marzo 2027.",
    "risks": "Nessun rischio visto.",
    "contacts": "Bruno Test, Centro per l’impiego.",
}
SUMMARY = Summary(
    "Tribunale per i minorenni di Firenze, decreto 12/2025", TODAY, "Educativa a casa e scuola."
)
WHY = "Da novembre il nucleo abita a Quarrata."


def unit(code: str) -> Office:
    return Office.objects.get(code=code)


def coordinator(username: str, office: str) -> User:
    """Somebody who coordinates one unit alone."""
    user = cast.user(username)
    grant_role(
        user=user, role="coordinator", office=unit(office), starts_on=TODAY, by=cast.user(cast.PAOLO), at=NOW
    )
    return cast.user(username)


@pytest.fixture
def made() -> Situation:
    return family_in_charge()


@pytest.fixture
def quarrata() -> User:
    """Whoever answers for Quarrata."""
    return coordinator(cast.TULLIO, "servizio-quarrata")


def propose(made: Situation, **changes: Any) -> CaseTransfer:
    given = {
        "case": made.case, "kind": "unit", "to_unit": unit("servizio-quarrata"), "reason": WHY, "by": made.anna,
        "at": NOW, **NOTE, **changes,
    }  # fmt: skip
    return propose_transfer(**given)


def meeting(made: Situation, *, days: int = 3) -> Appointment:
    starts = NOW + timedelta(days=days)
    return book_appointment(
        case=made.case, kind="interview", starts_at=starts, ends_at=starts + timedelta(hours=1),
        operators=[made.anna], by=made.anna, at=NOW,
    )  # fmt: skip


def enter(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sees(user: User, case: Case, depth: int = Depth.TEAM) -> bool:
    return Case.objects.visible_to(user, depth).filter(pk=case.pk).exists()


def test_on_acceptance_unit_worker_rights_and_deadlines_change_together(
    made: Situation, quarrata: User
) -> None:
    giulia = cast.user(cast.GIULIA)
    open_deadline(
        case=made.case, owner=made.anna, code="cases.suspension", started_on=TODAY, due_on=TODAY, since="x"
    )
    transfer = propose(made)
    assert not sees(quarrata, made.case)
    accept_transfer(transfer=transfer, responsible=giulia, by=quarrata, at=NOW)
    case = Case.objects.get(pk=made.case.pk)
    assert (case.unit.code, case.responsible) == ("servizio-quarrata", giulia)
    assert sees(giulia, case, Depth.WORK)
    assert sees(quarrata, case, Depth.WORK)
    assert sees(made.anna, case, Depth.READ)
    assert not sees(made.anna, case, Depth.WORK)
    owners = set(Deadline.objects.filter(case=case, state="open").values_list("owner", flat=True))
    assert owners == {giulia.pk}
    history = CaseWorker.objects.filter(case=case, role="responsible").order_by("pk")
    assert [(row.user, row.ends_on) for row in history] == [(made.anna, TODAY), (giulia, None)]
    transfer.refresh_from_db()
    assert (transfer.state, transfer.closed_by, transfer.reads_until) == (
        "accepted", quarrata, TODAY + timedelta(days=90),
    )  # fmt: skip


def test_the_old_unit_reads_for_the_time_of_the_rule_and_then_no_more(
    made: Situation, quarrata: User
) -> None:
    nord = coordinator(cast.ELENA, "polo-pistoia-nord")
    transfer = propose(made)
    accept_transfer(transfer=transfer, responsible=cast.user(cast.GIULIA), by=quarrata, at=NOW)
    from accanto.people.persons.visibility import grants_of

    for user in (made.anna, nord):
        inside = grants_of(user, depth=Depth.READ, at=NOW + timedelta(days=89)).filter(context=made.case.pk)
        after = grants_of(user, at=NOW + timedelta(days=91)).filter(context=made.case.pk)
        assert inside.exists()
        assert not after.exists()


def test_before_the_answer_the_other_unit_reads_the_note_and_the_cards_alone(
    made: Situation, quarrata: User
) -> None:
    """Neither the case nor what hangs on it, also when the database itself is asked."""
    from accanto.casework.cases.models import DiaryEntry
    from accanto.casework.cases.operations import write_diary

    write_diary(
        case=made.case, kind="interview", text="Parole del diario", happened_at=NOW, by=made.anna, at=NOW
    )
    transfer = propose(made)
    with acting(acting_for(quarrata, at=NOW)):
        assert set(CaseTransfer.objects.values_list("pk", flat=True)) == {transfer.pk}
        assert not Case.objects.filter(pk=made.case.pk).exists()
        assert not DiaryEntry.objects.exists()
        assert not Document.objects.filter(context=made.case.pk).exists()
        assert set(Person.objects.visible_to(quarrata).values_list("first_name", flat=True)) == {
            "Lucia", "Marta", "Nico",
        }  # fmt: skip
        assert not Person.objects.visible_to(quarrata, Depth.TEAM).exists()
    client = enter(quarrata)
    page = client.get(reverse("case_transfer", args=[transfer.pk]))
    assert page.status_code == 200
    assert NOTE["situation"] in page.content.decode()
    assert client.get(reverse("case", args=[made.case.pk])).status_code == 404
    assert client.get(reverse("document", args=[transfer.note_id])).status_code == 404


@pytest.mark.parametrize("how", ["refused", "withdrawn"])
def test_after_a_refusal_or_a_withdrawal_nothing_is_left_to_the_other_unit(
    made: Situation, quarrata: User, how: str
) -> None:
    transfer = propose(made)
    if how == "refused":
        refuse_transfer(transfer=transfer, reason="Abitano ancora a Pistoia.", by=quarrata, at=NOW)
    else:
        withdraw_transfer(transfer=transfer, reason="Restano a Pistoia.", by=made.anna, at=NOW)
    assert not CaseTransfer.objects.visible_to(quarrata).exists()
    assert not Person.objects.visible_to(quarrata).exists()
    assert not Deadline.objects.filter(owner=quarrata, state="open").exists()
    case = Case.objects.get(pk=made.case.pk)
    assert (case.unit.code, case.responsible) == ("polo-pistoia-nord", made.anna)
    assert sees(made.anna, case, Depth.WORK)
    propose(made, reason="Hanno davvero traslocato.")


def test_somebody_of_a_third_unit_sees_nothing_of_it(made: Situation, quarrata: User) -> None:
    agliana = coordinator(cast.SARA, "servizio-agliana")
    transfer = propose(made)
    with acting(acting_for(agliana, at=NOW)):
        assert not CaseTransfer.objects.exists()
    assert enter(agliana).get(reverse("case_transfer", args=[transfer.pk])).status_code == 404
    with pytest.raises(NotPermitted):
        accept_transfer(transfer=transfer, responsible=cast.user(cast.GIULIA), by=agliana, at=NOW)


def test_whoever_coordinates_the_unit_but_must_not_see_the_household_is_asked_nothing(
    made: Situation, quarrata: User
) -> None:
    from accanto.casework.cases.operations import bar_from_case

    bar_from_case(
        case=made.case, user=quarrata, reason="neighbour", source="detto da lei", by=made.anna, at=NOW
    )
    transfer = propose(made)
    assert not Notification.objects.filter(user=quarrata).exists()
    assert not Deadline.objects.filter(owner=quarrata).exists()
    assert not CaseTransfer.objects.visible_to(quarrata).exists()
    with acting(acting_for(quarrata, at=NOW)):
        assert not CaseTransfer.objects.exists()
    assert enter(quarrata).get(reverse("case_transfer", args=[transfer.pk])).status_code == 404


def test_appointments_go_to_whom_the_two_sides_agreed(made: Situation, quarrata: User) -> None:
    giulia = cast.user(cast.GIULIA)
    first, second, third = meeting(made), meeting(made, days=4), meeting(made, days=5)
    transfer = propose(made, taken_by={second: TakenBy.BOTH, third: TakenBy.BOTH})
    items = {item.appointment_id: item for item in transfer.items.all()}
    assert len(items) == 3
    accept_transfer(
        transfer=transfer,
        responsible=giulia,
        taken_by={items[third.pk].pk: TakenBy.NOBODY},
        by=quarrata,
        at=NOW,
    )
    people = {
        one.pk: set(one.operators.values_list("user", flat=True))
        for one in Appointment.objects.filter(case=made.case)
    }
    assert people[first.pk] == {giulia.pk}
    assert people[second.pk] == {made.anna.pk, giulia.pk}
    third.refresh_from_db()
    assert third.state == AppointmentState.CANCELLED


def test_colleagues_of_the_old_unit_leave_and_partners_of_other_bodies_stay(
    made: Situation, quarrata: User
) -> None:
    luca, bruno = cast.user(cast.LUCA), cast.user(cast.BRUNO)
    for user in (luca, bruno):
        add_co_worker(case=made.case, user=user, by=made.anna, at=NOW, on=TODAY)
    for owner in (made.anna, luca, bruno):
        open_deadline(
            case=made.case, owner=owner, code="cases.suspension", subject=uuid4(), started_on=TODAY,
            due_on=TODAY, since="x",
        )  # fmt: skip
    accept_transfer(transfer=propose(made), responsible=cast.user(cast.GIULIA), by=quarrata, at=NOW)
    # What was personally theirs stays with whoever stays; the rest is the new worker's.
    owners = Deadline.objects.filter(case=made.case, code="cases.suspension", state="open")
    assert sorted(owners.values_list("owner__username", flat=True)) == sorted(
        [cast.BRUNO, cast.GIULIA, cast.GIULIA]
    )
    standing = set(
        CaseWorker.objects.filter(case=made.case, ends_on=None).values_list("user__username", flat=True)
    )
    assert standing == {cast.GIULIA, cast.BRUNO}
    assert sees(luca, made.case, Depth.READ)
    assert not sees(luca, made.case, Depth.WORK)
    assert sees(bruno, made.case, Depth.WORK)


def test_it_is_refused_where_nobody_could_take_it(made: Situation, quarrata: User) -> None:
    with pytest.raises(OperationRefused, match="già lì") as same:
        propose(made, to_unit=unit("polo-pistoia-nord"))
    assert same.value.field == "to_unit"
    Office.objects.filter(code="servizio-agliana").update(valid_to=TODAY)
    for closed in (unit("servizio-agliana"), unit("urp-pistoia")):
        with pytest.raises(OperationRefused, match="non prende casi"):
            propose(made, to_unit=closed)
    with pytest.raises(OperationRefused, match="almeno una frase"):
        propose(made, reason="boh")
    with pytest.raises(OperationRefused) as empty:
        propose(made, risks="  ")
    assert empty.value.field == "risks"
    assert not CaseTransfer.objects.exists()


def test_only_whoever_follows_the_case_proposes_and_nobody_answers_themselves(
    made: Situation, quarrata: User
) -> None:
    with pytest.raises(NotPermitted):
        propose(made, by=cast.user(cast.GIULIA))
    carla = cast.user(cast.CARLA)
    transfer = propose(made, by=carla)
    with pytest.raises(NotPermitted, match="Nessuno"):
        accept_transfer(transfer=transfer, responsible=cast.user(cast.GIULIA), by=carla, at=NOW)
    with pytest.raises(NotPermitted):
        accept_transfer(transfer=transfer, responsible=cast.user(cast.GIULIA), by=made.anna, at=NOW)


def test_a_worker_of_another_unit_or_one_who_must_not_see_cannot_be_given_the_case(
    made: Situation, quarrata: User
) -> None:
    transfer = propose(made)
    with pytest.raises(OperationRefused, match="Servizio sociale di Quarrata") as wrong:
        accept_transfer(transfer=transfer, responsible=cast.user(cast.LUCA), by=quarrata, at=NOW)
    assert wrong.value.field == "responsible"
    transfer.refresh_from_db()
    assert transfer.state == TransferState.PROPOSED


def test_a_unit_that_ends_meanwhile_can_only_refuse(made: Situation, quarrata: User) -> None:
    transfer = propose(made)
    Office.objects.filter(code="servizio-quarrata").update(valid_to=TODAY)
    with pytest.raises(OperationRefused, match="nel frattempo"):
        accept_transfer(transfer=transfer, responsible=cast.user(cast.GIULIA), by=quarrata, at=NOW)
    refuse_transfer(transfer=transfer, reason="Il servizio ha chiuso.", by=quarrata, at=NOW)


def test_sent_twice_it_is_proposed_once_and_answered_once(made: Situation, quarrata: User) -> None:
    transfer = propose(made)
    with pytest.raises(TransferStanding):
        propose(made)
    refuse_transfer(transfer=transfer, reason="Non abitano qui.", by=quarrata, at=NOW)
    for again in (refuse_transfer, withdraw_transfer):
        by = quarrata if again is refuse_transfer else made.anna
        with pytest.raises(OperationRefused, match="Tullio Bozzetti"):
            again(transfer=transfer, reason="Di nuovo.", by=by, at=NOW)
    with pytest.raises(OperationRefused, match="Tullio Bozzetti"):
        accept_transfer(transfer=transfer, responsible=cast.user(cast.GIULIA), by=quarrata, at=NOW)


def test_the_database_lets_one_proposal_wait_for_each_case(made: Situation, quarrata: User) -> None:
    first = propose(made)
    fields = {
        f.attname: getattr(first, f.attname) for f in CaseTransfer._meta.concrete_fields if f.name != "id"
    }
    from django.db import IntegrityError

    with pytest.raises(IntegrityError, match="one_open_transfer"), transaction.atomic():
        CaseTransfer.objects.create(**fields)
    for broken in (
        "UPDATE cases_casetransfer SET state = 'accepted'",
        "UPDATE cases_casetransfer SET state = 'refused'",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(broken)


def test_a_case_that_waits_for_an_answer_does_not_close(made: Situation, quarrata: User) -> None:
    from accanto.casework.pathways.operations import close_pathway

    close_pathway(pathway=made.pathway, reason="prova", on=TODAY, by=made.anna, at=NOW)
    transfer = propose(made)
    with pytest.raises(CaseStillOpen) as still:
        close_case(case=made.case, outcome="moved", evaluation="x", by=made.anna, at=NOW, on=TODAY)
    assert [str(thing) for thing in still.value.missing] == [
        "Servizio sociale di Quarrata: si è chiesto di prenderlo in carico e manca la risposta."
    ]
    withdraw_transfer(transfer=transfer, reason="Si chiude.", by=made.anna, at=NOW)
    close_case(case=made.case, outcome="moved", evaluation="x", by=made.anna, at=NOW, on=TODAY)


def test_outside_the_zone_a_letter_goes_and_their_confirmation_closes_the_case(made: Situation) -> None:
    from accanto.casework.pathways.operations import close_pathway

    transfer = propose(made, kind="outside", to_unit=None, to_body="Servizi sociali del Comune di Prova")
    assert transfer.note
    assert (transfer.note.frozen, transfer.note.context) == (True, made.case.pk)
    with pytest.raises(CaseStillOpen):
        confirm_outside(transfer=transfer, how="Prot. 12", confirmed_on=TODAY, by=made.anna, at=NOW)
    transfer.refresh_from_db()
    assert transfer.state == TransferState.PROPOSED
    close_pathway(pathway=made.pathway, reason="prova", on=TODAY, by=made.anna, at=NOW)
    confirm_outside(transfer=transfer, how="Prot. 12", confirmed_on=TODAY, by=made.anna, at=NOW)
    case = Case.objects.get(pk=made.case.pk)
    assert (case.state, case.closure.outcome, case.closure.followed_by) == (
        CaseState.CLOSED, "moved", "Servizi sociali del Comune di Prova",
    )  # fmt: skip


def test_a_summary_from_behind_a_fence_opens_an_ordinary_case_that_leads_nowhere(
    made: Situation, quarrata: User
) -> None:
    """The fenced record stays closed: to the unit there is the paper, and nothing that points back."""
    move_case(
        case=made.case,
        compartment="child_protection",
        staying=[],
        reason="Mandato del tribunale",
        by=made.anna,
        at=NOW,
    )
    with pytest.raises(OperationRefused, match="comparto"):
        propose(made)
    transfer = propose(made, kind="protection", summary=SUMMARY)
    with acting(acting_for(quarrata, at=NOW)):
        assert not Case.objects.filter(pk=made.case.pk).exists()
        assert CaseTransfer.objects.get().pk == transfer.pk
    assert enter(quarrata).get(reverse("case_transfer", args=[transfer.pk])).status_code == 200
    giulia = cast.user(cast.GIULIA)
    accept_transfer(transfer=transfer, responsible=giulia, by=quarrata, at=NOW)
    transfer.refresh_from_db()
    fresh = transfer.new_case
    assert fresh
    assert (fresh.compartment, fresh.unit.code, fresh.opening.source, fresh.opening.source_id) == (
        "ordinary", "servizio-quarrata", "protection", None,
    )  # fmt: skip
    with acting(acting_for(giulia, at=NOW)):
        assert sees(giulia, fresh, Depth.WORK)
        assert not Case.objects.filter(pk=made.case.pk).exists()
        assert not CaseTransfer.objects.exists()
        assert Document.objects.filter(context=fresh.pk).count() == 1
    assert sees(made.anna, made.case, Depth.WORK)


def behind_a_fence(made: Situation) -> None:
    move_case(
        case=made.case,
        compartment="child_protection",
        staying=[],
        reason="Valutazione EIAM",
        by=made.anna,
        at=NOW,
    )


def test_what_the_abuse_team_hands_over_is_received_in_the_ordinary_case(
    made: Situation, quarrata: User
) -> None:
    """Who entrusted the family, until when, which help: read by whoever works there, and by nobody else."""
    behind_a_fence(made)
    transfer = propose(made, kind="eiam", summary=SUMMARY)
    answering = enter(quarrata).get(reverse("case_transfer", args=[transfer.pk])).content.decode()
    assert "decreto 12/2025" in answering
    accept_transfer(transfer=transfer, responsible=cast.user(cast.GIULIA), by=quarrata, at=NOW)
    transfer.refresh_from_db()
    fresh = transfer.new_case
    assert fresh
    got = HandedSummary.objects.get()
    assert (got.case, got.kind, got.from_unit, got.entrusted_by, got.concluded_on, got.help_project) == (
        fresh, "eiam", str(transfer.from_unit), SUMMARY.entrusted_by, TODAY, SUMMARY.help_project,
    )  # fmt: skip
    assert (fresh.compartment, fresh.opening.source, got.note.context) == ("ordinary", "eiam", fresh.pk)
    giulia = cast.user(cast.GIULIA)
    page = enter(giulia).get(reverse("case_household", args=[fresh.pk])).content.decode()
    for words in (
        "Che cosa ha passato il servizio di prima",
        "dopo l’équipe interistituzionale",
        "Educativa a casa e scuola.",
    ):
        assert words in page
    assert made.case.number not in page
    # A partner of the team sees the household and nothing of this; somebody else not even that there is a case.
    bruno = cast.user(cast.BRUNO)
    add_co_worker(case=fresh, user=bruno, by=giulia, at=NOW, on=TODAY, depth=Depth.TEAM, grant_reason="team")
    told = enter(bruno).get(reverse("case_household", args=[fresh.pk]))
    assert told.status_code == 200
    assert "Educativa a casa" not in told.content.decode()
    with acting(acting_for(bruno, at=NOW)):
        assert not [
            one for one in Event.objects.filter(context=fresh.pk) if "interistituzionale" in str(one.params)
        ]
    for user, seen in ((giulia, 1), (bruno, 0), (cast.user(cast.LUCA), 0)):
        with acting(acting_for(user, at=NOW)):
            assert HandedSummary.objects.count() == seen


@pytest.mark.parametrize(
    ("summary", "field"),
    [
        (None, "entrusted_by"),
        (replace(SUMMARY, entrusted_by=" "), "entrusted_by"),
        (replace(SUMMARY, concluded_on=TODAY + timedelta(days=1)), "concluded_on"),
        (replace(SUMMARY, help_project=""), "help_project"),
    ],
)
def test_a_summary_says_who_entrusted_the_family_and_which_help_it_is_to_have(
    made: Situation, quarrata: User, summary: Summary | None, field: str
) -> None:
    behind_a_fence(made)
    for kind in ("protection", "eiam"):
        with pytest.raises(OperationRefused) as refusal:
            propose(made, kind=kind, summary=summary)
        assert refusal.value.field == field
    assert not CaseTransfer.objects.exists()


def test_the_page_offers_a_summary_only_from_behind_a_fence(made: Situation, quarrata: User) -> None:
    url = reverse("case_hand_over", args=[made.case.pk])
    client = enter(made.anna)
    assert 'value="eiam"' not in client.get(url).content.decode()
    behind_a_fence(made)
    assert 'value="eiam"' in client.get(url).content.decode()
    sent = {"kind": "eiam", "to_unit": unit("servizio-quarrata").pk, "reason": WHY, **NOTE}
    bad = client.post(url, sent)
    assert bad.status_code == 422
    assert "Scrivi quando è finito" in bad.content.decode()
    summary = {
        "entrusted_by": SUMMARY.entrusted_by,
        "concluded_on": TODAY.isoformat(),
        "help_project": "Educativa.",
    }
    assert client.post(url, {**sent, **summary}).status_code == 302
    assert CaseTransfer.objects.get().help_project == "Educativa."
