"""Convocation, letter, proof of sending, outcome, and what people decide after an absence."""

import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections

from accanto.casework.cases.deadline_kinds import kind_of
from accanto.casework.cases.due import advised_on, due_rows, waiting_for
from accanto.casework.cases.enums import AppointmentState
from accanto.casework.cases.models import Appointment, Case, Deadline
from accanto.casework.cases.operations import AppointmentOverlaps
from accanto.casework.pathways.enums import ConvocationState, PathwayState, Stage, Way
from accanto.casework.pathways.letter import letter_data
from accanto.casework.pathways.models import Convocation, Pathway
from accanto.casework.pathways.operations import (
    ConsequenceRefused,
    ConvocationRefused,
    UnusualDay,
    close_pathway,
    convoke,
    decide_consequence,
    end_service_pact,
    enter_stage,
    prepare_letter,
    record_outcome,
    record_sending,
    renew_pathway,
    set_way,
    start_pathway,
    suspend_benefit,
)
from accanto.casework.pathways.operations.pacts import PactRefused
from accanto.foundation.audit.models import Event
from accanto.foundation.audit.verbs import sentence
from accanto.foundation.documents.reading import content_of
from accanto.people.persons.enums import Depth
from accanto.people.persons.operations import protect_person, set_residence, set_safe_contact
from accanto.territory.bodies.models import Office
from tests import cast
from tests.scenarios import NOW, Situation, family_in_charge, moment, service_pact

pytestmark = pytest.mark.django_db
MEETING = moment(date(2026, 12, 3), 10, 30)


@pytest.fixture
def campioni() -> Situation:
    return family_in_charge()


def polo() -> Office:
    return Office.objects.get(code="polo-pistoia-nord")


def convoked(situation: Situation, starts_at: datetime = MEETING, **changes: object) -> Convocation:
    arguments: dict[str, object] = {
        "pathway": situation.pathway,
        "purpose": "first",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=45),
        "office": polo(),
        "place": "Sala 2",
        "social_worker": situation.anna,
        "consultant": cast.user(cast.BRUNO),
        "by": situation.anna,
        "at": NOW,
    }
    return convoke(**{**arguments, **changes})  # type: ignore[arg-type]


def sent(situation: Situation) -> Convocation:
    return record_sending(
        convocation=convoked(situation),
        channel="letter",
        sent_at=NOW,
        proof="raccomandata 555-0001",
        by=situation.anna,
        at=NOW,
    )


def due(situation: Situation) -> dict[str, date]:
    rows = Deadline.objects.filter(case=situation.case, state="open")
    return {row.code.removeprefix("pathways."): row.due_on for row in rows}


def test_a_new_pathway_puts_the_first_meeting_once_in_the_worklist_with_its_recommended_day(
    campioni: Situation,
) -> None:
    # the household's pact was signed on 5 November
    assert due(campioni) == {"first_meeting": date(2027, 3, 5)}
    row = Deadline.objects.get(case=campioni.case, code="pathways.first_meeting")
    assert advised_on(row) == date(2027, 1, 4)
    assert row.owner == campioni.anna
    assert row.rule.startswith("DL 48/2023 art. 4")


def test_once_convoked_nothing_more_is_recommended(campioni: Situation) -> None:
    sent(campioni)
    row = Deadline.objects.get(case=campioni.case, code="pathways.first_meeting")
    assert advised_on(row) is None


@pytest.mark.parametrize(
    ("today", "tone", "tags", "said"),
    [
        (date(2026, 12, 1), "", [], "Consigliato entro il 4 gennaio 2027."),
        (date(2027, 1, 4), "", [], "Consigliato entro il 4 gennaio 2027."),
        (date(2027, 1, 5), "soon", ["da fare presto"], "Era consigliato entro il 4 gennaio 2027."),
        (date(2027, 3, 5), "soon", [], ""),
        (date(2027, 3, 6), "late", [], ""),
    ],
)
def test_the_one_row_says_how_near_both_days_are(
    campioni: Situation, today: date, tone: str, tags: list[str], said: str
) -> None:
    (row,) = due_rows(waiting_for(campioni.anna), today)
    assert (row["tone"], [tag["label"] for tag in row["tags"]]) == (tone, tags)
    text = row["text"].replace("\N{NO-BREAK SPACE}", " ")
    assert text.endswith(said) if said else "onsigliato" not in text


