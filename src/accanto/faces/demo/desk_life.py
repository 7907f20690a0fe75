"""Weeks of contacts at the desks, who is proposed to a unit, and the queue of this morning."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from accanto.access.desk import operations
from accanto.access.desk.enums import Channel, ForWhom, Identity, OutcomeKind, TicketState
from accanto.access.desk.models import (
    AccessPoint,
    Contact,
    ContactOutcome,
    ListeningNote,
    MediatorCall,
    MediatorService,
    Ticket,
    UnmetDemand,
)
from accanto.access.desk.operations import Asked, Came
from accanto.access.directory.models import Entry
from accanto.faces.demo.bulk import Ledger
from accanto.faces.demo.days import Diary
from accanto.faces.demo.people import Inventor, Origin
from accanto.faces.demo.reference import read
from accanto.faces.demo.scribe import at
from accanto.faces.demo.stories import Story
from accanto.people.matching.given import Given
from accanto.people.matching.operations import note_search, write_person_down
from accanto.territory.staff.models import User

_OUTCOMES = {
    OutcomeKind.INFORMATION: 40, OutcomeKind.SIGNPOSTING: 30, OutcomeKind.FORM_HELP: 18, OutcomeKind.APPOINTMENT: 8,
    OutcomeKind.APPLICATION: 4,
}  # fmt: skip
_CHANNELS = {Channel.IN_PERSON: 66, Channel.PHONE: 24, Channel.EMAIL: 8, Channel.OUTSIDE: 2}
_FOR = {ForWhom.SELF: 70, ForWhom.PARENT: 10, ForWhom.CHILD: 8, ForWhom.RELATIVE: 6, ForWhom.NEIGHBOUR: 4}
_UNMET, _LISTENED, _LEFT_TO_DO = 0.12, 0.25, timedelta(days=12)


class DeskLife:
    """Writes in the caller's transaction; nothing is dated after `now`."""

    def __init__(
        self, inventor: Inventor, stories: list[Story], users: dict[str, User], now: datetime
    ) -> None:
        self.random: Random = inventor.random
        self.inventor, self.users, self.now, self.today = inventor, users, now, now.date()
        self.diary = Diary(self.today)
        self.stories = {story.label: story for story in reversed(stories)}
        self.told: dict[str, Any] = read("desk_life")
        points = AccessPoint.objects.select_related("office", "unit")
        self.points = {point.office.code: point for point in points}
        self.entries = list(Entry.objects.published())
        self.services = list(MediatorService.objects.all())
        self.ledger = Ledger()

    def load(self) -> None:
        days = [self.diary.wd(-ago) for ago in range(self.told["weeks"] * 5, 0, -1)]
        for desk in self.told["desks"]:
            for day in days:
                self._day(desk, day)
        self.ledger.write()
        for label, office in self.told["born"].items():
            self._born(self.stories[label], self.points[office])
        for number, entry in enumerate(self.told["proposed"]):
            self._propose(entry, number)
        for entry in self.told["left"]:
            self._left_to_do(entry)
        self._queue()

    # ------------------------------------------------------------ the weeks
    def _day(self, desk: dict[str, Any], day: date) -> None:
        many = max(1, round(self.random.gauss(desk["day"], 1)))
        for number in range(1, many + 1):
            user = self.users[self.random.choice(desk["users"])]
            moment = at(day, 9) + timedelta(minutes=number * 220 // (many + 1) + self.random.randrange(10))
            self._contact(desk, self.points[desk["office"]], user, moment, number)

    def _contact(
        self, desk: dict[str, Any], point: AccessPoint, user: User, moment: datetime, number: int
    ) -> None:
        foreign = self.random.random() < desk.get("foreign", 0.12)
        language = self.random.choice(self.told["languages"]) if foreign else "ita"
        named = self.random.random() < desk["named"]
        needs = self._needs()
        minutes = self.random.randint(4, 26)
        channel = self._weighted(_CHANNELS)
        ticket = self._ticket(point, user, moment, minutes, number) if channel == Channel.IN_PERSON else None
        contact = Contact(
            id=self.inventor.uuid(),
            key=self.inventor.uuid(),
            point=point,
            ticket=ticket,
            happened_at=moment,
            channel=channel,
            identity=Identity.NAME if named else Identity.ANONYMOUS,
            name=self._name() if named else "",
            for_whom=self._weighted(_FOR),
            language=language,
            nationality="non_eu" if foreign else self.random.choice(["italian", "italian", ""]),
            needs=needs,
            request=self.random.choice(self.told["needs"][needs[0]]["said"]),
            minutes=minutes,
            by=user,
            created_at=moment,
        )
        self.ledger.add(contact)
        self._outcomes(contact, user, moment)
        if foreign and self.random.random() < 0.6:
            self._mediated(contact, user, moment, minutes)

    def _ticket(self, point: AccessPoint, user: User, moment: datetime, minutes: int, number: int) -> Ticket:
        came = moment - timedelta(minutes=minutes + self.random.randint(2, 40))
        ticket = Ticket(
            id=self.inventor.uuid(),
            point=point,
            day=moment.date(),
            number=number,
            state=TicketState.DONE,
            arrived_at=came,
            called_at=moment - timedelta(minutes=minutes + 1),
            served_at=moment - timedelta(minutes=minutes),
            ended_at=moment,
            window=1,
            called_by=user,
            calls=1,
        )
        self.ledger.add(ticket)
        return ticket

    def _outcomes(self, contact: Contact, user: User, moment: datetime) -> None:
        unmet = self.told["unmet"].get(contact.needs[0])
        if unmet and self.random.random() < _UNMET * 2:
            self._add(UnmetDemand(contact=contact, need=contact.needs[0], reason=unmet))
            if self.random.random() < 0.5:
                return
        kind = self._weighted(_OUTCOMES)
        later = kind in {OutcomeKind.APPOINTMENT, OutcomeKind.APPLICATION}
        waits = later and self.now - moment < _LEFT_TO_DO and self.random.random() < 0.4
        entry, words = self._where(contact) if kind == OutcomeKind.SIGNPOSTING else (None, "")
        printed = kind == OutcomeKind.SIGNPOSTING and self.random.random() < 0.6
        self._add(
            ContactOutcome(
                contact=contact,
                kind=kind,
                state="to_do" if waits else "done",
                entry=entry,
                words=words,
                slip="printed" if printed else "",
                slip_at=moment if printed else None,
                settled_at=None if waits else moment,
                settled_by=None if waits else user,
            )
        )
        if contact.identity != Identity.ANONYMOUS and self.random.random() < _LISTENED:
            text = self.random.choice(self.told["listening"])
            self._add(ListeningNote(contact=contact, text=text, by=user, written_at=moment))

    def _where(self, contact: Contact) -> tuple[Entry | None, str]:
        fitting = [one for one in self.entries if set(one.needs) & set(contact.needs)]
        if fitting and self.random.random() < 0.85:
            return self.random.choice(fitting), ""
        return None, self.random.choice(self.told["services"])

    def _mediated(self, contact: Contact, user: User, moment: datetime, minutes: int) -> None:
        speaking = [one for one in self.services if contact.language in one.languages]
        missing = not speaking or self.random.random() < 0.2
        began = moment - timedelta(minutes=minutes)
        self._add(
            MediatorCall(
                point=contact.point,
                contact=contact,
                language=contact.language,
                service=None if missing else speaking[0],
                mode="phone",
                state="unavailable" if missing else "done",
                asked_at=began,
                asked_by=user,
                arrived_at=None if missing else began,
                ended_at=moment,
                minutes=None if missing else minutes,
                reason="busy" if missing else "",
            )
        )

    # ------------------------------------------------------------ those who are known
    def _born(self, story: Story, point: AccessPoint) -> None:
        """The contact with which a case began, some days before it was opened."""
        worker, case = story.worker, self._case(story)
        if worker is None or case is None:
            return
        opened = at(case.opened_on, 10) - timedelta(days=6)
        contact = operations.register_contact(
            point=point,
            key=self.inventor.uuid(),
            asked=Asked(
                Channel.IN_PERSON,
                Identity.PERSON,
                ["housing", "income"],
                person=story.head,
                request="Il proprietario rivuole la casa a gennaio: chiede come fare.",
                listening="Ha paura di restare in strada con i figli. Non lo ha ancora detto a nessuno.",
            ),
            came=[Came(OutcomeKind.CASE, words="Sfratto in arrivo, nessuno li segue.")],
            by=worker,
            at=opened,
            minutes=24,
        )
        operations.join_case(contact=contact, case=case, by=worker, at=at(case.opened_on, 12))

    def _case(self, story: Story) -> Any:
        from accanto.casework.cases.models import Case

        return Case.objects.filter(household__members__person=story.head).order_by("-opened_on").first()

    def _propose(self, entry: dict[str, Any], number: int) -> None:
        dario, carla = self.users["dario.finti"], self.users["carla.esempi"]
        point = self.points["urp-pistoia"]
        moment = at(self.diary.wd(-2 - 5 * number), 11)
        given = Given(first_name=entry["first"], last_name=entry["last"], birth_date=entry["born"])
        search = note_search(given=given, shown=0, by=dario, at=moment)
        person = write_person_down(search=search.pk, given=given, by=dario, at=moment)
        contact = operations.register_contact(
            point=point,
            key=self.inventor.uuid(),
            asked=Asked(
                Channel.IN_PERSON, Identity.PERSON, [entry["need"]], person=person, request=entry["words"]
            ),
            came=[Came(OutcomeKind.CASE, words=entry["words"])],
            by=dario,
            at=moment,
            minutes=18,
        )
        unit = point.unit
        if unit is None:
            return
        asked = operations.propose_charge(
            outcome=contact.outcomes.get(), unit=unit, words=entry["words"], by=dario, at=moment
        )
        if "refused" in entry:
            later = at(self.diary.wd(-1 - 5 * number), 9)
            operations.refuse_charge(request=asked, reason=entry["refused"], by=carla, at=later)

    def _left_to_do(self, told: dict[str, Any]) -> None:
        """Somebody left a name yesterday; what was agreed is still to be made of it."""
        operations.register_contact(
            point=self.points[told["office"]],
            key=self.inventor.uuid(),
            asked=Asked(
                Channel(told["channel"]),
                Identity.NAME,
                told["needs"],
                name=told["name"],
                for_whom=ForWhom(told["for_whom"]),
                request=told["request"],
            ),
            came=[Came(kind, words=words) for kind, words in told["steps"].items()],
            by=self.users[told["user"]],
            at=at(self.diary.wd(-1), 12),
            minutes=14,
        )

    # ------------------------------------------------------------ this morning
    def _queue(self) -> None:
        """At every staffed desk of the first two somebody waits, one was called and some have gone."""
        for office, user in (("urp-pistoia", "dario.finti"), ("polo-pistoia-nord", "luca.campioni")):
            point, operator = self.points[office], self.users[user]
            Ticket.objects.bulk_create(self._morning(point, operator))

    def _morning(self, point: AccessPoint, user: User) -> Iterable[Ticket]:
        """Never before midnight: whoever loads the zone at night finds a short queue."""
        begins = self.now.replace(hour=0, minute=0, second=0, microsecond=0)
        ago = max(begins, self.now - timedelta(minutes=75))
        yield Ticket(
            point=point, day=self.today, number=1, state=TicketState.DONE, arrived_at=ago, called_at=ago,
            served_at=ago, ended_at=max(begins, self.now - timedelta(minutes=50)), window=1, called_by=user, calls=1,
        )  # fmt: skip
        yield Ticket(
            point=point, day=self.today, number=2, state=TicketState.LEFT, arrived_at=ago,
            ended_at=max(begins, self.now - timedelta(minutes=30)),
        )  # fmt: skip
        for number, one in enumerate(self.told["today"], start=3):
            yield Ticket(
                point=point, day=self.today, number=number, words=one["words"], language=one.get("language", ""),
                priority=one.get("priority", ""), state=TicketState.WAITING,
                arrived_at=max(begins, self.now - timedelta(minutes=one["ago"])),
            )  # fmt: skip

    # ------------------------------------------------------------ small things
    def _needs(self) -> list[str]:
        codes = list(self.told["needs"])
        often = [self.told["needs"][code]["often"] for code in codes]
        many = 2 if self.random.random() < 0.25 else 1
        return list(dict.fromkeys(self.random.choices(codes, often, k=many)))

    def _name(self) -> str:
        origin = Origin()
        sex = self.random.choice("fm")
        return f"{self.inventor.first_name(sex, origin)} {self.inventor.surname(origin)}"

    def _weighted(self, told: dict[Any, int]) -> Any:
        return self.random.choices(list(told), list(told.values()))[0]

    def _add(self, row: Any) -> None:
        self.ledger.add(row)
