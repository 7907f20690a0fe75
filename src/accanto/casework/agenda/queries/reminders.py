"""To whom a reminder is due, how it may reach them, or why nothing is sent."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accanto.casework.agenda.enums import AWAITED, Channel, ReminderState, SlotState, Withheld
from accanto.casework.agenda.models import Place, Reminder
from accanto.casework.agenda.rules.contacts import as_email, as_mobile
from accanto.casework.cases.enums import AppointmentKind, AppointmentState
from accanto.casework.cases.models import Appointment
from accanto.core.database.context import purpose
from accanto.core.dated_rules import Rule, rules_of
from accanto.foundation.notifications.sms import sender
from accanto.people.households.enums import Relation
from accanto.people.households.models import Member
from accanto.people.persons.compartments import fenced
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import Person, Restriction, SafeContact
from accanto.people.persons.whereabouts import (
    Output,
    Whereabouts,
    protection_on,
    sheltered,
    told_address,
    whereabouts_of,
    with_whereabouts,
)
from accanto.territory.bodies.models import Office

_ONE = timedelta(days=1)
_TWO_DAYS_BEFORE = "default"


@dataclass(frozen=True)
class Way:
    """`silent`: to a safe contact, in words that say nothing of a service."""

    channel: Channel
    contact: str
    silent: bool = False


def texts_for(office: Office | None, on: date) -> Rule:
    rules = rules_of("agenda.reminders").all_at(on)
    return rules.get(office.seat.istat_code if office else "", rules[_TWO_DAYS_BEFORE])


def due_places(at: datetime) -> QuerySet[Place]:
    first, last = _window(at)
    rows = Place.objects.filter(
        Q(case__isnull=False) | Q(person__isnull=False) | Q(household__isnull=False),
        state__in=AWAITED,
        remind=True,
        reminder=None,
        slot__state=SlotState.OPEN,
        slot__starts_at__gte=first,
        slot__starts_at__lt=last,
    )
    return rows.select_related("slot__office__seat", "slot__operator", "case", "person", "taken_by")


def due_appointments(at: datetime) -> QuerySet[Appointment]:
    """Those with a household; of team meetings it is the team that is told (teams)."""
    first, last = _window(at)
    rows = Appointment.objects.filter(
        case__isnull=False,
        state=AppointmentState.PLANNED,
        reminder=None,
        slot_meeting=None,
        starts_at__gte=first,
        starts_at__lt=last,
    )
    return rows.exclude(kind=AppointmentKind.TEAM).select_related("office__seat", "case")


def failed_reminders(times: int) -> QuerySet[Reminder]:
    return Reminder.objects.filter(state=ReminderState.FAILED, tries__lt=times).select_related(
        "place__slot__office__seat", "place__case", "place__person", "appointment__office__seat",
        "appointment__case", "place__slot__operator", "place__taken_by",
    )  # fmt: skip


def is_due(starts_at: datetime, office: Office | None, at: datetime) -> bool:
    days = texts_for(office, timezone.localdate(at))["days_before"]
    return timezone.localdate(starts_at) <= timezone.localdate(at) + timedelta(days=days)


def way_to(of: Place | Appointment, at: datetime) -> Way | Withheld:
    """How the reminder of a place or an appointment may leave.

    One that names nobody would tell the reference person where another of the household is going to be: it does not
    leave where that could do harm to any of them.
    """
    today = timezone.localdate(at)
    named = of.person if isinstance(of, Place) else None
    person = named or _reference(of)
    if person is None:
        return Withheld.NO_CONTACT
    if Restriction.objects.filter(person=person, ends_at=None).exists():
        return Withheld.RESTRICTED
    safe = _safe_contact(person.pk, today)
    if named is None and (why := _told_to_another(of, person, safe, today)):
        return why
    where = _where(person, today)
    kept_apart = person.compartment in fenced() or (of.case is not None and of.case.compartment in fenced())
    if safe or where.protected or kept_apart:
        return _silently(safe)
    told = told_address(where, depth=Depth.WORK, output=Output.LEAVES)
    if email := as_email(told.email):
        return Way(Channel.EMAIL, email)
    if mobile := as_mobile(told.phone):
        return Way(Channel.SMS, mobile) if sender() else Withheld.NO_SENDER
    return Withheld.NO_CONTACT


def nothing_leaves_to(person: Person, on: date) -> bool:
    """Whether nothing may be sent to them outside what a safe contact says: protected, fenced, restricted, silent.

    Read for the system's own work: whoever sends something is not told which of these it is.
    """
    with purpose("reminders"):
        restricted = Restriction.objects.filter(person=person, ends_at=None).exists()
        kept_apart = person.compartment in fenced()
        silent = _safe_contact(person.pk, on) is not None
        return restricted or kept_apart or silent or _where(person, on).protected


def _silently(safe: SafeContact | None) -> Way | Withheld:
    """Only where the safe contact is a bare address or number, without hours: anything else a person must read."""
    if safe is None:
        return Withheld.PROTECTED
    if safe.when.strip():
        return Withheld.CALL_SAFELY
    if email := as_email(safe.how):
        return Way(Channel.EMAIL, email, silent=True)
    if (mobile := as_mobile(safe.how)) and sender():
        return Way(Channel.SMS, mobile, silent=True)
    return Withheld.CALL_SAFELY


def _told_to_another(
    of: Place | Appointment, reference: Person, safe: SafeContact | None, on: date
) -> Withheld | None:
    """Whether somebody of the household besides the reference person is protected, fenced, restricted or called safely.

    `safe`: the reference person's. Of whoever is fenced not even a safe contact is told.
    """
    restricted = Restriction.objects.filter(person=OuterRef("person"), ends_at=None)
    called = SafeContact.objects.filter(_running(on), person=OuterRef("person"))
    others = Member.objects.filter(household=_home(of), ends_on=None).exclude(person=reference)
    known = others.annotate(shield=protection_on(on), restricted=Exists(restricted), called=Exists(called))
    rows = known.values_list("person__compartment", "shield", "restricted", "called")
    found = [(compartment in fenced(), *facts) for compartment, *facts in rows]
    if not any(any(facts) for facts in found):
        return None
    if safe or any(calls for apart, _shield, _restricted, calls in found if not apart):
        return Withheld.CALL_SAFELY
    return Withheld.PROTECTED


def _home(of: Place | Appointment) -> UUID | None:
    if isinstance(of, Place) and of.household_id:
        return of.household_id
    return of.case.household_id if of.case else None


def _reference(of: Place | Appointment) -> Person | None:
    """Of a household, the one in whose name it stands."""
    rows = Member.objects.filter(household=_home(of), ends_on=None, relation=Relation.REFERENCE)
    found = rows.select_related("person").first()
    return found.person if found else None


def _where(person: Person, on: date) -> Whereabouts:
    """Protected also when somebody is with whom they live."""
    homes = Member.objects.filter(person=person, ends_on=None).values("household")
    together = Member.objects.filter(household__in=homes, ends_on=None).exclude(person=person)
    own = Person.objects.filter(pk=person.pk)
    mine = [whereabouts_of(row) for row in with_whereabouts(own, on, person="pk")]
    others = [whereabouts_of(row) for row in with_whereabouts(together, on)]
    return sheltered([*mine, *others])[0]


def _safe_contact(person: UUID, on: date) -> SafeContact | None:
    return SafeContact.objects.filter(_running(on), person=person).order_by("-starts_on", "-id").first()


def _running(on: date) -> Q:
    return Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gt=on))


def _window(at: datetime) -> tuple[datetime, datetime]:
    """From tomorrow to the farthest day on which any municipality reminds."""
    today = timezone.localdate(at)
    rules = rules_of("agenda.reminders").all_at(today).values()
    farthest = max(rule.get("days_before", 0) for rule in rules)
    first = timezone.make_aware(datetime.combine(today + _ONE, time.min))
    return first, timezone.make_aware(datetime.combine(today + timedelta(days=farthest + 1), time.min))
