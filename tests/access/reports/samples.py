"""Reports as tests need them."""

from datetime import date, datetime, timedelta
from typing import Any

from accanto.access.reports.models import Report
from accanto.access.reports.operations import (
    EvictionFacts,
    Named,
    Order,
    Sender,
    open_shift,
    receive_report,
    save_evaluation,
    sign_evaluation,
    take,
    take_call,
    write_answer,
)
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User
from tests import cast
from tests.scenarios import NOW

NORTH = "polo-pistoia-nord"
POLICE = Sender(
    kind="police", body="Questura degli Esempi", name="Ispettore Prova", contact="555 113", protocol="PS/12"
)
CHILD = Named(last_name="D'Angelò", first_name="Zoe", birth_date=date(2018, 4, 9), part="minor")


def office(code: str = NORTH) -> Office:
    return Office.objects.get(code=code)


def mark(code: str, *compartments: str) -> None:
    """Those who coordinate the office are let into these compartments."""
    Office.objects.filter(code=code).update(compartments=list(compartments))


def report(kind: str = "police_report", *, by: User | None = None, at: datetime = NOW, **more: Any) -> Report:
    """From the police to Polo Nord, written down by Anna an hour after it came."""
    given = {
        "received_at": at - timedelta(hours=1),
        "channel": "phone",
        "sender": POLICE,
        "office": office(),
        "text": "Una lite in casa, i vicini hanno chiamato.",
    }
    return receive_report(kind=kind, by=by or cast.user(cast.ANNA), at=at, **{**given, **more})


def removal(**more: Any) -> Report:
    """A minor placed at once, half an hour ago; evaluated by Anna by name."""
    given = {"placed_at": NOW - timedelta(minutes=30), "people": [CHILD], "evaluator": cast.user(cast.ANNA)}
    return report("removal_403", **{**given, **more})


def eviction(execution_on: date, **more: Any) -> Report:
    facts = EvictionFacts(execution_on=execution_on, members=4, minors=2, over_65=1, disabled=0)
    return report(
        "eviction", sender=Sender(kind="institution", body="Ufficiale giudiziario"), eviction=facts, **more
    )


def art_31(due_on: date | None, hearing_on: date | None = None, **more: Any) -> Report:
    order = Order("Tribunale per i minorenni degli Esempi", "123/2026", hearing_on, due_on)
    given = {"sender": Sender(kind="court", body=order.court), "evaluator": cast.user(cast.ANNA)}
    return report("art_31", order=order, **{**given, **more})


def taken(row: Report, by: User | None = None) -> Report:
    return take(report=row, by=by or cast.user(cast.ANNA), at=NOW)


def evaluated(row: Report, by: User | None = None) -> Report:
    """Taken, with a signed evaluation."""
    user = by or cast.user(cast.ANNA)
    taken(row, user)
    save_evaluation(
        report=row, facts="Visti in casa.", statements="La madre dice di sì.", assessment="Serve un sostegno.",
        expected_version=0, by=user, at=NOW,
    )  # fmt: skip
    sign_evaluation(report=row, by=user, at=NOW)
    row.refresh_from_db()
    return row


def reports_of_the_north(about: Named) -> dict[str, Any]:
    """Three that name `about`, by their ids: a report evaluated by Anna with a letter, which tells of somebody unknown
    too; an eviction; a call of Anna’s shift."""
    anna = cast.user(cast.ANNA)
    row = taken(report(people=[about, Named(known="una donna anziana, al terzo piano")]))
    letter = write_answer(report=row, body="Ecco la risposta.", by=anna, at=NOW)
    told = taken(eviction(date(2026, 12, 10), people=[about]))
    shift = open_shift(office=office(), by=anna, at=NOW - timedelta(hours=9))
    called = take_call(
        report=report(people=[about]),
        called_at=NOW - timedelta(hours=1),
        happened="Una chiamata",
        by=anna,
        at=NOW,
    )
    return {
        "report": row.pk, "named": row.named.exclude(known="").get().pk, "letter": letter.pk,
        "eviction": told.pk, "call": called.pk, "shift": shift.pk,
    }  # fmt: skip