def test_convoking_takes_the_time_of_both_and_lets_the_consultant_see_the_case(campioni: Situation) -> None:
    bruno = cast.user(cast.BRUNO)
    family_in_charge("Esempio")
    assert list(Case.objects.visible_to(bruno)) == []
    convocation = convoked(campioni)
    assert {row.user for row in convocation.appointment.operators.all()} == {campioni.anna, bruno}
    assert list(Case.objects.visible_to(bruno)) == [campioni.case]
    assert list(Case.objects.visible_to(bruno, Depth.READ)) == []
    assert bruno.notifications.count() == 1
    assert due(campioni)["convocation_outcome"] == date(2026, 12, 3)


def test_the_consultant_stops_seeing_when_the_way_is_the_social_services_alone(campioni: Situation) -> None:
    bruno = cast.user(cast.BRUNO)
    convoked(campioni)
    set_way(pathway=campioni.pathway, way=Way.COMPLEX, by=campioni.anna, at=NOW)
    assert list(Case.objects.visible_to(bruno)) == [campioni.case]
    later = NOW
    set_way(pathway=campioni.pathway, way=Way.SOCIAL_ONLY, by=campioni.anna, at=later)
    assert list(Case.objects.visible_to(bruno)) == []
    assert list(Case.objects.visible_to(campioni.anna)) == [campioni.case]


def test_cancelling_gives_the_time_back_and_ends_what_the_consultant_sees(campioni: Situation) -> None:
    convocation = convoked(campioni)
    later = NOW
    record_outcome(convocation=convocation, outcome="cancelled", by=campioni.anna, at=later)
    assert list(Case.objects.visible_to(cast.user(cast.BRUNO))) == []
    assert Appointment.objects.get().state == AppointmentState.CANCELLED
    assert "convocation_outcome" not in due(campioni)
    assert convoked(campioni).state == ConvocationState.PLANNED


def test_a_professional_is_never_in_two_places(campioni: Situation) -> None:
    other = family_in_charge("Esempio")
    convoked(campioni)
    with pytest.raises(AppointmentOverlaps) as refusal:
        convoked(other, MEETING + timedelta(minutes=30))
    assert sorted(refusal.value.missing) == [
        "Anna Prova è già in un altro incontro dalle 10:30 alle 11:15 (primo incontro)",
        "Bruno Test è già in un altro incontro dalle 10:30 alle 11:15 (primo incontro)",
    ]
    assert Convocation.objects.filter(pathway=other.pathway).count() == 0
    assert convoked(other, MEETING + timedelta(minutes=45)).state == ConvocationState.PLANNED


@pytest.mark.parametrize(
    ("day", "hour", "said"),
    [
        (date(2026, 12, 5), 10, "5 dicembre 2026 è sabato."),
        (date(2026, 12, 8), 10, "8 dicembre 2026 è festa."),
        (date(2028, 7, 25), 10, "25 luglio 2028 è la festa del patrono a Pistoia."),
        (date(2026, 12, 3), 21, "L’incontro è a un’ora in cui gli uffici sono chiusi: 21:00."),
    ],
)
def test_a_closed_day_is_warned_of_and_can_be_confirmed(
    campioni: Situation, day: date, hour: int, said: str
) -> None:
    with pytest.raises(UnusualDay) as refusal:
        convoked(campioni, moment(day, hour))
    assert [str(words).replace("\N{NO-BREAK SPACE}", " ") for words in refusal.value.missing] == [said]
    assert convoked(campioni, moment(day, hour), unusual_day_confirmed=True).pk


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_at": moment(date(2026, 11, 20)), "ends_at": moment(date(2026, 11, 20), 10)}, "starts_at"),
        ({"consultant": None}, "consultant"),
        ({"ends_at": MEETING}, "ends_at"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    campioni: Situation, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Exception) as refusal:  # noqa: PT011  (the field is what is checked)
        convoked(campioni, **changes)
    assert refusal.value.field == field  # type: ignore[attr-defined]
    assert Convocation.objects.count() == 0


def test_one_convocation_at_a_time(campioni: Situation) -> None:
    convoked(campioni)
    with pytest.raises(ConvocationRefused):
        convoked(campioni, MEETING + timedelta(days=1))


