"""Entries: written, published, kept fresh, withdrawn; and what is refused."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from accanto.access.directory import operations
from accanto.access.directory.enums import Change
from accanto.access.directory.facts import PlaceFacts, facts_of
from accanto.access.directory.labels import change_lines
from accanto.access.directory.models import Entry, EntryChange, EntryPlace
from accanto.core.database.context import acting, acting_for
from accanto.core.errors import ChangedMeanwhile, NotPermitted, OperationRefused
from accanto.core.transitions import TransitionRefused
from accanto.foundation.audit.models import Event
from accanto.foundation.notifications.models import Notification
from accanto.territory.bodies.models import Office
from tests import cast
from tests.access.directory.conftest import Write, facts, town
from tests.scenarios import NOW, TODAY

pytestmark = pytest.mark.django_db


def history(entry: Entry) -> list[str]:
    return list(EntryChange.objects.filter(entry=entry).order_by("id").values_list("what", flat=True))


def test_an_entry_is_written_published_and_counted_fresh(write: Write) -> None:
    entry = write(check_every=3)
    entry.refresh_from_db()
    assert (entry.state, entry.assured_on, entry.recheck_on) == (
        "published",
        TODAY,
        TODAY.replace(year=2027, month=2),
    )
    assert entry.assured_by == cast.user(cast.DARIO)
    assert history(entry) == [Change.WRITTEN, Change.PUBLISHED]
    (place,) = entry.places.all()
    assert (place.address, place.hours) == ("Via Inventata 1", [[1, "09:00", "13:00"]])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"description": ""}, "description"),
        ({"provider": ""}, "provider"),
        ({"needs": ()}, "needs"),
        ({"needs": ("unheard_of",)}, "needs"),
        ({"check_every": 0}, "check_every"),
        ({"check_every": 37}, "check_every"),
        ({"fee": "free", "fee_from": 3}, "fee"),
        ({"fee_from": 5, "fee_to": 3}, "fee_to"),
        ({"fee_to": 3}, "fee_from"),
        ({"places": (PlaceFacts(address="Via Segreta 3", secret=True),)}, "address"),
    ],
)
def test_facts_that_cannot_stand_are_refused_by_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(OperationRefused) as refused:
        operations.write_entry(facts=facts(**changes), by=cast.user(cast.DARIO), at=NOW)
    assert refused.value.field == field
    assert not Entry.objects.exists()


def test_whoever_does_not_keep_the_directory_writes_nothing(write: Write) -> None:
    entry = write()
    anna = cast.user(cast.ANNA)
    with pytest.raises(NotPermitted):
        operations.write_entry(facts=facts(), by=anna, at=NOW)
    with pytest.raises(NotPermitted):
        operations.change_entry(entry=entry, facts=facts(), expected_version=2, by=anna, at=NOW)
    with pytest.raises(NotPermitted):
        operations.assure_entry(entry=entry, expected_version=2, by=anna, at=NOW)
    with pytest.raises(NotPermitted):
        operations.withdraw_entry(entry=entry, reason="x", by=anna, at=NOW)
    assert Entry.objects.get().version == entry.version


def test_without_a_keeper_it_is_not_published(write: Write) -> None:
    entry = write(published=False, keeper=None)
    with pytest.raises(OperationRefused) as refused:
        operations.publish_entry(entry=entry, by=cast.user(cast.DARIO), at=NOW)
    assert refused.value.field == "keeper"
    published = write()
    with pytest.raises(OperationRefused):
        operations.change_entry(
            entry=published, facts=facts(keeper=None), expected_version=published.version,
            by=cast.user(cast.DARIO), at=NOW,
        )  # fmt: skip


def test_a_change_is_noted_field_by_field_and_nothing_else(write: Write) -> None:
    entry = write()
    dario = cast.user(cast.DARIO)
    same = operations.change_entry(
        entry=entry, facts=facts_of(entry), expected_version=entry.version, by=dario, at=NOW
    )
    assert same.version == entry.version
    changed = replace(facts_of(entry), telephone="0573 555 000", serves=(town("Quarrata"),))
    row = operations.change_entry(
        entry=entry, facts=changed, expected_version=entry.version, by=dario, at=NOW
    )
    assert row.version == entry.version + 1
    last = EntryChange.objects.filter(entry=entry).latest("id")
    assert last.fields == {"telephone": ["", "0573 555 000"], "serves": [[], ["Quarrata"]]}


def test_places_keep_their_ids_change_order_and_go(write: Write) -> None:
    entry = write(
        places=(PlaceFacts(address="Via A 1"), PlaceFacts(address="Via B 2"), PlaceFacts(address="Via C 3"))
    )
    a, b, _c = (place.id for place in facts_of(entry).places)
    first, second, _third = facts_of(entry).places
    turned = replace(facts_of(entry), places=(second, replace(first, address="Via D 4")))
    operations.change_entry(
        entry=entry, facts=turned, expected_version=entry.version, by=cast.user(cast.DARIO), at=NOW
    )
    assert list(EntryPlace.objects.filter(entry=entry).values_list("id", "address", "position")) == [
        (b, "Via B 2", 0),
        (a, "Via D 4", 1),
    ]


def test_two_who_write_at_once_lose_nothing(write: Write) -> None:
    entry = write()
    dario, marco = cast.user(cast.DARIO), cast.user(cast.MARCO)
    seen = entry.version
    operations.change_entry(
        entry=entry,
        facts=replace(facts_of(entry), telephone="0573 555 001"),
        expected_version=seen,
        by=dario,
        at=NOW,
    )
    with pytest.raises(ChangedMeanwhile):
        operations.change_entry(
            entry=entry,
            facts=replace(facts_of(entry), telephone="0573 555 002"),
            expected_version=seen,
            by=marco,
            at=NOW,
        )
    with pytest.raises(ChangedMeanwhile):
        operations.assure_entry(entry=entry, expected_version=seen, by=marco, at=NOW)
    assert Entry.objects.get().telephone == "0573 555 001"


def test_one_click_makes_it_fresh_again(write: Write) -> None:
    entry = write(at=NOW - timedelta(days=300))
    assert Entry.objects.due(TODAY).exists()
    operations.assure_entry(entry=entry, expected_version=entry.version, by=cast.user(cast.MARCO), at=NOW)
    assert not Entry.objects.due(TODAY).exists()
    assert history(entry)[-1] == Change.ASSURED
    draft = write(published=False)
    with pytest.raises(TransitionRefused):
        operations.assure_entry(entry=draft, expected_version=draft.version, by=cast.user(cast.MARCO), at=NOW)


def test_what_is_withdrawn_says_why_and_may_come_back(write: Write) -> None:
    entry, dario = write(), cast.user(cast.DARIO)
    with pytest.raises(OperationRefused):
        operations.withdraw_entry(entry=entry, reason="  ", by=dario, at=NOW)
    row = operations.withdraw_entry(entry=entry, reason="Ha chiuso", by=dario, at=NOW)
    with pytest.raises(OperationRefused):
        operations.change_entry(entry=row, facts=facts(), expected_version=row.version, by=dario, at=NOW)
    with pytest.raises(TransitionRefused):
        operations.withdraw_entry(entry=row, reason="Ancora", by=dario, at=NOW)
    again = operations.publish_entry(entry=row, by=dario, at=NOW)
    assert (again.state, again.withdrawn_at, again.withdrawal_reason) == ("published", None, "")


def test_keepers_are_reminded_once_for_each_time(write: Write) -> None:
    write(name="Vecchia", at=NOW - timedelta(days=300))
    write(name="Fresca")
    assert operations.remind_keepers(at=NOW) == 1
    assert operations.remind_keepers(at=NOW) == 0
    told = Notification.objects.filter(kind="directory.recheck").values_list("user__username", "params__name")
    assert list(told) == [(cast.DARIO, "Vecchia")]
    entry = Entry.objects.get(name="Vecchia")
    operations.assure_entry(entry=entry, expected_version=entry.version, by=cast.user(cast.DARIO), at=NOW)
    assert operations.remind_keepers(at=NOW + timedelta(days=300)) == 2


def test_an_office_that_keeps_is_told_where_somebody_may_keep(write: Write) -> None:
    zone = Office.objects.get(code="zona")
    write(keeper=None, keeper_office=zone, at=NOW - timedelta(days=300))
    assert operations.remind_keepers(at=NOW) == 1
    told = {one.user for one in Notification.objects.filter(kind="directory.recheck").select_related("user")}
    assert cast.user(cast.CARLA) in told
    assert cast.user(cast.ANNA) not in told
    nobody = Office.objects.get(code="segretariato-pistoia-5")
    write(name="Di nessuno", keeper=None, keeper_office=nobody, at=NOW - timedelta(days=300))
    assert operations.remind_keepers(at=NOW) == 0


def test_the_slip_goes_by_post_and_the_address_stays_nowhere(write: Write) -> None:
    entry = write(telephone="0573 555 000")
    operations.send_slip(entry=entry, address="chi.chiede@prova.example", by=cast.user(cast.ANNA), at=NOW)
    (message,) = mail.outbox
    assert message.to == ["chi.chiede@prova.example"]
    assert "0573 555 000" in message.body
    assert message.attachments[0].content.startswith(b"%PDF")
    event = Event.objects.get(verb="directory.sent")
    assert "chiede" not in str(event.params)


def test_a_mail_server_that_refuses_is_said(write: Write, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    with pytest.raises(OperationRefused) as refused:
        operations.send_slip(entry=write(), address="a@prova.example", by=cast.user(cast.ANNA), at=NOW)
    assert refused.value.field == "address"


def test_the_database_keeps_no_secret_address(write: Write) -> None:
    place = write(places=(PlaceFacts(secret=True, hours_words="tutti i giorni"),)).places.get()
    place.address = "Via Segreta 3"
    with pytest.raises(IntegrityError), transaction.atomic():
        place.save()


def test_the_history_forgets_where_a_place_is_that_becomes_secret(write: Write) -> None:
    dario = cast.user(cast.DARIO)
    entry = write(
        way_in="Suonare in via Vecchia 1",
        places=(
            PlaceFacts(name="Casa Rosa", address="Via Vecchia 1", postal_code="51100", municipality=town("Pistoia")),
            PlaceFacts(address="Via Vecchia 12", hours_words="il lunedì"),
        ),
    )  # fmt: skip

    def change(*places: PlaceFacts, **more: Any) -> EntryChange:
        row = Entry.objects.get(pk=entry.pk)
        operations.change_entry(
            entry=row, facts=replace(facts_of(row), places=places, **more), expected_version=row.version, by=dario,
            at=NOW,
        )  # fmt: skip
        return EntryChange.objects.filter(entry=entry).latest("id")

    def told() -> str:
        return json.dumps([one.fields for one in EntryChange.objects.filter(entry=entry)], ensure_ascii=False)

    refuge, office = facts_of(entry).places
    change(replace(refuge, address="Via Nuova 2"), office)
    change(replace(refuge, address="Via Nuova 2"), office, way_in="Suonare in via Nuova 2, di giorno")
    assert all(
        word in told() for word in ("Casa Rosa", 'Via Vecchia 1"', 'via Vecchia 1"', "Via Nuova 2", "51100")
    )

    hidden = replace(refuge, name="", address="", postal_code="", secret=True)
    last = change(hidden, office, way_in="Si telefona")
    assert not [word for word in ("Casa Rosa", 'ia Vecchia 1"', "Nuova", "51100") if word in told()]
    before, after = last.fields["places"]
    assert [(one["address"], one["municipality"]) for one in before] == [("", None), ("Via Vecchia 12", None)]
    assert [(one["address"], one["secret"]) for one in after] == [("", True), ("Via Vecchia 12", False)]
    assert {(line["before"], line["after"]) for line in change_lines(last.fields)} == {
        ("Suonare in […], di giorno", "Si telefona"),
        (
            "indirizzo non più conservato; Via Vecchia 12, il lunedì",
            "indirizzo segreto; Via Vecchia 12, il lunedì",
        ),
    }
    # What is told is where it is met openly today, also when a change comes later.
    change(hidden, replace(office, address="Via Altra 3"))
    assert ("Via Vecchia 12" in told(), "Via Altra 3" in told()) == (False, True)


def test_a_place_taken_away_for_a_secret_one_is_forgotten_too(write: Write) -> None:
    entry = write(places=(PlaceFacts(address="Via Vecchia 1"),))
    anew = replace(facts_of(entry), places=(PlaceFacts(secret=True),))
    operations.change_entry(
        entry=entry, facts=anew, expected_version=entry.version, by=cast.user(cast.DARIO), at=NOW
    )
    last = EntryChange.objects.filter(entry=entry).latest("id")
    assert [[one["address"] for one in side] for side in last.fields["places"]] == [[""], [""]]


def test_the_history_of_an_entry_that_is_met_openly_stays_whole(write: Write) -> None:
    write(places=(PlaceFacts(secret=True),), name="Altrove")
    entry = write(places=(PlaceFacts(address="Via Vecchia 1"),))
    (place,) = facts_of(entry).places
    moved = replace(facts_of(entry), places=(replace(place, address="Via Nuova 2"),))
    operations.change_entry(
        entry=entry, facts=moved, expected_version=entry.version, by=cast.user(cast.DARIO), at=NOW
    )
    last = EntryChange.objects.filter(entry=entry).latest("id")
    assert [[one["address"] for one in side] for side in last.fields["places"]] == [
        ["Via Vecchia 1"],
        ["Via Nuova 2"],
    ]


def test_the_database_shows_drafts_to_keepers_alone(write: Write) -> None:
    write(name="Bozza", published=False)
    write(name="Trovabile")
    seen = {}
    for name in (cast.ANNA, cast.DARIO, cast.OLGA, cast.ZENO):
        user = cast.user(name)
        with acting(acting_for(user, at=NOW)):
            seen[name] = (
                set(Entry.objects.values_list("name", flat=True)),
                EntryPlace.objects.count(),
                EntryChange.objects.exclude(what="written").count(),
            )
    assert seen == {
        cast.ANNA: ({"Trovabile"}, 1, 1),
        cast.DARIO: ({"Bozza", "Trovabile"}, 2, 1),
        cast.OLGA: (set(), 0, 0),
        cast.ZENO: (set(), 0, 0),
    }
