"""The things that `with` may name in url_matrix.yaml: each is built only when an address asks for it.

Everything hangs on one family of Anna's (Pistoia). Carla sees it through the unit; Bruno of the employment centre sits
in its team. Giulia (Quarrata) and Tullio (the school, not called) have the same roles and no access to it.
"""

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signing import dumps

from accanto.access.desk import operations as desk
from accanto.access.desk.models import Contact, DeskPost
from accanto.access.desk.operations import Came
from accanto.access.desk.views.screen import SALT
from accanto.access.directory import operations as directory
from accanto.access.directory.facts import EntryFacts
from accanto.access.outcomes.models import Application, OutcomeImport
from accanto.access.outcomes.operations import run_import, start_import
from accanto.access.reports.operations import Named
from accanto.casework.agenda.models import SlotSeries
from accanto.casework.agenda.operations import book_meeting, take_place
from accanto.casework.assessment.models import Assessment
from accanto.casework.assessment.operations import open_assessment
from accanto.casework.cases.models import HouseholdChange
from accanto.casework.cases.operations import Contact as NetworkFacts
from accanto.casework.cases.operations import (
    add_contact_to_network,
    ask_to_see,
    propose_transfer,
    write_diary,
)
from accanto.casework.mandates import operations as mandates
from accanto.casework.mandates.models import Measure
from accanto.casework.pathways.enums import Stage
from accanto.casework.pathways.models import Convocation, Pathway, ServicePact
from accanto.casework.pathways.operations import (
    convoke,
    enter_stage,
    record_service_pact,
    set_way,
    start_pathway,
)
from accanto.casework.projects import operations as projects
from accanto.casework.projects.models import Project
from accanto.casework.record import operations as record
from accanto.casework.teams import operations as teams
from accanto.casework.teams.models import AgendaItem, Team, TeamMeeting, TeamMember
from accanto.casework.training.models import TraineeCase, Traineeship
from accanto.casework.training.operations import choose_case, plan_traineeship
from accanto.faces.api.operations import make_key
from accanto.foundation.documents.operations import store_document
from accanto.foundation.entrance.enums import EntryWay
from accanto.foundation.entrance.operations import start_session
from accanto.foundation.jobs.models import Job
from accanto.foundation.notifications.models import Notification
from accanto.people.matching.operations import link_people
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import AccessGrant
from accanto.people.persons.operations import bar, grant_access, grant_many, set_codice_fiscale
from accanto.resources.catalogue.models import Service
from accanto.steering.privacy.models import (
    CourtHold,
    Erasure,
    Finding,
    PersonRequest,
    Recipient,
    RetentionReview,
)
from accanto.steering.privacy.operations import declare
from accanto.territory.bodies.models import Office, Organisation
from accanto.territory.bodies.operations import close_office
from accanto.territory.staff.models import User
from tests import cast
from tests.access.assignment.test_assigning import application
from tests.access.desk.situation import contact, somebody, urp
from tests.access.offers.samples import volunteers_of
from tests.access.outcomes.samples import as_csv, code_of, row
from tests.access.reports.samples import reports_of_the_north
from tests.casework.agenda.situation import room as room_of_the_office
from tests.casework.agenda.situation import series as hours_for_the_public
from tests.scenarios import NOW, Situation, family_in_charge, moment