def test_a_sending_needs_a_proof_and_moves_the_pathway(campioni: Situation) -> None:
    convocation = convoked(campioni)
    with pytest.raises(ConvocationRefused) as refusal:
        record_sending(convocation=convocation, channel="sms", sent_at=NOW, by=campioni.anna, at=NOW)
    assert refusal.value.field == "proof"
    record_sending(
        convocation=convocation, channel="sms", sent_at=NOW, proof="SMS 555", by=campioni.anna, at=NOW
    )
    assert Pathway.objects.get(pk=campioni.pathway.pk).stage == Stage.CONVOKED
    assert set(due(campioni)) == {"first_meeting", "convocation_outcome"}


@pytest.mark.parametrize("sent_at", [NOW + timedelta(hours=1), MEETING])
def test_a_sending_is_neither_in_the_future_nor_after_the_meeting(
    campioni: Situation, sent_at: datetime
) -> None:
    convocation = convoked(campioni)
    at = NOW if sent_at < MEETING else MEETING + timedelta(hours=1)
    with pytest.raises(ConvocationRefused):
        record_sending(
            convocation=convocation, channel="sms", sent_at=sent_at, proof="x", by=campioni.anna, at=at
        )


def test_held_closes_the_term_and_opens_the_one_of_ninety_days(campioni: Situation) -> None:
    convocation = sent(campioni)
    with pytest.raises(ConvocationRefused):
        record_outcome(convocation=convocation, outcome="held", by=campioni.anna, at=NOW)
    record_outcome(convocation=convocation, outcome="held", by=campioni.anna, at=MEETING + timedelta(hours=1))
    assert due(campioni) == {"periodic_meeting": date(2027, 3, 3)}
    assert Appointment.objects.get().state == AppointmentState.HELD


def test_an_absence_without_a_reason_only_proposes(campioni: Situation) -> None:
    convocation = sent(campioni)
    after = MEETING + timedelta(hours=1)
    record_outcome(convocation=convocation, outcome="absent", by=campioni.anna, at=after)
    # ten working days in Pistoia: 4, 7 (8 is a holiday), 9–11, 14–18 December
    assert due(campioni)["outcome_report"] == date(2026, 12, 18)
    assert due(campioni)["first_meeting"] == date(2027, 3, 5)
    assert Pathway.objects.get().state == PathwayState.RUNNING
    row = Deadline.objects.get(code="pathways.outcome_report")
    assert row.rule == "DL 48/2023 art. 8"
    assert kind_of(row.code).text(row, NOW.date()).endswith("La regola è citata a memoria: verificala.")
    with pytest.raises(ConsequenceRefused):
        decide_consequence(
            convocation=convocation, kind="not_reported", decided_on=after.date(), by=campioni.anna, at=after
        )
    decided = decide_consequence(
        convocation=convocation, kind="lapse_reported", decided_on=after.date(), by=campioni.anna, at=after
    )
    assert decided.rule == "DL 48/2023 art. 8"
    assert "outcome_report" not in due(campioni)
    with pytest.raises(ConsequenceRefused):
        decide_consequence(
            convocation=convocation,
            kind="lapse_reported",
            decided_on=after.date(),
            by=campioni.carla,
            at=after,
        )


def test_nobody_is_absent_from_a_meeting_they_were_not_told_of(campioni: Situation) -> None:
    convocation = convoked(campioni)
    with pytest.raises(ConvocationRefused) as refusal:
        record_outcome(
            convocation=convocation, outcome="absent", by=campioni.anna, at=MEETING + timedelta(hours=1)
        )
    assert refusal.value.field == "outcome"


def test_a_justified_absence_needs_its_reason_and_may_come_later(campioni: Situation) -> None:
    convocation = sent(campioni)
    after = MEETING + timedelta(hours=1)
    with pytest.raises(ConvocationRefused):
        record_outcome(convocation=convocation, outcome="absent_justified", by=campioni.anna, at=after)
    record_outcome(convocation=convocation, outcome="absent", by=campioni.anna, at=after)
    record_outcome(
        convocation=convocation,
        outcome="absent_justified",
        justification="Nico in ospedale",
        by=campioni.anna,
        at=after + timedelta(days=1),
    )
    assert set(due(campioni)) == {"first_meeting"}
    assert convoked(campioni, MEETING + timedelta(days=7), at=after).pk


def test_whoever_says_beforehand_that_they_cannot_come_gives_the_time_back(campioni: Situation) -> None:
    record_outcome(
        convocation=sent(campioni),
        outcome="absent_justified",
        justification="turno",
        by=campioni.anna,
        at=NOW,
    )
    assert Appointment.objects.get().state == AppointmentState.CANCELLED


