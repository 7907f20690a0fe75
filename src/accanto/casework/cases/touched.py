"""What of the case itself a change in the household touches."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.cases import consequences
from accanto.casework.cases.consequences import Proposal
from accanto.casework.cases.deadline_kinds import kind_of
from accanto.casework.cases.enums import AppointmentState, CaseState, ChangeKind, DeadlineState
from accanto.casework.cases.models import Appointment, Case, Deadline, HouseholdChange
from accanto.casework.cases.operations.agenda import cancel_appointment
from accanto.casework.cases.operations.handing_over import appointment_words
from accanto.casework.cases.operations.living_there import refresh_household
from accanto.casework.cases.seeing import REQUEST_CODES
from accanto.core.templatetags.accanto_ui import date_words
from accanto.people.households.models import Member
from accanto.people.households.operations import end_membership
from accanto.people.households.operations.changing import not_before
from accanto.people.persons.models import Person, Pregnancy, Protection
from accanto.people.persons.operations import end_pregnancies
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User

_GONE = (ChangeKind.DEATH, ChangeKind.AWAY, ChangeKind.SPLIT, ChangeKind.MOVED)


def register() -> None:
    consequences.register("membership", _membership, _end_membership)
    consequences.register("appointment", _appointments, _cancel)
    consequences.register("deadline", _deadlines, _end_deadline)
    consequences.register("deadline_look", _deadlines_of_others)
    consequences.register("protection", _protections)
    consequences.register("pregnancy", _pregnancy, _end_pregnancy)
    consequences.register("unit", _unit)
    consequences.register("case", _cases)


def _living(change: HouseholdChange) -> bool:
    """Somebody who has not died still lives in the household of the case."""
    rows = Member.objects.filter(household=change.case.household_id, ends_on=None, person__died_on=None)
    return rows.exists()


def _membership(change: HouseholdChange, user: User, at: datetime) -> list[Proposal]:
    if change.kind != ChangeKind.DEATH or not _living(change):
        return []
    rows = Member.objects.filter(household=change.case.household_id, person=change.person_id, ends_on=None)
    day = date_words(change.happened_on)
    return [
        Proposal(
            str(row.pk),
            _("%(name)s still stands in the household") % {"name": row.person},
            _("From %(day)s on among those who lived there before: what was written stays.") % {"day": day},
            _("End it"),
        )
        for row in rows.select_related("person")
    ]


def _end_membership(change: HouseholdChange, subject: str, user: User, at: datetime) -> None:
    member = Member.objects.get(pk=int(subject), household=change.case.household_id)
    end_membership(member=member, on=not_before(member, change.happened_on), by=user, at=at)
    refresh_household(case=change.case, by=user, at=at, on=at.date())


def _appointments(change: HouseholdChange, user: User, at: datetime) -> list[Proposal]:
    if change.kind not in _GONE:
        return []
    rows = Appointment.objects.filter(case=change.case_id, state=AppointmentState.PLANNED, starts_at__gte=at)
    text = _("It was planned before: look whether it still makes sense.")
    return [Proposal(str(row.pk), appointment_words(row), text, _("Cancel it")) for row in rows]


def _cancel(change: HouseholdChange, subject: str, user: User, at: datetime) -> None:
    appointment = Appointment.objects.get(pk=UUID(subject), case=change.case_id)
    cancel_appointment(appointment=appointment, by=user, at=at)


def _deadlines(change: HouseholdChange, user: User, at: datetime) -> list[Proposal]:
    """Of a death that leaves nobody: where others live on, the terms are theirs too."""
    if change.kind != ChangeKind.DEATH or _living(change):
        return []
    rows = Deadline.objects.filter(case=change.case_id, state=DeadlineState.OPEN).exclude(
        code__in=REQUEST_CODES
    )
    return [
        Proposal(
            str(row.pk),
            str(kind_of(row.code).title),
            _("It falls due on %(day)s.") % {"day": date_words(row.due_on)},
            _("Cancel it"),
        )
        for row in rows
    ]


def _deadlines_of_others(change: HouseholdChange, user: User, at: datetime) -> list[Proposal]:
    """Where others live on a term is theirs too: it is looked at on its page, and never ended from here."""
    if change.kind not in _GONE or (change.kind == ChangeKind.DEATH and not _living(change)):
        return []
    rows = Deadline.objects.filter(case=change.case_id, state=DeadlineState.OPEN).exclude(
        code__in=REQUEST_CODES
    )
    return [
        Proposal(
            str(row.pk),
            str(kind_of(row.code).title),
            _("It falls due on %(day)s: look whether it concerns somebody who is no longer here.")
            % {"day": date_words(row.due_on)},
            str(kind_of(row.code).action),
            kind_of(row.code).url(row),
        )
        for row in rows.select_related("case").order_by("due_on", "pk")
    ]


def _protections(change: HouseholdChange, user: User, at: datetime) -> list[Proposal]:
    """Who is protected goes on being so, also after a death: whether it is still needed is said by somebody."""
    if change.kind not in (ChangeKind.DEATH, ChangeKind.AWAY, ChangeKind.MOVED) or change.person_id is None:
        return []
    members = Member.objects.filter(household=change.case.household_id, person=change.person_id)
    member = members.order_by("-pk").first()
    standing = Protection.objects.filter(person=change.person_id, ends_on=None)
    return [
        Proposal(
            str(row.pk),
            _("Protection of %(name)s") % {"name": row.person},
            _("It stands as it was: look whether it is still needed, and what must not be told now."),
            _("Look at it"),
            reverse("case_protection", args=[change.case_id, member.pk]),
        )
        for row in standing.select_related("person")
        if member is not None and (member.ends_on is None or change.kind == ChangeKind.DEATH)
    ]


def _end_deadline(change: HouseholdChange, subject: str, user: User, at: datetime) -> None:
    rows = Deadline.objects.filter(pk=int(subject), case=change.case_id, state=DeadlineState.OPEN)
    rows.update(state=DeadlineState.CANCELLED, closed_at=at)


def _pregnancy(change: HouseholdChange, user: User, at: datetime) -> list[Proposal]:
    if change.kind not in (ChangeKind.BIRTH, ChangeKind.DEATH):
        return []
    members = Member.objects.filter(household=change.case.household_id, ends_on=None).values("person")
    rows = Pregnancy.objects.filter(Q(person__in=members) | Q(person=change.person_id), ended_on=None)
    if change.kind == ChangeKind.DEATH:
        rows = rows.filter(person=change.person_id)
    return [
        Proposal(
            str(row.person_id),
            _("Pregnancy of %(name)s") % {"name": row.person},
            _("Declared with an expected day of %(day)s.") % {"day": date_words(row.expected_on)},
            _("It is over"),
        )
        for row in rows.select_related("person")
    ]


def _end_pregnancy(change: HouseholdChange, subject: str, user: User, at: datetime) -> None:
    end_pregnancies(person=Person.objects.get(pk=UUID(subject)), on=change.happened_on)


def _unit(change: HouseholdChange, user: User, at: datetime) -> list[Proposal]:
    """They live where another unit serves: the case may pass to it.

    What is decided stays in the steps of the case, which more people read than its addresses: the title names no town.
    """
    town = change.municipality
    case = change.case
    if change.kind != ChangeKind.MOVED or town is None or case.state == CaseState.CLOSED:
        return []
    serving = list(Office.objects.filter(serves=town.pk).values_list("pk", flat=True))
    if case.unit_id in serving:
        return []
    near = _("%(unit)s does not serve %(town)s.")
    far = _("%(town)s is outside the zone: a letter goes with the note.")
    text = (near if serving else far) % {"unit": case.unit, "town": town}
    title = _("The case may pass to whoever serves where they live now")
    return [Proposal("unit", title, text, _("Hand the case over"), reverse("case_hand_over", args=[case.pk]))]


def _cases(change: HouseholdChange, user: User, at: datetime) -> list[Proposal]:
    """Cases that have lost their people, and a household that nobody follows yet."""
    found = []
    if change.kind == ChangeKind.DEATH and change.case.state != CaseState.CLOSED and not _living(change):
        text = _("Nobody of the household is left: when nothing is open any more the case closes.")
        url = reverse("case_close", args=[change.case_id])
        found.append(Proposal("close", _("The case may close"), text, _("Close the case"), url))
    if change.other_id is None:
        return found
    running = Case.objects.visible_to(user).filter(household=change.other_id).exclude(state=CaseState.CLOSED)
    if change.kind == ChangeKind.JOINED:
        for case in running:
            text = _("Its household lives here since %(day)s.") % {"day": date_words(change.happened_on)}
            title = _("Case %(number)s may close") % {"number": case.number}
            url = reverse("case_close", args=[case.pk])
            found.append(Proposal(str(case.pk), title, text, _("Close the case"), url))
    return found
