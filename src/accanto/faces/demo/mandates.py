"""What courts ordered for some families of the present, what was written to them, and who acts for an adult."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from accanto.casework.cases.models import Case
from accanto.casework.mandates import operations
from accanto.casework.mandates.models import CourtReport, Measure
from accanto.casework.mandates.operations import (
    AdministratorFacts,
    ConcernedFacts,
    EntrustmentFacts,
    LaterOrder,
    MeasureFacts,
    Order,
    PrescriptionFacts,
    ReportText,
    StatementText,
    TermFacts,
)
from accanto.faces.demo.reference import read
from accanto.faces.demo.scribe import at
from accanto.faces.demo.stories import Story
from accanto.people.persons.models import Person
from accanto.territory.bodies.models import Organisation
from accanto.territory.staff.models import User

_ARRIVES = 2


class Mandates:
    """Reads `data/mandates.yaml` over the families that the present has written."""

    def __init__(
        self, stories: list[Story], users: dict[str, User], day: Callable[[int], date], now: datetime
    ) -> None:
        self.users, self.day, self.now, self.today = users, day, now, now.date()
        self.stories = {story.label: story for story in reversed(stories)}
        self.courts = {body.code: body for body in Organisation.objects.filter(kind="court")}
        self.told: dict[str, Any] = read("mandates")

    def load(self) -> None:
        for entry in self.told["measures"]:
            self._measure(entry)
        for entry in self.told["administrators"]:
            self._administrator(entry)

    def _case(self, label: str) -> Case:
        return Case.objects.get(household__members__person=self.stories[label].head, state="open")

    def _person(self, label: str, name: str) -> Person:
        return next(one for one in self.stories[label].persons if one.first_name == name)

    def _measure(self, entry: dict[str, Any]) -> None:
        by = self.users[entry["by"]]
        order_on, received = self.day(-entry["days"]), at(self.day(_ARRIVES - entry["days"]), 11)
        case = self._case(entry["household"])
        measure = operations.register_measure(
            case=case, order=self._order(entry, order_on, received), by=by, at=received + timedelta(hours=1)
        )
        if named := entry.get("responsible"):
            day = self.day(-named["days"])
            operations.name_responsible(
                measure=measure, user=self.users[named["user"]], named_on=day, told=named["told"], told_on=day,
                by=by, at=at(day, 12),
            )  # fmt: skip
        for row, told in zip(measure.prescriptions.all(), entry["prescriptions"], strict=True):
            for seen in told["seen"]:
                day = self.day(-seen["days"])
                operations.check_prescription(
                    prescription=row, kept=seen["kept"], note=seen["note"], seen_on=day, by=by, at=at(day, 13)
                )
        for told in entry.get("later", []):
            self._later(measure, told, by)
        for told in entry.get("hearings", []):
            starts = at(self.day(told["in"]), told["hour"], told["minute"])
            operations.add_hearing(
                measure=measure, starts_at=starts, place=told["place"], about=told["about"], operators=[by],
                by=by, at=at(self.day(-1), 10),
            )  # fmt: skip
        for told in entry.get("reports", []):
            self._report(measure, told, by)

    def _later(self, measure: Measure, told: dict[str, Any], by: User) -> None:
        order = LaterOrder(self.day(-told["days"]), told["words"])
        moment = at(self.day(-told["told"]), 12)
        for text in told["lifts"]:
            standing = measure.prescriptions.get(text=text)
            operations.lift_prescription(prescription=standing, order=order, by=by, at=moment)
        for one in told["adds"]:
            facts = PrescriptionFacts(one["to"], one["what"])
            operations.add_prescription(measure=measure, facts=facts, order=order, by=by, at=moment)

    def _order(self, entry: dict[str, Any], order_on: date, received: datetime) -> Order:
        label, begun = entry["household"], entry.get("begun_days")
        concerned = [
            ConcernedFacts(role, self._person(label, name)) for name, role in entry["concerned"].items()
        ]
        if other := entry.get("other"):
            concerned.append(ConcernedFacts(other["role"], None, other["name"]))
        facts = MeasureFacts(
            authority=self.courts[entry["authority"]],
            kind=entry["kind"],
            order_on=order_on,
            received_at=received,
            starts_on=order_on,
            mandate=entry["mandate"],
            register_number=entry["register_number"],
            order_number=entry["order_number"],
            begun_on=self.day(-begun) if begun else None,
            last_day=self._ahead(entry["last_day"]) if "last_day" in entry else None,
            duration_words=entry.get("duration_words", ""),
        )
        entrustment = entry.get("entrustment")
        return Order(
            facts=facts,
            concerned=concerned,
            prescriptions=[PrescriptionFacts(one["to"], one["what"]) for one in entry["prescriptions"]],
            terms=[
                TermFacts(self._ahead(one["due"]), None, one["words"])
                if "due" in one
                else TermFacts(order_on, one["every"], one["words"])
                for one in entry.get("terms", [])
            ],
            entrustment=EntrustmentFacts(**entrustment) if entrustment else None,
        )

    def _ahead(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def _report(self, measure: Measure, told: dict[str, Any], by: User) -> CourtReport:
        """`until`: written, signed or sent."""
        day = self.day(-told.get("days", 1))
        moment = at(day, 15)
        term = None if told.get("free") else measure.terms.first()
        report = operations.start_report(measure=measure, term=term, by=by, at=moment)
        text = self.told["texts"][told["text"]]
        written = ReportText(
            facts=text["facts"],
            statements=[StatementText(**one) for one in text["statements"]],
            evaluations=text["evaluations"],
        )
        report = operations.save_report(report=report, text=written, expected_revision=1, by=by, at=moment)
        if told["until"] == "written":
            return report
        report = operations.sign_report(
            report=report, expected_revision=report.revision, by=by, at=at(day, 16)
        )
        if told["until"] == "signed":
            return report
        return operations.send_report(
            report=report, sent_on=day, channel="telematic", protocol=f"{day:%Y}/1402", by=by, at=at(day, 17)
        )

    def _administrator(self, entry: dict[str, Any]) -> None:
        decree_on = self.day(-entry["days"])
        case = self._case(entry["household"])
        facts = AdministratorFacts(
            person=self._person(entry["household"], entry["member"]),
            office=entry["office"],
            holder=entry["holder"],
            court=self.courts[entry["court"]],
            decree_number=entry["number"],
            decree_on=decree_on,
            starts_on=decree_on,
            phone=entry["phone"],
            email=entry.get("email", ""),
            powers_alone=entry["alone"],
            powers_assisted=entry["assisted"],
            words_beneficiary=entry["words_beneficiary"],
            every_months=entry["every"],
            report_from_on=decree_on,
        )
        operations.register_administrator(
            case=case, facts=facts, by=self.users[entry["by"]], at=at(self.day(-4), 9)
        )
