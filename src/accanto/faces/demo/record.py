"""A family whose record is full, so that every page of it has something to show."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from accanto.casework.cases import operations as cases
from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import Contact, Present, Writing
from accanto.casework.record import operations
from accanto.casework.record.operations import Pair
from accanto.faces.demo.reference import read
from accanto.people.households.models import Member
from accanto.territory.staff.models import User


def load_record(*, records: Iterable[Case], users: dict[str, User], now: datetime) -> None:
    told = read("record")
    by_label = {case.household.label: case for case in records}
    case, worker = by_label[told["household"]], users[told["worker"]]
    _family(case, told, worker, now)
    for one in told["network"]:
        cases.add_contact_to_network(case=case, contact=Contact(**one), by=worker, at=now)
    _diary(case, told, worker, now)
    operations.write_note(case=case, text=told["note"], by=worker, at=now)
    _report(case, told["report"], worker, now)


def _family(case: Case, told: dict[str, Any], worker: User, now: datetime) -> None:
    members = Member.objects.filter(household=case.household).select_related("person")
    keys = {one.person.first_name: f"p{one.person_id}" for one in members}
    for one in told["relatives"]:
        made = operations.add_relative(
            case=case,
            name=one["name"],
            sex=one["sex"],
            birth_year=one["birth_year"],
            deceased=one.get("deceased", False),
            by=worker,
            at=now,
        )
        keys[one["key"]] = f"r{made.pk}"
    parents = [
        {"one": one["key"], "kind": "parent", "other": one["parent_of"]}
        for one in told["relatives"]
        if "parent_of" in one
    ]
    for one in [*parents, *told["relations"]]:
        pair = Pair(keys[one["one"]], keys[one["other"]])
        operations.say_relationship(case=case, pair=pair, kind=one["kind"], by=worker, at=now)
    for one in told["bonds"]:
        pair = Pair(keys[one["one"]], keys[one["other"]])
        operations.say_bond(case=case, pair=pair, quality=one["quality"], by=worker, at=now)


def _diary(case: Case, told: dict[str, Any], worker: User, now: datetime) -> None:
    contact = case.network.order_by("pk").first()
    written = []
    for one in told["entries"]:
        when = now - timedelta(days=one["days"])
        written.append(
            cases.write_diary(
                case=case,
                kind=one["kind"],
                text=one["text"],
                minutes=one["minutes"],
                happened_at=when,
                present=Present(users=[worker.pk], contacts=[contact.pk] if contact else []),
                by=worker,
                at=when,
            )
        )
    wrong = told["correction"]
    entry = written[wrong["of"]]
    cases.correct_diary(
        entry=entry,
        writing=Writing(
            entry.kind, wrong["text"], entry.happened_at, entry.minutes, Present(users=[worker.pk])
        ),
        reason=wrong["reason"],
        expected=1,
        by=worker,
        at=now,
    )


def _report(case: Case, told: dict[str, Any], worker: User, now: datetime) -> None:
    """One signed, another begun."""
    report = operations.open_report(case=case, template_code=told["template"], by=worker, at=now)
    report = operations.save_report(
        report=report,
        content=told["content"],
        title=report.title,
        addressee=told["addressee"],
        expected=report.revision,
        by=worker,
        at=now,
    )
    operations.sign_report(report=report, expected=report.revision, by=worker, at=now)
    operations.open_report(case=case, template_code="update_report", by=worker, at=now)