def test_a_suspension_is_recorded_by_people_and_the_meeting_ends_it(campioni: Situation) -> None:
    late = moment(date(2027, 3, 8))
    with pytest.raises(ConsequenceRefused):
        suspend_benefit(
            pathway=campioni.pathway, on=date(2026, 12, 1), by=campioni.anna, at=late, reason="prova"
        )
    suspend_benefit(
        pathway=campioni.pathway, on=late.date(), by=campioni.anna, at=late, reason="non convocati"
    )
    assert Pathway.objects.get().state == PathwayState.SUSPENDED
    starts = late + timedelta(days=1)
    convocation = convoked(campioni, starts, at=late)
    record_outcome(convocation=convocation, outcome="held", by=campioni.anna, at=starts + timedelta(hours=1))
    assert Pathway.objects.get().state == PathwayState.RUNNING
    verbs = list(Event.objects.filter(verb__startswith="pathways.consequence").values_list("verb", flat=True))
    assert sorted(verbs) == ["pathways.consequence.resumed", "pathways.consequence.suspended"]


def test_a_renewal_opens_the_first_meeting_again(campioni: Situation) -> None:
    record_outcome(
        convocation=sent(campioni), outcome="held", by=campioni.anna, at=MEETING + timedelta(hours=1)
    )
    renewed = moment(date(2027, 10, 4))
    renew_pathway(pathway=campioni.pathway, pad_signed_on=date(2027, 10, 1), by=campioni.anna, at=renewed)
    assert due(campioni) == {"first_meeting": date(2028, 1, 29)}
    row = Deadline.objects.get(case=campioni.case, code="pathways.first_meeting", state="open")
    assert advised_on(row) == date(2027, 11, 30)
    with pytest.raises(ConsequenceRefused):
        renew_pathway(pathway=campioni.pathway, pad_signed_on=date(2027, 10, 1), by=campioni.anna, at=renewed)


def test_the_analysis_stands_for_the_first_meeting_where_no_other_is_recorded(campioni: Situation) -> None:
    enter_stage(
        pathway=campioni.pathway, stage=Stage.ANALYSIS, on=date(2026, 11, 20), by=campioni.anna, at=NOW
    )
    assert due(campioni) == {"periodic_meeting": date(2027, 2, 18)}


def test_closing_the_pathway_leaves_nothing_to_do(campioni: Situation) -> None:
    convoked(campioni)
    close_pathway(
        pathway=campioni.pathway,
        reason="trasferiti",
        on=NOW.date(),
        by=campioni.anna,
        at=NOW,
    )
    assert due(campioni) == {}
    assert Convocation.objects.get().state == ConvocationState.CANCELLED
    assert list(Case.objects.visible_to(cast.user(cast.BRUNO))) == []
    with pytest.raises(ConvocationRefused):
        convoked(campioni, at=NOW + timedelta(minutes=2))


def test_measures_that_ended_leave_no_deadlines_today(campioni: Situation) -> None:
    then = moment(date(2018, 4, 3))
    old = start_pathway(
        case=campioni.case,
        measure="rei",
        source=uuid4(),
        protocol="INPS-REI-555",
        municipality=campioni.pathway.municipality,
        outcome_on=date(2018, 3, 28),
        clock_starts_on=date(2018, 3, 12),
        by=campioni.carla,
        at=then,
        on=then.date(),
    )
    rows = Deadline.objects.filter(subject=old.pk, state="open")
    assert [(row.code, row.due_on) for row in rows] == [("pathways.first_meeting", date(2018, 4, 6))]
    enter_stage(pathway=old, stage=Stage.ANALYSIS, on=date(2018, 5, 2), by=campioni.anna, at=NOW)
    assert not rows.all().exists()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
def test_the_letter_is_plain_and_tells_no_protected_address(campioni: Situation, tmp_path: Path) -> None:
    set_residence(
        person=campioni.family.lucia,
        municipality=campioni.pathway.municipality,
        on=date(2026, 1, 1),
        address="Via Segreta 7",
        protected=True,
    )
    convocation = convoked(campioni)
    document = prepare_letter(convocation=convocation, by=campioni.anna, at=NOW)
    file = tmp_path / "letter.pdf"
    file.write_bytes(content_of(document))
    text = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True
    ).stdout
    said = " ".join(text.split())
    assert "Giovedì 3 dicembre 2026, alle 10:30" in said.replace("\N{NO-BREAK SPACE}", " ")
    for words in (
        "Lucia Campioni",
        "Sala 2",
        "Anna Prova",
        "Bruno Test",
        "DL 48/2023 art. 4",
        "documento di identità",
    ):
        assert words in said
    for secret in ("Via Segreta", "Marta", "Nico"):
        assert secret not in said
    assert document.context == campioni.case.pk
    again = prepare_letter(convocation=convocation, by=campioni.anna, at=NOW)
    assert (again.version, Convocation.objects.get().letter) == (2, again)


