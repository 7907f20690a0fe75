"""What others have reported to the zone: a night with its call, evictions, courts, what is late and what is closed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from accanto.access.reports import operations as reports
from accanto.access.reports.enums import Moment
from accanto.access.reports.models import Report
from accanto.access.reports.operations import Decision, EvictionFacts, Named, Order, Placement, Sender
from accanto.casework.cases.models import Case
from accanto.faces.demo.reference import read
from accanto.people.persons.models import Person
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User

_LETTER = "Abbiamo valutato quanto ci avete scritto e disposto ciò che ci compete."


class Reporting:
    """Reads `data/reports.yaml`; `cases`: by the label of their household."""

    def __init__(self, users: dict[str, User], cases: dict[str, Case], now: datetime) -> None:
        self.users, self.cases, self.now = users, cases, now.replace(second=0, microsecond=0)
        self.told: dict[str, Any] = read("reports")

    def load(self) -> None:
        self._office()
        for entry in sorted(self.told["reports"], key=lambda one: -one["hours"]):
            row = self._receive(entry)
            for name, step in self._steps().items():
                if name in entry:
                    row.refresh_from_db()
                    step(row, entry)

    def _steps(self) -> dict[str, Callable[[Report, dict[str, Any]], object]]:
        return {
            "call": self._call, "taken": self._take, "corrected": self._correct, "done": self._end_terms,
            "measures": self._measure, "evaluation": self._evaluate, "signed": self._sign,
            "answer": self._answer, "sent": self._send, "outcome": self._conclude,
        }  # fmt: skip

    def _office(self) -> None:
        """Whoever coordinates the zone is let into its compartments."""
        given = self.told["office"]
        zone = Office.objects.get(code="zona")
        made = Office.objects.get_or_create(
            code=given["code"],
            defaults={
                "name": given["name"], "kind": "professional_unit", "organisation": zone.organisation, "parent": zone,
                "seat": zone.seat, "compartments": given["compartments"],
            },
        )[0]  # fmt: skip
        for user in self.users.values():
            # The office is new today: rights worked out before do not know it.
            if made.parent_id in user.access.coordinates:
                del user.access

    def _ago(self, hours: float) -> datetime:
        return self.now - timedelta(hours=hours)

    def _after(self, entry: dict[str, Any], share: float = 0.5) -> datetime:
        """Between the moment in which it came and now."""
        return self._ago(entry["hours"] * (1 - share))

    def _receive(self, entry: dict[str, Any]) -> Report:
        day = self.now.date() + timedelta(days=entry.get("in_days", 0))
        placed = entry.get("placed")
        return reports.receive_report(
            kind=entry["kind"],
            received_at=self._ago(entry["hours"]),
            channel="phone" if "call" in entry or placed else "pec",
            sender=Sender(**entry["sender"]),
            office=Office.objects.get(code=entry["office"]),
            text=entry["text"],
            people=[self._named(one) for one in entry.get("people", [])],
            evaluator=self.users[entry["evaluator"]] if "evaluator" in entry else None,
            placed_at=self._ago(placed) if placed else None,
            eviction=EvictionFacts(execution_on=day, **entry["eviction"]) if "eviction" in entry else None,
            order=Order(due_on=day, **entry["order"]) if "order" in entry else None,
            by=self.users[entry["by"]],
            at=self._ago(entry["hours"] - 0.4),
        )

    def _named(self, one: dict[str, Any]) -> Named:
        if "household" not in one:
            return Named(**one)
        person = self._head(one["household"])
        return Named(last_name=person.last_name, first_name=person.first_name, part=one["part"])

    def _head(self, label: str) -> Person:
        return self.cases[label].household.members.get(relation="reference", ends_on=None).person

    def _call(self, row: Report, entry: dict[str, Any]) -> None:
        told, by = entry["call"], self.users[entry["by"]]
        reports.open_shift(office=row.office, by=by, at=self._ago(entry["hours"] + 3))
        placement = Placement(
            self._ago(told["placed"]),
            told["place"],
            told["until"],
            told["accompanied_by"],
            told["handed_things"],
        )
        reports.take_call(
            report=row, called_at=row.received_at, happened=entry["text"], measures=told["measures"],
            placement=placement, left_to_do=told["left"], by=by, at=self._ago(told["placed"] - 0.5),
        )  # fmt: skip

    def _take(self, row: Report, entry: dict[str, Any]) -> None:
        reports.take(report=row, by=self.users[entry["taken"]], at=self._after(entry, 0.1))

    def _correct(self, row: Report, entry: dict[str, Any]) -> None:
        told = entry["corrected"]
        reports.correct(
            report=row,
            moments={Moment.PLACED: self._ago(told["placed"])},
            reason=told["reason"],
            by=self._worker(entry),
            at=self._ago(told["placed"] - 0.3),
        )

    def _end_terms(self, row: Report, entry: dict[str, Any]) -> None:
        for code, hours in entry["done"].items():
            moment = self._ago(hours)
            reports.end_term(
                report=row, code=code, done_at=moment, by=self._worker(entry), at=self._ago(hours - 0.1)
            )

    def _measure(self, row: Report, entry: dict[str, Any]) -> None:
        moment = self._after(entry)
        for code in entry["measures"]:
            reports.note_measure(
                report=row, code=code, done_on=moment.date(), by=self._worker(entry), at=moment
            )

    def _evaluate(self, row: Report, entry: dict[str, Any]) -> None:
        reports.save_evaluation(
            report=row,
            expected_version=0,
            by=self._worker(entry),
            at=self._after(entry),
            **entry["evaluation"],
        )

    def _sign(self, row: Report, entry: dict[str, Any]) -> None:
        reports.sign_evaluation(report=row, by=self._worker(entry), at=self._after(entry, 0.55))

    def _answer(self, row: Report, entry: dict[str, Any]) -> None:
        moment = self._ago(entry["sent"] + 1) if "sent" in entry else self._after(entry, 0.6)
        reports.write_answer(report=row, body=_LETTER, by=self._worker(entry), at=moment)

    def _send(self, row: Report, entry: dict[str, Any]) -> None:
        moment = self._ago(entry["sent"])
        reports.record_sending(
            answer=row.answers.get(), sent_at=moment, channel="pec", proof="ricevuta di consegna",
            by=self._worker(entry), at=moment,
        )  # fmt: skip

    def _conclude(self, row: Report, entry: dict[str, Any]) -> None:
        told, worker, moment = dict(entry["outcome"]), self._worker(entry), self._after(entry, 0.95)
        label = told.pop("household", "")
        if label:
            reports.recognise(named=row.named.get(), person=self._head(label), by=worker, at=moment)
        decision = Decision(case=self.cases[label] if label else None, **told)
        reports.conclude(report=row, decision=decision, by=worker, at=moment)

    def _worker(self, entry: dict[str, Any]) -> User:
        return self.users[entry["taken"]]