class Things:
    """`things.of("case")` is what stands in the address for the name `case`."""

    @cached_property
    def situation(self) -> Situation:
        found = family_in_charge()
        people = found.family
        grant_many(
            persons=[people.lucia, people.marta, people.nico],
            user=cast.user(cast.BRUNO),
            depth=Depth.TEAM,
            reason=GrantReason.TEAM,
            context=found.case.pk,
            by=found.carla,
            at=NOW - timedelta(hours=1),
        )
        self.traineeship_row = plan_traineeship(
            student=cast.user(cast.ZENO),
            tutor=found.anna,
            body="Università di Esempio",
            starts_on=NOW.date(),
            last_day=date(2027, 2, 26),
            by=cast.user(cast.PAOLO),
            at=NOW - timedelta(hours=1),
        )
        self.chosen = choose_case(
            traineeship=self.traineeship_row,
            case=found.case,
            reason="Un inizio da seguire",
            by=found.anna,
            at=NOW - timedelta(hours=1),
        )
        return found

    traineeship_row: Traineeship
    chosen: TraineeCase

    # Reports to Polo Nord that name Lucia: Anna evaluates one that has a letter, an eviction, a call.
    @cached_property
    def _reports(self) -> dict[str, Any]:
        lucia = self.situation.family.lucia
        return reports_of_the_north(Named(lucia.last_name, lucia.first_name))

    @property
    def report(self) -> UUID:
        return self._reports["report"]  # type: ignore[no-any-return]

    @property
    def named(self) -> int:
        return self._reports["named"]  # type: ignore[no-any-return]

    @property
    def report_letter(self) -> int:
        return self._reports["letter"]  # type: ignore[no-any-return]

    @property
    def eviction_report(self) -> UUID:
        return self._reports["eviction"]  # type: ignore[no-any-return]

    @property
    def emergency_call(self) -> UUID:
        return self._reports["call"]  # type: ignore[no-any-return]

    @property
    def shift(self) -> UUID:
        return self._reports["shift"]  # type: ignore[no-any-return]

    # A volunteer who goes to Anna’s family, was there once, and was thanked for another time.
    @cached_property
    def _volunteers(self) -> dict[str, Any]:
        return volunteers_of(self.situation)

    @property
    def volunteer(self) -> UUID:
        return self._volunteers["giver"]  # type: ignore[no-any-return]

    @property
    def volunteer_offer(self) -> UUID:
        return self._volunteers["offer"]  # type: ignore[no-any-return]

    @property
    def volunteer_need(self) -> UUID:
        return self._volunteers["need"]  # type: ignore[no-any-return]

    @property
    def volunteer_match(self) -> UUID:
        return self._volunteers["match"]  # type: ignore[no-any-return]

    @property
    def volunteer_visit(self) -> UUID:
        return self._volunteers["visit"]  # type: ignore[no-any-return]

    @property
    def volunteer_thanks(self) -> UUID:
        return self._volunteers["thanks"]  # type: ignore[no-any-return]

    def of(self, name: Any) -> Any:
        return getattr(self, name) if isinstance(name, str) and hasattr(type(self), name) else name

    # A case, its people, its papers.
    @property
    def case(self) -> UUID:
        return self.situation.case.pk

    @property
    def person(self) -> UUID:
        return self.situation.family.lucia.pk

    @property
    def other_person(self) -> UUID:
        return self.situation.family.marta.pk

    @property
    def person_link(self) -> UUID:
        """Lucia and Nico, of whom somebody said that they are one person."""
        family, anna = self.situation.family, self.situation.anna
        return link_people(one=family.lucia, other=family.nico, reasons=[], by=anna, at=NOW).pk

    @property
    def member(self) -> int:
        found: int = self.situation.case.household.members.get(person=self.situation.family.marta).pk
        return found

    @property
    def document(self) -> UUID:
        return store_document(
            kind="attachment",
            title="Allegato",
            content=b"%PDF-1.4",
            filename="a.pdf",
            media_type="application/pdf",
            by=self.situation.carla,
            at=NOW,
            context=self.case,
        ).pk

    # The record of the case.
    @property
    def diary_entry(self) -> int:
        return write_diary(
            case=self.situation.case,
            kind="phone",
            text="Nota",
            by=self.situation.anna,
            at=NOW,
            happened_at=NOW,
        ).pk

    @property
    def network_contact(self) -> int:
        contact = NetworkFacts(name=f"Dott. Finti {uuid4().hex[:6]}", role="doctor")
        return add_contact_to_network(
            case=self.situation.case, contact=contact, by=self.situation.anna, at=NOW
        ).pk

    @property
    def relative(self) -> int:
        return record.add_relative(
            case=self.situation.case, name="Ada", sex="f", by=self.situation.anna, at=NOW
        ).pk

    def _pair(self) -> record.Pair:
        return record.Pair(f"r{self.relative}", f"p{self.person}")

    @property
    def relationship(self) -> int:
        return record.say_relationship(
            case=self.situation.case, pair=self._pair(), kind="parent", by=self.situation.anna, at=NOW
        ).pk

    @property
    def bond(self) -> int:
        return record.say_bond(
            case=self.situation.case, pair=self._pair(), quality="close", by=self.situation.anna, at=NOW
        ).pk

    @property
    def social_report(self) -> UUID:
        return record.open_report(
            case=self.situation.case, template_code="social_report", by=self.situation.anna, at=NOW
        ).pk

    @property
    def own_note(self) -> UUID:
        return record.write_note(
            case=self.situation.case, text=f"Appunto {uuid4().hex}", by=self.situation.anna, at=NOW
        ).pk

    @property
    def access_request(self) -> UUID:
        """Giulia of Quarrata, who sees the card of Marta, asks to see the case of her household."""
        marta = self.situation.family.marta
        giulia = cast.user(cast.GIULIA)
        statement = {"told": "told", "told_by": "Giulia", "told_on": NOW.date()}
        now = {"by": self.situation.carla, "at": NOW - timedelta(hours=1)}
        card = grant_access(person=marta, user=giulia, depth=Depth.CARD, reason=GrantReason.CO_WORK, **now)
        found = ask_to_see(
            person=marta,
            case_id=self.case,
            depth=Depth.READ,
            days=7,
            reason="È venuta allo sportello a chiedere",
            by=giulia,
            at=NOW,
            **statement,
        )
        AccessGrant.objects.filter(pk=card.pk).update(ends_at=NOW)
        return found.pk

    @property
    def transfer(self) -> UUID:
        """Anna asks Quarrata to take the household over."""
        note = dict.fromkeys(("situation", "commitments", "terms", "risks", "contacts"), "Nulla.")
        return propose_transfer(
            case=self.situation.case,
            kind="unit",
            to_unit=Office.objects.get(code="servizio-quarrata"),
            reason="Da novembre abitano a Quarrata.",
            by=self.situation.anna,
            at=NOW,
            **note,  # type: ignore[typeddict-item]
        ).pk

    @property
    def change(self) -> UUID:
        return HouseholdChange.objects.create(
            case=self.situation.case,
            kind="moved",
            happened_on=NOW.date(),
            recorded_by=self.situation.anna,
            recorded_at=NOW,
        ).pk

    @property
    def death(self) -> UUID:
        change = HouseholdChange.objects.get(pk=self.change)
        change.kind, change.person = "death", self.situation.family.nico
        change.save()
        return change.pk

    # What belongs to one user, what belongs to the zone.
    @property
    def job(self) -> UUID:
        owner = cast.user(cast.CARLA)
        return Job.objects.create(kind="x", title="Importazione", owner=owner, created_at=NOW).pk

    @property
    def session(self) -> int:
        """Where Sara is logged in."""
        return start_session(
            user=cast.user(cast.SARA),
            key=uuid4().hex,
            way=EntryWay.PASSWORD,
            address=None,
            agent="",
            at=NOW,
        ).pk

    @property
    def notification(self) -> UUID:
        return Notification.objects.create(user=cast.user(cast.CARLA), kind="x", at=NOW).pk

    @property
    def service(self) -> str:
        return Service.objects.get_or_create(code="prova", name="Prova", mode="hours")[0].code

    @property
    def operator(self) -> int:
        return cast.user(cast.GIULIA).pk

    @property
    def contract(self) -> int:
        return self._of_giulia("operator.contracts")

    @property
    def role_grant(self) -> int:
        return self._of_giulia("role_grants")

    @property
    def post(self) -> int:
        return self._of_giulia("posts")

    @property
    def api_key(self) -> int:
        return make_key(
            user=cast.user(cast.GIULIA),
            label="Programma",
            scopes=["cases"],
            expires_on=NOW.date() + timedelta(days=30),
            by=cast.user(cast.PAOLO),
            at=NOW,
        )[0].pk

    def _of_giulia(self, rows: str) -> int:
        found: Any = cast.user(cast.GIULIA)
        for name in rows.split("."):
            found = getattr(found, name)
        pk: int = found.first().pk
        return pk

    # The agenda: hours for the public at Anna's office, one of them with the family; and an appointment of theirs.
    @cached_property
    def _series(self) -> SlotSeries:
        return hours_for_the_public(capacity=3)

    @property
    def agenda_series(self) -> UUID:
        return self._series.pk

    @property
    def agenda_slot(self) -> UUID:
        return self._series.slots.order_by("starts_at")[0].pk

    @cached_property
    def agenda_place(self) -> UUID:
        one = self._series.slots.order_by("starts_at")[1]
        return take_place(slot=one, case=self.situation.case, by=self.situation.anna, at=NOW).pk

    @cached_property
    def agenda_meeting(self) -> UUID:
        begins = NOW + timedelta(days=2)
        return book_meeting(
            kind="interview",
            starts_at=begins,
            ends_at=begins + timedelta(hours=1),
            office=self.situation.case.unit,
            operators=[self.situation.anna],
            by=self.situation.anna,
            at=NOW,
            case=self.situation.case,
        ).pk

    @cached_property
    def agenda_room(self) -> int:
        return room_of_the_office().pk

    # Outcomes.
    @property
    def application(self) -> UUID:
        return application(self.situation.family, case_id=self.case).pk

    @property
    def unknown(self) -> UUID:
        """An application of somebody who is not in the register yet."""
        return Application.objects.get(outcome_import=self._import(code="")).pk

    @property
    def uploaded(self) -> UUID:
        return self._start(row()).pk

    @property
    def imported(self) -> UUID:
        """A list with one row that was refused."""
        return self._import(town="Atlantide").pk

    def _import(self, **changes: Any) -> OutcomeImport:
        return run_import(outcome_import=self._start(row(**changes)), by=cast.user(cast.CARLA), at=NOW)

    def _start(self, line: list[str]) -> OutcomeImport:
        content = as_csv([line])
        carla = cast.user(cast.CARLA)
        return start_import(source="INPS", filename="esiti.csv", content=content, by=carla, at=NOW)

    # What a court ordered.
    @cached_property
    def _measure(self) -> Measure:
        people, anna = self.situation.family, self.situation.anna
        facts = mandates.MeasureFacts(
            authority=Organisation.objects.get(code="tribunale-minorenni-firenze"),
            kind="family_foster",
            order_on=NOW.date(),
            received_at=NOW,
            starts_on=NOW.date(),
            mandate="Vigilare",
        )
        order = mandates.Order(
            facts=facts,
            concerned=[mandates.ConcernedFacts("minor", people.marta)],
            prescriptions=[mandates.PrescriptionFacts("la madre", "Seguire il percorso")],
            terms=[mandates.TermFacts(NOW.date(), 6)],
        )
        return mandates.register_measure(case=self.situation.case, order=order, by=anna, at=NOW)

    @property
    def measure(self) -> UUID:
        return self._measure.pk

    @property
    def report_term(self) -> UUID:
        return self._measure.terms.get().pk

    @property
    def prescription(self) -> int:
        return self._measure.prescriptions.get().pk

    @cached_property
    def hearing(self) -> UUID:
        anna, day = self.situation.anna, NOW + timedelta(days=9)
        return mandates.add_hearing(
            measure=self._measure, starts_at=day, place="Aula 3", operators=[anna], by=anna, at=NOW
        ).pk

    @cached_property
    def court_report(self) -> UUID:
        return mandates.start_report(measure=self._measure, by=self.situation.anna, at=NOW).pk

    @cached_property
    def administrator(self) -> UUID:
        facts = mandates.AdministratorFacts(
            person=self.situation.family.lucia,
            office="support",
            holder="Rosa Inventati",
            court=Organisation.objects.get(code="giudice-tutelare-pistoia"),
            decree_number="1/2026",
            decree_on=NOW.date(),
            starts_on=NOW.date(),
            every_months=12,
            report_from_on=NOW.date(),
        )
        return mandates.register_administrator(
            case=self.situation.case, facts=facts, by=self.situation.anna, at=NOW
        ).pk

    # Zeno learns with Anna.
    @property
    def traineeship(self) -> UUID:
        assert self.situation
        return self.traineeship_row.pk

    @property
    def trainee_case(self) -> int:
        assert self.situation
        return self.chosen.pk

    # The desk: somebody came to the URP, was sent to a service and is proposed to Anna's unit.
    @cached_property
    def _came(self) -> Contact:
        person = somebody(seen_by=[cast.user(cast.DARIO)])
        came = [Came("case", words="Sfratto"), Came("signposting", words="Patronato di prova")]
        return contact(identity="person", person=person, came=came)

    @property
    def desk_point(self) -> int:
        return urp().pk

    @property
    def desk_post(self) -> int:
        return DeskPost.objects.get(user__username=cast.DARIO, point=urp()).pk

    @property
    def desk_token(self) -> str:
        return dumps([urp().pk, cast.user(cast.DARIO).pk], salt=SALT)

    @cached_property
    def desk_ticket(self) -> UUID:
        return desk.take_ticket(point=urp(), by=cast.user(cast.DARIO), at=NOW).pk

    @cached_property
    def desk_mediator_call(self) -> int:
        by = cast.user(cast.DARIO)
        return desk.ask_mediator(point=urp(), language="ara", mode="phone", by=by, at=NOW).pk

    @property
    def desk_contact(self) -> UUID:
        return self._came.pk

    @property
    def desk_step(self) -> int:
        return self._came.outcomes.get(kind="case").pk

    @property
    def office(self) -> int:
        return urp().office_id

    @cached_property
    def office_closure(self) -> UUID:
        day = NOW.date() + timedelta(days=40)
        by = cast.user(cast.CARLA)
        return close_office(
            office=urp().office, first_day=day, last_day=day, reason="Trasloco", by=by, at=NOW
        ).pk

    @cached_property
    def _left(self) -> Contact:
        """A contact with a step of each kind that leads into another room."""
        return contact(came=[Came("appointment"), Came("application"), Came("report")])

    @property
    def desk_step_place(self) -> int:
        return self._left.outcomes.get(kind="appointment").pk

    @property
    def desk_step_application(self) -> int:
        return self._left.outcomes.get(kind="application").pk

    @property
    def desk_step_report(self) -> int:
        return self._left.outcomes.get(kind="report").pk

    @property
    def desk_slip(self) -> int:
        return self._came.outcomes.get(kind="signposting").pk

    @cached_property
    def desk_charge(self) -> UUID:
        unit = Office.objects.get(code="polo-pistoia-nord")
        step = self._came.outcomes.get(kind="case")
        return desk.propose_charge(
            outcome=step, unit=unit, words="Sfratto", by=cast.user(cast.DARIO), at=NOW
        ).pk

    # The pathway.
    @property
    def pathway(self) -> UUID:
        return self.situation.pathway.pk

    @property
    def analysed(self) -> UUID:
        """The pathway, for which the preliminary analysis said: social only."""
        self._analysed("social_only")
        return self.pathway

    def _analysed(self, way: str) -> None:
        found = self.situation
        enter_stage(pathway=found.pathway, stage=Stage.ANALYSIS, on=date(2026, 11, 16), by=found.anna, at=NOW)
        set_way(pathway=found.pathway, way=way, by=found.anna, at=NOW)

    @property
    def carried_on(self) -> UUID:
        """A second application of the household, while the project of the first is being written."""
        found = self._project
        return start_pathway(
            case=found.case,
            measure="adi",
            source=uuid4(),
            protocol="INPS-SECONDA",
            municipality=found.pathway.municipality,
            outcome_on=date(2026, 11, 20),
            clock_starts_on=date(2026, 11, 20),
            by=self.situation.carla,
            at=NOW,
            on=date(2026, 11, 20),
        ).pk

    @property
    def convocation(self) -> UUID:
        return self._convocation().pk

    def _convocation(self) -> Convocation:
        starts = moment(date(2026, 12, 3), 10)
        return convoke(
            pathway=self.situation.pathway,
            purpose="first",
            starts_at=starts,
            ends_at=starts + timedelta(minutes=45),
            office=self.situation.case.unit,
            social_worker=self.situation.anna,
            consultant=cast.user(cast.BRUNO),
            by=self.situation.anna,
            at=NOW,
        )

    @property
    def pact(self) -> UUID:
        return self._pact().pk

    def _pact(self) -> ServicePact:
        return record_service_pact(
            pathway=self.situation.pathway,
            person=self.situation.family.lucia,
            office=Office.objects.get(code="centro-impiego-pistoia"),
            signed_on=date(2026, 11, 20),
            by=cast.user(cast.BRUNO),
            at=NOW,
        )

    @cached_property
    def _assessment(self) -> Assessment:
        return open_assessment(
            pathway=self.situation.pathway, kind="section_a", by=self.situation.anna, at=NOW
        )

    @property
    def assessment(self) -> UUID:
        return self._assessment.pk

    # The team.
    @cached_property
    def _item(self) -> AgendaItem:
        """On today's agenda; the extended member of the school is not called."""
        return teams.put_on_agenda(
            meeting=self._meet(NOW), pathway=self._complex, by=self.situation.carla, at=NOW
        )

    @cached_property
    def _complex(self) -> Pathway:
        self._analysed("complex")
        return self.situation.pathway

    @property
    def complex(self) -> UUID:
        """A pathway that waits for the team."""
        return self._complex.pk

    def _meet(self, starts_at: datetime) -> TeamMeeting:
        return teams.plan_meeting(
            team=Team.objects.get(code="eemm-pistoia"),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=4),
            place="Sala 2",
            by=cast.user(cast.CARLA),
            at=moment(date(2026, 11, 20)),
        )

    @property
    def next_meeting(self) -> UUID:
        return self._meet(moment(date(2026, 12, 9))).pk

    @property
    def meeting(self) -> UUID:
        return self._item.meeting_id

    @property
    def item(self) -> UUID:
        return self._item.pk

    @property
    def guest(self) -> int:
        """Sara of the mental health service is called for the household."""
        sara: User = cast.user(cast.SARA)
        return teams.call_guest(
            item=self._item, user=sara, reason="Serve", by=cast.user(cast.CARLA), at=NOW
        ).pk

    @property
    def seat(self) -> int:
        return TeamMember.objects.get(user__username=cast.TULLIO).pk

    # Accesses out of pattern.
    @property
    def _evidence(self) -> dict[str, Any]:
        whom = {"context": str(self.case), "subject": "", "page": "case", "kind": "opened"}
        return {**whom, "at": NOW.isoformat(), "right": "coordination", "depth": 40, "address": ""}

    @property
    def finding(self) -> UUID:
        return Finding.objects.create(
            rule="same_surname",
            user=cast.user(cast.LUCA),
            day=NOW.date(),
            evidence=[self._evidence],
            people=1,
            found_at=NOW,
            due_on=NOW.date(),
        ).pk

    # Whom an operator must not see.
    @property
    def declaration(self) -> UUID:
        return declare(
            codice_fiscale="",
            first_name="Lucia",
            last_name="Campioni",
            birth_date=date(1988, 5, 14),
            reason="relative",
            by=cast.user(cast.LUCA),
            at=NOW,
        ).pk

    @property
    def written_bar(self) -> int:
        luca, found = cast.user(cast.LUCA), self.situation
        return bar(
            user=luca, persons=[found.family.nico], reason="relative", source="detto", by=found.anna, at=NOW
        )[0].pk

    # Past its term, and held.
    @property
    def retention_review(self) -> UUID:
        return RetentionReview.objects.create(
            case=self.situation.case,
            number=self.situation.case.number,
            closed_on=date(2010, 1, 1),
            term="social_file",
            due_on=date(2020, 1, 1),
            found_at=NOW,
        ).pk

    @property
    def court_hold(self) -> UUID:
        return CourtHold.objects.create(
            person=self.situation.family.lucia,
            authority="Tribunale",
            reason="Prot. 1",
            starts_on=NOW.date(),
            placed_by=cast.user(cast.OLGA),
            placed_at=NOW,
        ).pk

    @property
    def person_request(self) -> UUID:
        return self._asked("access").pk

    @property
    def erasure_request(self) -> UUID:
        return self._asked("erasure").pk

    @property
    def rectification_request(self) -> UUID:
        return self._asked("rectification").pk

    @property
    def restriction_request(self) -> UUID:
        return self._asked("restriction").pk

    @property
    def recipient(self) -> int:
        return Recipient.objects.create(request=self._asked("rectification"), name="INPS").pk

    @property
    def erasure(self) -> UUID:
        """Proposed; the case is open, so that nobody carries it out."""
        return Erasure.objects.create(
            request=self._asked("erasure"),
            ground="unlawful",
            reason="Prova",
            proposed_by=cast.user(cast.OLGA),
            proposed_at=NOW,
        ).pk

    def _asked(self, kind: str) -> PersonRequest:
        return PersonRequest.objects.create(
            person=self.situation.family.lucia,
            kind=kind,
            received_on=NOW.date(),
            identity="document",
            asked="I miei dati",
            due_on=NOW.date() + timedelta(days=30),
            recorded_by=cast.user(cast.OLGA),
            recorded_at=NOW,
        )

    # What a program sends.
    @property
    def list_of_outcomes(self) -> SimpleUploadedFile:
        return SimpleUploadedFile("esiti.csv", as_csv([row()]), "text/csv")

    @property
    def code(self) -> str:
        """Lucia's, in force."""
        found = code_of("Campioni", "Lucia", self.situation.family.lucia.birth_date)
        set_codice_fiscale(person=self.situation.family.lucia, value=found, on=NOW.date())
        return found

    # The project.
    @cached_property
    def _project(self) -> Project:
        self._analysed("social_only")
        return projects.open_project(pathway=self.situation.pathway, by=self.situation.anna, at=NOW)

    @property
    def project(self) -> UUID:
        return self._project.pk

    @cached_property
    def goal(self) -> int:
        anna = self.situation.anna
        return projects.add_goal(project=self._project, area="work", text="Lavorare", by=anna, at=NOW).pk

    @property
    def act(self) -> int:
        anna, lucia = self.situation.anna, self.situation.family.lucia
        goal = self._project.goals.get(pk=self.goal)
        return projects.add_action(goal=goal, text="Fare il corso", person=lucia, by=anna, at=NOW).pk

    @property
    def party(self) -> int:
        """Lucia, who signs in front of whoever works on her case."""
        found: int = self._project.parties.get(person=self.situation.family.lucia).pk
        return found

    # A service of the area.
    @cached_property
    def entry(self) -> UUID:
        dario = cast.user(cast.DARIO)
        facts = EntryFacts(
            name="Emporio", description="Si fa la spesa", provider="Associazione Immaginaria", needs=("food",),
            keeper=dario,
        )  # fmt: skip
        made = directory.write_entry(facts=facts, by=dario, at=NOW)
        return directory.publish_entry(entry=made, by=dario, at=NOW).pk