def test_every_event_reads_as_a_sentence(campioni: Situation) -> None:
    convocation = sent(campioni)
    prepare_letter(convocation=convocation, by=campioni.anna, at=NOW)
    record_outcome(convocation=convocation, outcome="held", by=campioni.anna, at=MEETING + timedelta(hours=1))
    told = {
        event.verb: sentence(event.verb, event.params)
        for event in Event.objects.filter(context=campioni.case.pk)
    }
    assert told["pathways.convocation.sent"] == "Convocazione inviata (lettera)"
    assert "–" not in "".join(told.values())


@pytest.mark.django_db(transaction=True)
def test_of_two_convocations_at_once_only_one_is_made(campioni: Situation) -> None:
    together, bruno, office = Barrier(2), cast.user(cast.BRUNO), polo()

    def call(hours: int) -> str:
        try:
            together.wait(10)
            convoked(campioni, MEETING + timedelta(hours=hours), consultant=bruno, office=office)
        except ConvocationRefused:
            return "refused"
        finally:
            connections.close_all()
        return "made"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(call, (0, 2))) == ["made", "refused"]
    assert Convocation.objects.count() == Appointment.objects.count() == 1


def test_nothing_is_decided_before_the_meeting_or_suspended_tomorrow(campioni: Situation) -> None:
    convocation = sent(campioni)
    after = MEETING + timedelta(hours=1)
    record_outcome(convocation=convocation, outcome="absent", by=campioni.anna, at=after)
    for day in (date(1, 1, 1), MEETING.date() - timedelta(days=1), after.date() + timedelta(days=1)):
        with pytest.raises(ConsequenceRefused) as refusal:
            decide_consequence(
                convocation=convocation, kind="lapse_reported", decided_on=day, by=campioni.anna, at=after
            )
        assert refusal.value.field == "decided_on"
    late = moment(date(2027, 3, 8))
    for day in (date(2027, 3, 9), date(9999, 12, 31)):
        with pytest.raises(ConsequenceRefused) as refusal:
            suspend_benefit(pathway=campioni.pathway, on=day, by=campioni.anna, at=late, reason="prova")
        assert refusal.value.field == "on"


def test_a_sending_does_not_come_before_the_outcome(campioni: Situation) -> None:
    with pytest.raises(ConvocationRefused) as refusal:
        record_sending(
            convocation=convoked(campioni),
            channel="letter",
            sent_at=moment(date(2026, 11, 1)),
            proof="raccomandata",
            by=campioni.anna,
            at=NOW,
        )
    assert refusal.value.field == "sent_at"


def test_why_a_pact_ends_fits_in_three_hundred_characters(campioni: Situation) -> None:
    pact = service_pact(campioni)
    with pytest.raises(PactRefused):
        end_service_pact(pact=pact, by=campioni.anna, at=NOW, note="x" * 301)


def test_the_letter_of_a_protected_person_carries_the_safe_address_or_goes_by_hand(
    campioni: Situation,
) -> None:
    lucia, marta = campioni.family.lucia, campioni.family.marta
    convocation = convoked(campioni)
    told = letter_data(convocation, made_on=NOW.date())["letterhead"]["recipient"]
    assert told == [str(lucia), "Via degli Esempi 1", "Pistoia"]
    # Somebody who lives in the same house is enough: the address would lead to them.
    given = {"reason": "court_order", "source": "decreto 1", "starts_on": NOW.date()}
    protect_person(person=marta, kind="address", by=campioni.anna, at=NOW, **given)  # type: ignore[arg-type]
    assert letter_data(convocation, made_on=NOW.date())["letterhead"]["recipient"] == [
        str(lucia),
        "consegna a mano",
    ]
    set_safe_contact(
        person=lucia, who="il centro", how="555 0303", post_to="presso Centro Prova", by=campioni.anna, at=NOW
    )
    told = letter_data(convocation, made_on=NOW.date())["letterhead"]["recipient"]
    assert told == [str(lucia), "presso Centro Prova"]
